// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution on int8 for Armv6-M, cores without SIMD and without a 64-bit product, a replacement of
// kernels/conv2d.h. Up to six output pixels at a time are gathered as pairs that share a multiplication.
#pragma once

#include "thimblert/convolution_window.h"
#include "thimblert/kernels/armv6m/accumulate_pairs.h"
#include "thimblert/kernels/armv6m/spread.h"

namespace thimblert {

struct Conv2dPairsS8Params {
    int32_t batch;
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t padding_top;
    int32_t padding_left;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
    int32_t pairs;         // pixel pairs in a group, 1 to 3
    int32_t fraction_bits; // of the short scales
    int32_t scale_words;   // of a channel, 2 or 3
};

namespace armv6m {

/// Where a pixel's next tap goes in the patch, and the sum of those before.
struct PatchWriter {
    PairHalf* half;
    int32_t step; ///< in halves
    int32_t sum;
};

/// The next `count` taps: elements + 128.
THIMBLERT_INLINE void write_elements(PatchWriter* writer, const int8_t* elements, int32_t count) {
    writer->sum += spread_elements(writer->half, elements, count, 2 * writer->step);
    writer->half += count * writer->step;
}

/// The next `count` taps, all alike.
THIMBLERT_INLINE void write_value(PatchWriter* writer, int32_t value, int32_t count) {
    writer->sum += value * count;
    for (; count > 0; --count) {
        *writer->half = static_cast<PairHalf>(value);
        writer->half += writer->step;
    }
}

/// The part of a kernel row that lies inside the image.
THIMBLERT_INLINE void
write_columns(const Conv2dPairsS8Params& p, const int8_t* elements, int32_t columns, PatchWriter* writer) {
    if (p.dilation_width == 1) {
        write_elements(writer, elements, columns * p.input_channels);
        return;
    }
    for (int32_t column = 0; column < columns; ++column) {
        write_elements(writer, elements, p.input_channels);
        elements += p.dilation_width * p.input_channels;
    }
}

/// Gathers the window of one pixel, padding as the zero point; returns the sum of its taps.
THIMBLERT_PART int32_t
write_pixel(const Conv2dPairsS8Params& p, const ConvolutionWindow& window, const int8_t* image, PairHalf* half) {
    const int32_t channels = p.input_channels;
    const int32_t padding = p.input_zero_point + 128;
    PatchWriter writer = {half, 2 * p.pairs, 0};
    int32_t y = window.origin_y;
    const int32_t first_x = window.origin_x + window.columns.begin * p.dilation_width;
    for (int32_t row = 0; row < p.kernel_height; ++row) {
        if (row < window.rows.begin || row >= window.rows.end) {
            write_value(&writer, padding, p.kernel_width * channels);
        } else {
            const int32_t columns = window.columns.end - window.columns.begin;
            write_value(&writer, padding, window.columns.begin * channels);
            write_columns(p, image + (y * p.input_width + first_x) * channels, columns, &writer);
            write_value(&writer, padding, (p.kernel_width - window.columns.end) * channels);
        }
        y += p.dilation_height;
    }
    return writer.sum;
}

/// All output channels of the first `pixels` pixels of a patch.
THIMBLERT_INLINE void finish_group(
    PixelGroup* group, const Conv2dPairsS8Params& p, int32_t pixels, const uint8_t* weights, const int32_t* biases,
    const int32_t* scales, int8_t* output
) {
    group->weights = weights;
    group->biases = biases;
    group->channels = p.output_channels;
    group->outputs.scales = scales;
    group->outputs.output = output;
    set_pair_ends(&group->outputs, group->sums, pixels, p.pairs);
    for (int32_t pair = 0; pair < p.pairs; ++pair) {
        // From here on a pair: its first word counts the second pixel 2^16 times.
        const uint32_t second = static_cast<uint32_t>(group->starts[2 * pair + 1]);
        const uint32_t whole = static_cast<uint32_t>(group->starts[2 * pair]) + (second << 16);
        group->starts[2 * pair] = static_cast<int32_t>(whole);
    }
    accumulate_channels(group);
}

/// Convolution on int8 with a short scale for each output channel. Where the kernel is 1x1 of stride 1 and the output
/// has no more channels, it may be the input.
///
/// Shapes: input [n, h, w, c], weights [o, kh, kw, c] and 3 more, biases [o], scales [o, scale_words], output
///         [n, oh, ow, o], patch [taps filled up to a multiple of 4, pairs].
/// Units:  affine int8; weights + 128; biases and scales from short_scale.h of the compiler.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void conv2d_s8(
    const Conv2dPairsS8Params& p, const int8_t* input, const uint8_t* weights, const int32_t* biases,
    const int32_t* scales, int8_t* output, int32_t* patch
) {
    const int32_t taps = p.kernel_height * p.kernel_width * p.input_channels;
    const int32_t filled_taps = (taps + patch_step - 1) & -patch_step;
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t group_size = 2 * p.pairs;
    PixelGroup group = {};
    group.outputs = pair_outputs(p, scales);
    group.patch = patch;
    group.patch_end = patch + filled_taps * p.pairs;
    group.row_skip = taps - filled_taps;
    group.pairs = p.pairs;
    group.finish_by_full_scale = finish_pairs_by_full_scale;
    for (int32_t index = taps * p.pairs; index < filled_taps * p.pairs; ++index) {
        patch[index] = 0;
    }
    const int32_t last_pixel = p.batch * p.output_height * p.output_width - 1;
    int32_t slot = 0;
    for_each_convolution_window(p, [&](const ConvolutionWindow& window, int32_t image, int32_t pixel) {
        const int32_t is_second = slot >= p.pairs ? 1 : 0;
        const int32_t pair = is_second != 0 ? slot - p.pairs : slot;
        PairHalf* half = reinterpret_cast<PairHalf*>(patch) + 2 * pair + is_second;
        group.starts[2 * pair + is_second] = shift_left(-write_pixel(p, window, input + image * image_size, half), 7);
        ++slot;
        if (slot == group_size || pixel == last_pixel) {
            finish_group(&group, p, slot, weights, biases, scales, output);
            output += slot * p.output_channels;
            slot = 0;
        }
    });
}

} // namespace armv6m
} // namespace thimblert
