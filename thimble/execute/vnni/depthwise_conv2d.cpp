// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution on 64 neighbouring outputs of a row at once, whatever pixels they belong to. The input is laid
// out such that for each tap the inputs of neighbouring outputs are neighbours too.
#include "thimblert/kernels/depthwise_conv2d.h"

#include "thimble/execute/vnni/kernels.h"
#include "thimble/execute/vnni/padded_image.h"
#include "thimble/execute/vnni/rescale.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace thimble::vnni {

namespace {

using thimblert::DepthwiseConv2dS8Params;

/// How 64 outputs with the same channels are made.
struct ChannelPattern {
    SixteenScales scales[4];
};

/// The position among 64 outputs that lane `lane` of the sums `part` holds, after bytes of four taps are interleaved.
int position_of(int part, int lane) {
    return lane / 4 * 16 + part * 4 + lane % 4;
}

struct RowOfOutputs {
    const std::uint8_t* input;
    const std::size_t* tap_offsets;
    const std::int8_t* weights; ///< [pattern, four taps, part, lane, tap]
    const ChannelPattern* patterns;
    std::int32_t pattern_count;
    std::int32_t tap_groups; ///< of four
    OutputRange range;
    std::int32_t length;
};

/// Adds the products of four taps to the sums of 64 outputs.
THIMBLE_VNNI_INLINE void
add_four_taps(__m512i (&sums)[4], const std::uint8_t* input, const std::size_t* taps, const std::int8_t* weights) {
    const __m512i first = _mm512_loadu_si512(input + taps[0]);
    const __m512i second = _mm512_loadu_si512(input + taps[1]);
    const __m512i third = _mm512_loadu_si512(input + taps[2]);
    const __m512i fourth = _mm512_loadu_si512(input + taps[3]);
    const __m512i low_pairs = _mm512_unpacklo_epi8(first, second);
    const __m512i high_pairs = _mm512_unpackhi_epi8(first, second);
    const __m512i low_pairs_after = _mm512_unpacklo_epi8(third, fourth);
    const __m512i high_pairs_after = _mm512_unpackhi_epi8(third, fourth);
    const __m512i quads[4] = {
        _mm512_unpacklo_epi16(low_pairs, low_pairs_after), _mm512_unpackhi_epi16(low_pairs, low_pairs_after),
        _mm512_unpacklo_epi16(high_pairs, high_pairs_after), _mm512_unpackhi_epi16(high_pairs, high_pairs_after)};
#pragma GCC unroll 4
    for (int part = 0; part < 4; ++part) {
        sums[part] = _mm512_dpbusd_epi32(sums[part], quads[part], _mm512_loadu_si512(weights + part * 64));
    }
}

THIMBLE_VNNI void multiply_row(const RowOfOutputs& row, std::int8_t* output) {
    std::int32_t pattern = 0;
    for (std::int32_t first = 0; first < row.length; first += 64) {
        const ChannelPattern& channels = row.patterns[pattern];
        const std::int8_t* weights = row.weights + static_cast<std::ptrdiff_t>(pattern) * row.tap_groups * 256;
        __m512i sums[4];
#pragma GCC unroll 4
        for (int part = 0; part < 4; ++part) {
            sums[part] = load_sixteen(channels.scales[part].bias);
        }
        for (std::int32_t group = 0; group < row.tap_groups; ++group) {
            add_four_taps(sums, row.input + first, row.tap_offsets + group * 4, weights + group * 256);
        }
#pragma GCC unroll 4
        for (int part = 0; part < 4; ++part) {
            sums[part] = finish(sums[part], channels.scales[part], row.range);
        }
        const __m512i bytes =
            _mm512_packs_epi16(_mm512_packs_epi32(sums[0], sums[1]), _mm512_packs_epi32(sums[2], sums[3]));
        const std::int32_t left = row.length - first;
        const __mmask64 lanes = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1U;
        _mm512_mask_storeu_epi8(output + first, lanes, bytes);
        pattern = pattern + 1 == row.pattern_count ? 0 : pattern + 1;
    }
}

ImageLayout image_layout(const DepthwiseConv2dS8Params& p) {
    ImageLayout layout;
    layout.batch = p.batch;
    layout.input_height = p.input_height;
    layout.input_width = p.input_width;
    layout.input_channels = p.input_channels;
    layout.padded_height = (p.output_height - 1) * p.stride_height + (p.kernel_height - 1) * p.dilation_height + 1;
    layout.padded_width = (p.output_width - 1) * p.stride_width + (p.kernel_width - 1) * p.dilation_width + 1;
    layout.padding_top = p.padding_top;
    layout.padding_left = p.padding_left;
    layout.zero_point = p.input_zero_point;
    layout.phases = p.stride_width;
    layout.repeats = p.output_channels / p.input_channels;
    return layout;
}

class DepthwiseKernel : public HostKernel {
public:
    DepthwiseKernel(const DepthwiseConv2dS8Params& p, const BoundStep& step)
        : p_(p),
          image_(image_layout(p)),
          input_(step.argument<const std::int8_t>(0)),
          output_(step.argument<std::int8_t>(5)) {
        place_taps();
        const std::int32_t pattern_count = p.output_channels / std::gcd(p.output_channels, 64);
        patterns_.resize(static_cast<std::size_t>(pattern_count));
        weights_.resize(patterns_.size() * tap_offsets_.size() * 64);
        for (std::int32_t pattern = 0; pattern < pattern_count; ++pattern) {
            for (int lane = 0; lane < 64; ++lane) {
                pack(step, pattern, lane / 16, lane % 16);
            }
        }
    }

    void run() override {
        image_.fill(input_);
        RowOfOutputs row{
            .input = nullptr,
            .tap_offsets = tap_offsets_.data(),
            .weights = weights_.data(),
            .patterns = patterns_.data(),
            .pattern_count = static_cast<std::int32_t>(patterns_.size()),
            .tap_groups = static_cast<std::int32_t>(tap_offsets_.size() / 4),
            .range = {p_.output_zero_point, p_.output_min, p_.output_max},
            .length = p_.output_width * p_.output_channels};
        std::int8_t* output = output_;
        for (std::int32_t batch = 0; batch < p_.batch; ++batch) {
            for (std::int32_t y = 0; y < p_.output_height; ++y) {
                row.input = image_.data() + image_.offset(batch, y * p_.stride_height, 0);
                multiply_row(row, output);
                output += row.length;
            }
        }
    }

private:
    /// Taps beyond the last, up to a multiple of four, have weight 0.
    void place_taps() {
        for (std::int32_t y = 0; y < p_.kernel_height; ++y) {
            for (std::int32_t x = 0; x < p_.kernel_width; ++x) {
                tap_offsets_.push_back(image_.offset(0, y * p_.dilation_height, x * p_.dilation_width));
            }
        }
        tap_offsets_.resize((tap_offsets_.size() + 3) / 4 * 4, 0);
    }

    void pack(const BoundStep& step, std::int32_t pattern, int part, int lane) {
        const std::int32_t taps = p_.kernel_height * p_.kernel_width;
        const std::int32_t channel = (pattern * 64 + position_of(part, lane)) % p_.output_channels;
        const auto* filter = step.argument<const std::int8_t>(1) + channel;
        std::int8_t* packed =
            weights_.data() + static_cast<std::size_t>(pattern) * tap_offsets_.size() * 64 + part * 64 + lane * 4;
        std::int64_t sum = 0;
        for (std::int32_t tap = 0; tap < taps; ++tap) {
            const std::int8_t weight = filter[static_cast<std::ptrdiff_t>(tap) * p_.output_channels];
            packed[tap / 4 * 256 + tap % 4] = weight;
            sum += weight;
        }
        // The bytes of the image are 128 above the inputs.
        const std::int64_t start = step.argument<const std::int32_t>(2)[channel] - sum * (p_.input_zero_point + 128);
        patterns_[static_cast<std::size_t>(pattern)].scales[part].set(
            lane, static_cast<std::int32_t>(start), step.argument<const std::int32_t>(3)[channel],
            step.argument<const std::int8_t>(4)[channel]
        );
    }

    DepthwiseConv2dS8Params p_;
    PaddedImage image_;
    std::vector<std::size_t> tap_offsets_;
    std::vector<std::int8_t> weights_;
    std::vector<ChannelPattern> patterns_;
    const std::int8_t* input_;
    std::int8_t* output_;
};

} // namespace

std::unique_ptr<HostKernel> prepare_depthwise_conv2d(const BoundStep& step) {
    const auto p = step.parameters_as<DepthwiseConv2dS8Params>();
    const OutputRange range{p.output_zero_point, p.output_min, p.output_max};
    if (!step.are_constant(1, 4) || !range.fits_int8()) {
        return nullptr;
    }
    return std::make_unique<DepthwiseKernel>(p, step);
}

} // namespace thimble::vnni
