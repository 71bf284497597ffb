// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/armv7em_steps.h"

#include "thimble/lower/channel_sums.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/scratch_budget.h"
#include "thimble/lower/shifted_scale.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/volume_geometry.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace thimble {

namespace {

/// Widening keeps the elements of a word in this order.
constexpr std::array<std::int64_t, 4> widened_order = {0, 2, 1, 3};
constexpr std::int64_t pixels_at_once = 4;
/// Scratch memory that a kernel may ask for in any model.
constexpr std::size_t least_budget_bytes = 2048;

std::uint32_t word_of(std::int64_t value) {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(value));
}

std::int32_t as_int32(std::uint32_t word) {
    return static_cast<std::int32_t>(word);
}

/// The scales of all channels, or nothing where one has none.
std::vector<ShiftedScale> shifted_scales(const NodeView& node, const WeightLayout& layout, std::int64_t sums_end) {
    const std::int32_t zero_point = node.output().quantization->zero_point();
    const std::vector<QuantizedMultiplier> multipliers = convolution_multipliers(node, layout.channels);
    std::vector<ShiftedScale> scales;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        const ChannelSums sums = channel_sums(node, layout, channel);
        const ScaledSums scaled = {multipliers[static_cast<std::size_t>(channel)], sums.lowest, sums.highest};
        const std::optional<ShiftedScale> scale = shifted_scale(scaled, zero_point, sums_end);
        if (!scale.has_value()) {
            return {};
        }
        scales.push_back(*scale);
    }
    return scales;
}

/// Bytes of four widened patches, and of one patch on its way where not all of them are read where they are.
std::size_t patches_bytes(std::int64_t taps) {
    constexpr std::int64_t bytes_a_word = pixels_at_once * 8 + 4;
    return static_cast<std::size_t>((taps + 3) / 4 * bytes_a_word);
}

/// Two channels as the kernel reads them; `second` may be one beyond the last, which then is all zeros.
class PairWriter {
public:
    PairWriter(
        const NodeView& node, const WeightLayout& layout, const std::vector<ShiftedScale>& scales,
        std::vector<std::int64_t> taps
    )
        : node_(node), layout_(layout), scales_(scales), taps_(std::move(taps)) {}

    std::vector<std::int32_t> write() {
        for (std::int64_t channel = 0; channel < layout_.channels; channel += 2) {
            const std::int64_t first = bias(channel);
            words_.push_back(as_int32(word_of(first)));
            words_.push_back(as_int32(word_of(256 * bias(channel + 1) + first)));
            for (std::int64_t tap = 0; tap < layout_.taps; tap += 4) {
                write_pairs(channel, tap);
            }
            write_scale(channel);
            write_scale(channel + 1);
        }
        return std::move(words_);
    }

private:
    std::int64_t bias(std::int64_t channel) const { return channel < layout_.channels ? bias_of(node_, channel) : 0; }

    std::int64_t weight(std::int64_t channel, std::int64_t tap) const {
        if (channel >= layout_.channels || tap >= layout_.taps) {
            return 0;
        }
        return weight_of(node_, layout_, channel, taps_[static_cast<std::size_t>(tap)]);
    }

    std::uint32_t half(std::int64_t channel, std::int64_t tap) const {
        return word_of(256 * weight(channel + 1, tap) + weight(channel, tap)) & 0xFFFFU;
    }

    void write_pairs(std::int64_t channel, std::int64_t tap) {
        for (std::size_t pair = 0; pair < 4; pair += 2) {
            const std::uint32_t low = half(channel, tap + widened_order[pair]);
            const std::uint32_t high = half(channel, tap + widened_order[pair + 1]);
            words_.push_back(as_int32(low | (high << 16)));
        }
    }

    void write_scale(std::int64_t channel) {
        const ShiftedScale scale =
            channel < layout_.channels ? scales_[static_cast<std::size_t>(channel)] : ShiftedScale{};
        words_.insert(words_.end(), {scale.multiplier, scale.addend, scale.right});
    }

    const NodeView& node_;
    const WeightLayout& layout_;
    const std::vector<ShiftedScale>& scales_;
    std::vector<std::int64_t> taps_; ///< of the layout, in the order in which the kernel meets them
    std::vector<std::int32_t> words_;
};

std::vector<std::int64_t> taps_by_rows(const WeightLayout& layout) {
    std::vector<std::int64_t> taps(static_cast<std::size_t>(layout.taps));
    std::iota(taps.begin(), taps.end(), 0);
    return taps;
}

std::vector<std::int64_t> taps_by_columns(const Shape& weights) {
    std::vector<std::int64_t> taps;
    for (std::int64_t x = 0; x < weights[2]; ++x) {
        for (std::int64_t y = 0; y < weights[1]; ++y) {
            for (std::int64_t channel = 0; channel < weights[3]; ++channel) {
                taps.push_back((y * weights[2] + x) * weights[3] + channel);
            }
        }
    }
    return taps;
}

/// The second channel of a pair lends the upper byte, which takes what the first one's sign borrows.
bool have_room_for_borrow(const NodeView& node, const WeightLayout& layout) {
    for (std::int64_t channel = 1; channel < layout.channels; channel += 2) {
        for (std::int64_t tap = 0; tap < layout.taps; ++tap) {
            if (weight_of(node, layout, channel, tap) == -128 && weight_of(node, layout, channel - 1, tap) < 0) {
                return false;
            }
        }
    }
    return true;
}

/// What a plane of the depthwise kernel takes.
struct PlaneSizes {
    std::int64_t column_pairs;
    std::int64_t rows;       ///< of the output, as the kernel counts them: pairs of rows with stride 1
    std::int64_t strip_rows; ///< of them in a strip; 0 where there is no memory for one
};

std::size_t planes_bytes(std::int64_t column_pairs, std::int64_t strip_rows) {
    return static_cast<std::size_t>(column_pairs * (strip_rows + 1) * 8 * 4);
}

/// Strips of the same size, as few as the scratch memory allows.
PlaneSizes plane_sizes(const NodeView& node) {
    const Shape& output = node.output().shape;
    const std::int64_t stride = convolution_window(node).stride.width;
    const std::int64_t pixel_pairs = (output[2] + 1) / 2;
    PlaneSizes sizes{stride * pixel_pairs + 1, stride == 1 ? (output[1] + 1) / 2 : output[1], 0};
    const std::size_t budget = scratch_budget_bytes(node) / 16 * 15; // arenas are filled up to the alignment
    std::int64_t most = sizes.rows;
    while (most > 0 && planes_bytes(sizes.column_pairs, most) > budget) {
        --most;
    }
    if (most > 0) {
        const std::int64_t strips = (sizes.rows + most - 1) / most;
        sizes.strip_rows = (sizes.rows + strips - 1) / strips;
    }
    return sizes;
}

/// A channel as device/thimblert/kernels/armv7em/three_by_three.h reads it. Activations keep their zero point, which
/// the sum to begin with takes out.
void write_three_by_three(
    const NodeView& node, const WeightLayout& layout, std::int64_t channel, const ShiftedScale& scale,
    std::vector<std::int32_t>& words
) {
    const std::int64_t zero_point = node.input(0).quantization->zero_point();
    const std::int64_t weights = channel_sums(node, layout, channel).weights;
    const auto half = [&](std::int64_t tap) { return word_of(2 * weight_of(node, layout, channel, tap)) & 0xFFFFU; };
    words.push_back(as_int32(word_of(2 * (bias_of(node, channel) - zero_point * weights))));
    for (std::int64_t tap = 0; tap < layout.taps; tap += 3) {
        words.push_back(as_int32(half(tap) | (half(tap + 1) << 16)));
        words.push_back(as_int32(half(tap + 1) | (half(tap + 2) << 16)));
    }
    words.insert(words.end(), {scale.multiplier, scale.addend, scale.right});
}

bool is_three_by_three(const NodeView& node) {
    const Window window = convolution_window(node);
    const Shape& output = node.output().shape;
    const bool is_small_stride = window.stride.height == window.stride.width && window.stride.width <= 2;
    const bool is_dense = window.dilation.height == 1 && window.dilation.width == 1;
    return window.size.height == 3 && window.size.width == 3 && window.padding.left <= 1 && is_small_stride &&
           is_dense && output[2] >= 2 && output[3] % 4 == 0 && output[3] == node.input(0).shape[3];
}

/// Columns that the windows of an output row reach.
std::int64_t strip_columns(const NodeView& node) {
    const Window window = convolution_window(node);
    return (node.output().shape[2] - 1) * window.stride.width + window.size.width;
}

/// Bytes of four widened patches, and of the strip with three bytes to read beyond.
std::size_t strip_bytes(const NodeView& node) {
    const Shape& weights = node.input(1).shape;
    const std::int64_t column_bytes = weights[1] * weights[3];
    const std::int64_t patches = (column_bytes * weights[2] + 3) / 4 * pixels_at_once * 8;
    return static_cast<std::size_t>(patches + strip_columns(node) * column_bytes + 3);
}

void add_channel_pairs_call(
    NodeLowering& lowering, std::string_view file, std::string_view function, std::vector<std::int64_t> taps,
    std::size_t scratch_bytes
) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const std::vector<ShiftedScale> scales = shifted_scales(node, layout, raised_sums_end);
    add_kernel_call(
        lowering, {armv7em_folder, file, function, "Conv2dS8Params"}, convolution_s8_parameters(node),
        {lowering.read(0),
         lowering.constant("channel_pairs", PairWriter(node, layout, scales, std::move(taps)).write()),
         lowering.write(), lowering.scratch((scratch_bytes + 3) / 4 * 4, DataType::int32)}
    );
}

} // namespace

bool has_conv2d_channel_pairs(const NodeView& node, const Target& target) {
    if (!is_int8_with_constants(node) || !has_dsp(target) || groups_attribute(node.attributes()) > 1) {
        return false;
    }
    const WeightLayout layout = rows_of(node.input(1).shape);
    return patches_bytes(layout.taps) <= std::max(least_budget_bytes, scratch_budget_bytes(node)) &&
           have_room_for_borrow(node, layout) && !shifted_scales(node, layout, raised_sums_end).empty();
}

void lower_conv2d_channel_pairs(NodeLowering& lowering) {
    const WeightLayout layout = rows_of(lowering.node().input(1).shape);
    add_channel_pairs_call(
        lowering, "conv2d_channel_pairs.h", "conv2d_channel_pairs_s8", taps_by_rows(layout), patches_bytes(layout.taps)
    );
}

bool has_conv2d_column_strips(const NodeView& node, const Target& target) {
    if (!has_conv2d_channel_pairs(node, target)) {
        return false;
    }
    const Window window = convolution_window(node);
    const std::int64_t channels = node.input(0).shape[3];
    return channels <= 3 && window.size.width * channels % 4 != 0 && window.dilation.height == 1 &&
           window.dilation.width == 1 && window.padding.left < strip_columns(node) &&
           strip_bytes(node) <= std::max(least_budget_bytes, scratch_budget_bytes(node));
}

void lower_conv2d_column_strips(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_channel_pairs_call(
        lowering, "conv2d_column_strips.h", "conv2d_column_strips_s8", taps_by_columns(node.input(1).shape),
        strip_bytes(node)
    );
}

bool has_depthwise_three_by_three(const NodeView& node, const Target& target) {
    return is_int8_with_constants(node) && has_dsp(target) && is_three_by_three(node) &&
           plane_sizes(node).strip_rows > 0 &&
           !shifted_scales(node, columns_of(node.input(1).shape), doubled_sums_end).empty();
}

void lower_depthwise_three_by_three(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    const WeightLayout layout = columns_of(node.input(1).shape);
    const Window window = convolution_window(node);
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    const PlaneSizes sizes = plane_sizes(node);
    const std::vector<ShiftedScale> scales = shifted_scales(node, layout, doubled_sums_end);
    std::vector<std::int32_t> filters;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        write_three_by_three(node, layout, channel, scales[static_cast<std::size_t>(channel)], filters);
    }
    add_kernel_call(
        lowering,
        {armv7em_folder, "depthwise_three_by_three.h", "depthwise_three_by_three_s8", "DepthwiseThreeByThreeS8Params"},
        {
            integer("batch", input[0]),
            integer("input_height", input[1]),
            integer("input_width", input[2]),
            integer("channels", input[3]),
            integer("output_height", output[1]),
            integer("output_width", output[2]),
            integer("stride", window.stride.width),
            integer("padding_top", window.padding.top),
            integer("padding_left", window.padding.left),
            integer("input_zero_point", node.input(0).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("output_min", range.low),
            integer("output_max", range.high),
            integer("column_pairs", sizes.column_pairs),
            integer("strip_rows", sizes.strip_rows),
        },
        {lowering.read(0), lowering.constant("filters", filters), lowering.write(),
         lowering.scratch(planes_bytes(sizes.column_pairs, sizes.strip_rows), DataType::int32)}
    );
}

} // namespace thimble
