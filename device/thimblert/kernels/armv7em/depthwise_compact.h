// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution for cores with the Armv7E-M DSP extension in little code: pixel by pixel, four
// channels at a time, tap by tap.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/depthwise_conv2d.h"

namespace thimblert {
namespace armv7em {

/// Four sums over the taps of a pixel.
THIMBLERT_PART void
accumulate_taps(const DepthwiseTaps& taps, const int8_t* input, const int8_t* weights, uint32_t offset, int32_t* sums) {
    int32_t first = sums[0];
    int32_t second = sums[1];
    int32_t third = sums[2];
    int32_t fourth = sums[3];
    for (int32_t rows = taps.rows; rows > 0; --rows) {
        const int8_t* element = input;
        const int8_t* weight = weights;
        for (int32_t columns = taps.columns; columns > 0; --columns) {
            const uint32_t elements = load_s8x4(element);
            const uint32_t factors = load_s8x4(weight);
            const uint32_t even = sxtab16(offset, elements);
            const uint32_t odd = sxtab16_ror8(offset, elements);
            const uint32_t even_factors = sxtb16(factors);
            const uint32_t odd_factors = sxtb16_ror8(factors);
            first = smlabb(even, even_factors, first);
            second = smlabb(odd, odd_factors, second);
            third = smlatt(even, even_factors, third);
            fourth = smlatt(odd, odd_factors, fourth);
            element += taps.input_column_stride;
            weight += taps.weight_column_stride;
        }
        input += taps.input_row_stride;
        weights += taps.weight_row_stride;
    }
    sums[0] = first;
    sums[1] = second;
    sums[2] = third;
    sums[3] = fourth;
}

/// Depthwise convolution on int8 with depth multiplier 1 and channels in fours: operands, units and results as
/// depthwise_conv2d_s8 of kernels/depthwise_conv2d.h. The output may lie over the input, ahead of it.
THIMBLERT_KERNEL void depthwise_compact_s8(
    const DepthwiseConv2dS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const uint32_t offset = pair_of(-p.input_zero_point);
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& window, int32_t image, int32_t) {
        const DepthwiseTaps taps = depthwise_taps(p, window);
        const int8_t* const elements = input + image * image_size + taps.first_input;
        for (int32_t channel = 0; channel < p.output_channels; channel += 4) {
            int32_t sums[4];
            memcpy(sums, bias + channel, sizeof sums);
            accumulate_taps(taps, elements + channel, weights + taps.first_weight + channel, offset, sums);
            for (int32_t index = channel; index < channel + 4; ++index) {
                const int32_t sum = sums[index - channel];
                const int32_t shift = shifts[index];
                const int32_t zero_point = p.output_zero_point;
                const int32_t result =
                    is_fast_shift(shift)
                        ? requantize_fast(sum, multipliers[index], fast_addend(zero_point, -shift), -shift)
                        : requantise(sum, multipliers[index], shift) + zero_point;
                *output++ = clamp_s8(result, p.output_min, p.output_max);
            }
        }
    });
}

} // namespace armv7em
} // namespace thimblert
