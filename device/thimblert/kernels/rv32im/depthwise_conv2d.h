// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution on int8 for RV32IM, a replacement of kernels/depthwise_conv2d.h: eight channels
// of an output pixel at a time, which lie side by side in input and weights. Windows inside the image have the zero
// point in the bias; those that touch the padding subtract it.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/convolution_window.h"
#include "thimblert/kernels/depthwise_conv2d.h"
#include "thimblert/kernels/rv32im/channel_scale.h"

namespace thimblert {
namespace rv32im {

constexpr int32_t depthwise_block = 8;

/// What a channel is read and written with.
struct DepthwiseChannels {
    const int8_t* input;   ///< first tap, the block's first channel
    const int8_t* weights; ///< likewise
    const int32_t* scales;
    const int32_t* border_biases; ///< biases without the zero point
    int8_t* output;
};

THIMBLERT_INLINE void add_depthwise_product(int32_t& sum, int32_t activation, int32_t weight) {
    sum += activation * weight;
}

/// Eight channels of one pixel. `offset` is added to the activations.
THIMBLERT_INLINE void depthwise_eight(
    const DepthwiseTaps& taps, const DepthwiseChannels& at, const int32_t* biases, int32_t bias_stride, int32_t offset,
    const OutputRange& range
) {
    int32_t s0 = biases[0];
    int32_t s1 = biases[bias_stride];
    int32_t s2 = biases[2 * bias_stride];
    int32_t s3 = biases[3 * bias_stride];
    int32_t s4 = biases[4 * bias_stride];
    int32_t s5 = biases[5 * bias_stride];
    int32_t s6 = biases[6 * bias_stride];
    int32_t s7 = biases[7 * bias_stride];
    const int8_t* input_row = at.input;
    const int8_t* weight_row = at.weights;
    for (int32_t row = taps.rows; row > 0; --row) {
        const int8_t* a = input_row;
        const int8_t* w = weight_row;
        for (int32_t column = taps.columns; column > 0; --column) {
            add_depthwise_product(s0, a[0] + offset, w[0]);
            add_depthwise_product(s1, a[1] + offset, w[1]);
            add_depthwise_product(s2, a[2] + offset, w[2]);
            add_depthwise_product(s3, a[3] + offset, w[3]);
            add_depthwise_product(s4, a[4] + offset, w[4]);
            add_depthwise_product(s5, a[5] + offset, w[5]);
            add_depthwise_product(s6, a[6] + offset, w[6]);
            add_depthwise_product(s7, a[7] + offset, w[7]);
            a += taps.input_column_stride;
            w += taps.weight_column_stride;
        }
        input_row += taps.input_row_stride;
        weight_row += taps.weight_row_stride;
    }
    at.output[0] = scale_sum(s0, at.scales, range);
    at.output[1] = scale_sum(s1, at.scales + scale_words, range);
    at.output[2] = scale_sum(s2, at.scales + 2 * scale_words, range);
    at.output[3] = scale_sum(s3, at.scales + 3 * scale_words, range);
    at.output[4] = scale_sum(s4, at.scales + 4 * scale_words, range);
    at.output[5] = scale_sum(s5, at.scales + 5 * scale_words, range);
    at.output[6] = scale_sum(s6, at.scales + 6 * scale_words, range);
    at.output[7] = scale_sum(s7, at.scales + 7 * scale_words, range);
}

/// Two forms of the same: inside the image, and at its border.
THIMBLERT_PART void depthwise_inside(const DepthwiseTaps& taps, const DepthwiseChannels& at, const OutputRange& range) {
    depthwise_eight(taps, at, at.scales, scale_words, 0, range);
}

THIMBLERT_PART void
depthwise_at_border(const DepthwiseTaps& taps, const DepthwiseChannels& at, int32_t offset, const OutputRange& range) {
    depthwise_eight(taps, at, at.border_biases, 1, offset, range);
}

THIMBLERT_PART void
depthwise_one(const DepthwiseTaps& taps, const DepthwiseChannels& at, int32_t offset, const OutputRange& range) {
    const int32_t sum = depthwise_accumulate(taps, at.input, at.weights, offset, *at.border_biases);
    *at.output = scale_sum(sum, at.scales, range);
}

/// All channels of one pixel.
THIMBLERT_INLINE void depthwise_pixel(
    const DepthwiseConv2dS8Params& p, const DepthwiseTaps& taps, DepthwiseChannels at, const OutputRange& range
) {
    const int32_t whole_channels = p.output_channels == p.input_channels ? p.output_channels & -depthwise_block : 0;
    const bool is_inside = taps.rows == p.kernel_height && taps.columns == p.kernel_width;
    int32_t channel = 0;
    for (; channel < whole_channels; channel += depthwise_block) {
        if (is_inside) {
            depthwise_inside(taps, at, range);
        } else {
            depthwise_at_border(taps, at, -p.input_zero_point, range);
        }
        at.input += depthwise_block;
        at.weights += depthwise_block;
        at.scales += scale_words * depthwise_block;
        at.border_biases += depthwise_block;
        at.output += depthwise_block;
    }
    int32_t served = 0; // counts up by input_channels: the next input channel begins at output_channels
    for (; channel < p.output_channels; ++channel) {
        depthwise_one(taps, at, -p.input_zero_point, range);
        served += p.input_channels;
        if (served == p.output_channels) {
            served = 0;
            ++at.input;
        }
        ++at.weights;
        at.scales += scale_words;
        ++at.border_biases;
        ++at.output;
    }
}

/// Depthwise convolution on int8 with biases and scales as in channel_scale.h.
///
/// Shapes: input [n, h, w, c], weights [kh, kw, c * m], scales [c * m, 4], border_biases [c * m],
///         output [n, oh, ow, c * m].
/// Units:  affine int8, weights symmetric; border_biases in units of input_scale * weight_scale.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void depthwise_conv2d_s8(
    const DepthwiseConv2dS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales,
    const int32_t* border_biases, int8_t* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const OutputRange range = {p.output_zero_point, p.output_min, p.output_max};
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const DepthwiseTaps taps = depthwise_taps(p, place);
        const DepthwiseChannels at = {
            input + image * image_size + taps.first_input, weights + taps.first_weight, scales, border_biases,
            output + pixel * p.output_channels};
        depthwise_pixel(p, taps, at, range);
    });
}

} // namespace rv32im
} // namespace thimblert
