// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution for cores with the Armv7E-M DSP extension, a replacement of
// kernels/depthwise_conv2d.h.
//
// The image is cut into rectangles of pixels whose windows have the same taps inside the input, so that borders cost
// no test for each tap, and a rectangle is computed four channels at a time. Kernels of many taps, depth multipliers
// that are neither 1 nor multiples of four, rare scales and the channels that are left over take plainer ways.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/clamp.h"
#include "thimblert/kernels/armv7em/depthwise_table.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/depthwise_conv2d.h"

namespace thimblert {
namespace armv7em {

THIMBLERT_INLINE DepthwiseFilters filters_from(const DepthwiseFilters& filters, int32_t channel) {
    return {filters.weights + channel, filters.bias + channel, filters.multipliers + channel, filters.shifts + channel};
}

/// Fills in what all channels of a rectangle of output pixels share.
THIMBLERT_INLINE void
set_rectangle(DepthwiseRectangle& rectangle, const DepthwiseConv2dS8Params& p, int32_t rows, int32_t columns) {
    const int32_t channels = p.output_channels;
    rectangle.input_step = p.stride_width * p.input_channels;
    rectangle.output_step = channels;
    rectangle.row_bytes = columns * channels;
    rectangle.input_row_skip = (p.stride_height * p.input_width - columns * p.stride_width) * p.input_channels;
    rectangle.output_row_skip = (p.output_width - columns) * channels;
    rectangle.rows = rows;
    rectangle.low = pair_of(p.output_min & 0xFF) * 0x101U;
    rectangle.high = pair_of(p.output_max & 0xFF) * 0x101U;
    rectangle.needs_clamp = is_whole_range(p.output_min, p.output_max) ? 0 : 1;
    rectangle.shares_input = p.input_channels == channels ? 0 : 1;
}

/// The rectangle of output pixels `y` x `x` of an image, all channels but the last one to three.
THIMBLERT_PART void depthwise_one_rectangle(
    const DepthwiseConv2dS8Params& p, const DepthwiseFilters& filters, TapRange y, TapRange x, const int8_t* input,
    int8_t* output
) {
    DepthwiseTable table;
    DepthwiseTapList taps;
    const int32_t channels = p.output_channels;
    const int32_t depth_multiplier = channels / p.input_channels;
    const int32_t origin_y = y.begin * p.stride_height - p.padding_top;
    const int32_t origin_x = x.begin * p.stride_width - p.padding_left;
    const TapRange rows = clip_dilated_taps(origin_y, p.dilation_height, p.kernel_height, p.input_height);
    const TapRange columns = clip_dilated_taps(origin_x, p.dilation_width, p.kernel_width, p.input_width);
    list_taps(p, rows, columns, taps, table);
    DepthwiseRectangle rectangle;
    set_rectangle(rectangle, p, y.end - y.begin, x.end - x.begin);
    rectangle.start = table_start(table, taps.count);
    const uint32_t unused_pairs = static_cast<uint32_t>(depthwise_most_pairs - ((taps.count + 1) >> 1));
    const uint32_t step_bytes = depth_multiplier == 1 ? depthwise_step_bytes : depthwise_shared_step_bytes;
    rectangle.entry = 1U + unused_pairs * step_bytes;
    const int32_t first_y = origin_y + rows.begin * p.dilation_height;
    const int32_t first_x = origin_x + columns.begin * p.dilation_width;
    const int8_t* const window = input + (first_y * p.input_width + first_x) * p.input_channels;
    rectangle.output = output + (y.begin * p.output_width + x.begin) * channels;
    for (int32_t channel = 0; channel + 4 <= channels; channel += 4) {
        rectangle.input = window + channel / depth_multiplier;
        fill_channels(p, taps, filters_from(filters, channel), table);
        depthwise_rectangle_loop(rectangle);
        rectangle.output += 4;
    }
}

/// All rectangles of an image.
THIMBLERT_INLINE void depthwise_rectangles(
    const DepthwiseConv2dS8Params& p, const DepthwiseFilters& filters, const int8_t* input, int8_t* output
) {
    const TapRange inner_y = interior_outputs(
        p.output_height, p.input_height, p.kernel_height, p.stride_height, p.dilation_height, p.padding_top
    );
    const TapRange inner_x = interior_outputs(
        p.output_width, p.input_width, p.kernel_width, p.stride_width, p.dilation_width, p.padding_left
    );
    TapRange y = {0, 0};
    for (; y.begin < p.output_height; y.begin = y.end) {
        y.end = rectangle_end(y.begin, inner_y);
        TapRange x = {0, 0};
        for (; x.begin < p.output_width; x.begin = x.end) {
            x.end = rectangle_end(x.begin, inner_x);
            depthwise_one_rectangle(p, filters, y, x, input, output);
        }
    }
}

/// Four channels of one pixel for any kernel and scale; the depth multiplier is 1 or a multiple of four.
THIMBLERT_INLINE void depthwise_four_channels_of_pixel(
    const DepthwiseConv2dS8Params& p, const DepthwiseFilters& filters, const DepthwiseTaps& taps, const int8_t* input,
    bool shares_input, int8_t* output
) {
    const uint32_t offset = pair_of(-p.input_zero_point);
    int32_t sums[4] = {filters.bias[0], filters.bias[1], filters.bias[2], filters.bias[3]};
    for (int32_t row = 0; row < taps.rows; ++row) {
        const int8_t* tap_input = input + row * taps.input_row_stride;
        const int8_t* tap_weight = filters.weights + taps.first_weight + row * taps.weight_row_stride;
        for (int32_t column = 0; column < taps.columns; ++column) {
            const uint32_t elements = load_tap(tap_input, shares_input);
            const uint32_t weights = load_s8x4(tap_weight);
            const uint32_t even = sxtab16(offset, elements);
            const uint32_t odd = sxtab16_ror8(offset, elements);
            const uint32_t even_weights = sxtb16(weights);
            const uint32_t odd_weights = sxtb16_ror8(weights);
            sums[0] = smlabb(even, even_weights, sums[0]);
            sums[1] = smlabb(odd, odd_weights, sums[1]);
            sums[2] = smlatt(even, even_weights, sums[2]);
            sums[3] = smlatt(odd, odd_weights, sums[3]);
            tap_input += taps.input_column_stride;
            tap_weight += taps.weight_column_stride;
        }
    }
    for (int channel = 0; channel < 4; ++channel) {
        const int32_t multiplier = filters.multipliers[channel];
        const int32_t shift = filters.shifts[channel];
        if (is_fast_shift(shift)) {
            sums[channel] =
                requantize_fast(sums[channel], multiplier, fast_addend(p.output_zero_point, -shift), -shift);
        } else {
            sums[channel] = requantize_any(sums[channel], multiplier, shift, p.output_zero_point, -128, 127);
        }
    }
    const uint32_t low = pair_of(p.output_min & 0xFF) * 0x101U;
    const uint32_t high = pair_of(p.output_max & 0xFF) * 0x101U;
    const uint32_t results = pack_s8x4(sums[0], sums[1], sums[2], sums[3]);
    store_s8x4(output, minimum_s8x4(maximum_s8x4(results, low), high));
}

/// One channel of one pixel.
THIMBLERT_INLINE void depthwise_channel_of_pixel(
    const DepthwiseConv2dS8Params& p, const DepthwiseFilters& filters, const DepthwiseTaps& taps, const int8_t* input,
    int8_t* output
) {
    const int8_t* weights = filters.weights + taps.first_weight;
    const int32_t sum = depthwise_accumulate<int32_t>(taps, input, weights, -p.input_zero_point, filters.bias[0]);
    *output = static_cast<int8_t>(
        requantize_any(sum, filters.multipliers[0], filters.shifts[0], p.output_zero_point, p.output_min, p.output_max)
    );
}

/// The plain way: channels first..end - 1 of an image, pixel by pixel, in fours where `fours_end` allows.
THIMBLERT_PART void depthwise_pixels(
    const DepthwiseConv2dS8Params& p, const DepthwiseFilters& filters, TapRange channels, int32_t fours_end,
    const int8_t* input, int8_t* output
) {
    const int32_t depth_multiplier = p.output_channels / p.input_channels;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t origin_y = y * p.stride_height - p.padding_top;
        const TapRange rows = clip_dilated_taps(origin_y, p.dilation_height, p.kernel_height, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t origin_x = x * p.stride_width - p.padding_left;
            const TapRange columns = clip_dilated_taps(origin_x, p.dilation_width, p.kernel_width, p.input_width);
            const DepthwiseTaps taps = depthwise_taps(p, {origin_y, origin_x, rows, columns});
            const int8_t* window = input + taps.first_input;
            int32_t channel = channels.begin;
            for (; channel < fours_end; channel += 4) {
                const int8_t* elements = window + channel / depth_multiplier;
                depthwise_four_channels_of_pixel(
                    p, filters_from(filters, channel), taps, elements, depth_multiplier != 1, output + channel
                );
            }
            for (; channel < channels.end; ++channel) {
                const int8_t* elements = window + channel / depth_multiplier;
                depthwise_channel_of_pixel(p, filters_from(filters, channel), taps, elements, output + channel);
            }
            output += p.output_channels;
        }
    }
}

/// Depthwise convolution on int8 with a multiplier for each output channel: operands, units and results as
/// depthwise_conv2d_s8 of kernels/depthwise_conv2d.h.
THIMBLERT_KERNEL void depthwise_conv2d_s8(
    const DepthwiseConv2dS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const DepthwiseFilters filters = {weights, bias, multipliers, shifts};
    const int32_t channels = p.output_channels;
    const bool is_single = p.input_channels == channels;
    const bool takes_four = is_single || channels % (4 * p.input_channels) == 0;
    const int32_t fours_end = takes_four ? channels & ~3 : 0;
    const bool is_fast =
        takes_four && p.kernel_height * p.kernel_width <= depthwise_most_taps && are_fast_shifts(shifts, channels);
    for (int32_t image = 0; image < p.batch; ++image) {
        if (is_fast) {
            depthwise_rectangles(p, filters, input, output);
        }
        if (!is_fast || fours_end != channels) {
            depthwise_pixels(p, filters, {is_fast ? fours_end : 0, channels}, fours_end, input, output);
        }
        input += p.input_height * p.input_width * p.input_channels;
        output += p.output_height * p.output_width * channels;
    }
}

} // namespace armv7em
} // namespace thimblert
