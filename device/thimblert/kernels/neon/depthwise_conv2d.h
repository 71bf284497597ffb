// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution on int8 with the vectors of AArch64, a replacement of
// kernels/depthwise_conv2d.h: eight channels of an output pixel at a time, which lie side by side in input and weights.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/convolution_window.h"
#include "thimblert/kernels/depthwise_conv2d.h"
#include "thimblert/kernels/neon/scale_four.h"

namespace thimblert {
namespace neon {

constexpr int32_t depthwise_block = 8;

/// Eight channels of one pixel, from the zero point of the input on.
THIMBLERT_INLINE void depthwise_eight(
    const DepthwiseTaps& taps, const int8_t* input, const int8_t* weights, int32_t zero_point, const int32_t* scales,
    const OutputRange& range, int8_t* output
) {
#if THIMBLERT_NEON
    const int8x8_t zero = vdup_n_s8(static_cast<int8_t>(zero_point));
    int32x4_t low = vdupq_n_s32(0);
    int32x4_t high = vdupq_n_s32(0);
    for (int32_t row = 0; row < taps.rows; ++row) {
        const int8_t* tap_input = input + row * taps.input_row_stride;
        const int8_t* tap_weight = weights + row * taps.weight_row_stride;
        for (int32_t column = 0; column < taps.columns; ++column) {
            const int16x8_t activations = vsubl_s8(vld1_s8(tap_input), zero);
            const int16x8_t factors = vmovl_s8(vld1_s8(tap_weight));
            low = vmlal_s16(low, vget_low_s16(activations), vget_low_s16(factors));
            high = vmlal_high_s16(high, activations, factors);
            tap_input += taps.input_column_stride;
            tap_weight += taps.weight_column_stride;
        }
    }
    vst1_s8(output, clamp_eight(scale_four(low, scales), scale_four(high, scales + scale_words), range));
#else
    for (int32_t channel = 0; channel < depthwise_block; ++channel) {
        const int32_t sum = depthwise_accumulate(taps, input + channel, weights + channel, -zero_point, int32_t{0});
        output[channel] =
            scale_one(sum, scales + channel / channels_at_once * scale_words, channel % channels_at_once, range);
    }
#endif
}

/// Depthwise convolution on int8 with biases and scales as in scale_four.h.
///
/// Shapes: input [n, h, w, c], weights [kh, kw, c * m], scales [c * m / 4 rounded up, 4, 4], output [n, oh, ow, c * m].
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void depthwise_conv2d_s8(
    const DepthwiseConv2dS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales, int8_t* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const OutputRange range = {p.output_zero_point, p.output_min, p.output_max};
    const int32_t whole_channels = p.output_channels == p.input_channels ? p.output_channels & -depthwise_block : 0;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const DepthwiseTaps taps = depthwise_taps(p, place);
        const int8_t* elements = input + image * image_size + taps.first_input;
        const int8_t* factors = weights + taps.first_weight;
        int8_t* result = output + pixel * p.output_channels;
        int32_t channel = 0;
        for (; channel < whole_channels; channel += depthwise_block) {
            depthwise_eight(
                taps, elements + channel, factors + channel, p.input_zero_point,
                scales + channel / channels_at_once * scale_words, range, result + channel
            );
        }
        elements += channel;
        int32_t served = 0; // counts up by input_channels: the next input channel begins at output_channels
        for (; channel < p.output_channels; ++channel) {
            const int32_t sum =
                depthwise_accumulate(taps, elements, factors + channel, -p.input_zero_point, int32_t{0});
            result[channel] =
                scale_one(sum, scales + channel / channels_at_once * scale_words, channel % channels_at_once, range);
            served += p.input_channels;
            if (served == p.output_channels) {
                served = 0;
                ++elements;
            }
        }
    });
}

} // namespace neon
} // namespace thimblert
