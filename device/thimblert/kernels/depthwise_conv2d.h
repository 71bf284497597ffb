// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution, portable: each input channel has its own filters.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/convolution_window.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct DepthwiseConv2dS8Params {
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
};

struct DepthwiseConv2dS16Params {
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
    int32_t output_min;
    int32_t output_max;
};

struct DepthwiseConv2dF32Params {
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
    float output_min;
    float output_max;
};

/// The taps that one output pixel reads, channel 0 of each. Strides are in elements.
struct DepthwiseTaps {
    int32_t rows;
    int32_t columns;
    int32_t first_input;
    int32_t first_weight;
    int32_t input_row_stride;
    int32_t weight_row_stride;
    int32_t input_column_stride;
    int32_t weight_column_stride;
};

template <typename Params>
THIMBLERT_INLINE DepthwiseTaps depthwise_taps(const Params& p, const ConvolutionWindow& window) {
    const int32_t first_y = window.origin_y + window.rows.begin * p.dilation_height;
    const int32_t first_x = window.origin_x + window.columns.begin * p.dilation_width;
    DepthwiseTaps taps = {};
    taps.rows = window.rows.end - window.rows.begin;
    taps.columns = window.columns.end - window.columns.begin;
    taps.first_input = (first_y * p.input_width + first_x) * p.input_channels;
    taps.first_weight = (window.rows.begin * p.kernel_width + window.columns.begin) * p.output_channels;
    taps.input_row_stride = p.dilation_height * p.input_width * p.input_channels;
    taps.weight_row_stride = p.kernel_width * p.output_channels;
    taps.input_column_stride = p.dilation_width * p.input_channels;
    taps.weight_column_stride = p.output_channels;
    return taps;
}

/// accumulator + the products of one channel's taps; Sum is int32_t, int64_t or float.
template <typename Sum, typename Element, typename Weight>
THIMBLERT_INLINE Sum depthwise_accumulate(
    const DepthwiseTaps& taps, const Element* input, const Weight* weights, Sum input_offset, Sum accumulator
) {
    for (int32_t row = 0; row < taps.rows; ++row) {
        const Element* tap_input = input + row * taps.input_row_stride;
        const Weight* tap_weight = weights + row * taps.weight_row_stride;
        for (int32_t column = 0; column < taps.columns; ++column) {
            accumulator += (*tap_input + input_offset) * static_cast<Sum>(*tap_weight);
            tap_input += taps.input_column_stride;
            tap_weight += taps.weight_column_stride;
        }
    }
    return accumulator;
}

THIMBLERT_INLINE void depthwise_pixel_s8(
    const DepthwiseConv2dS8Params& p, const DepthwiseTaps& taps, const int8_t* input, const int8_t* weights,
    const int32_t* bias, const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const int32_t output_channels = p.output_channels;
    const int32_t input_channels = p.input_channels;
    const int32_t input_offset = -p.input_zero_point;
    const int32_t output_zero_point = p.output_zero_point;
    const int32_t output_min = p.output_min;
    const int32_t output_max = p.output_max;
    int32_t served = 0; // counts up by input_channels: the next input channel begins at output_channels
    for (int32_t channel = 0; channel < output_channels; ++channel) {
        const int32_t sum = depthwise_accumulate(taps, input, weights + channel, input_offset, bias[channel]);
        const int32_t scaled = requantise(sum, multipliers[channel], shifts[channel]) + output_zero_point;
        output[channel] = clamp_s8(scaled, output_min, output_max);
        served += input_channels;
        if (served == output_channels) {
            served = 0;
            ++input;
        }
    }
}

THIMBLERT_INLINE void depthwise_pixel_f32(
    const DepthwiseConv2dF32Params& p, const DepthwiseTaps& taps, const float* input, const float* weights,
    const float* bias, float* output
) {
    int32_t served = 0;
    for (int32_t channel = 0; channel < p.output_channels; ++channel) {
        const float sum = depthwise_accumulate(taps, input, weights + channel, 0.0F, bias[channel]);
        output[channel] = clamp_f32(sum, p.output_min, p.output_max);
        served += p.input_channels;
        if (served == p.output_channels) {
            served = 0;
            ++input;
        }
    }
}

/// Depthwise convolution on int8. Output channel c * m + i reads input channel c, where m is
/// output_channels / input_channels.
///
/// Shapes: input [n, h, w, c], weights [kh, kw, c * m], bias, multipliers and shifts [c * m],
///         output [n, oh, ow, c * m].
/// Units:  as conv2d_s8.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void depthwise_conv2d_s8(
    const DepthwiseConv2dS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const DepthwiseTaps taps = depthwise_taps(p, place);
        const int8_t* window = input + image * image_size + taps.first_input;
        int8_t* result = output + pixel * p.output_channels;
        depthwise_pixel_s8(p, taps, window, weights + taps.first_weight, bias, multipliers, shifts, result);
    });
}

/// Both kernels on int16; Sum is the type of bias and accumulators.
template <typename Sum>
THIMBLERT_INLINE void depthwise_any_s16(
    const DepthwiseConv2dS16Params& p, const int16_t* input, const int8_t* weights, const Sum* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const DepthwiseTaps taps = depthwise_taps(p, place);
        const int16_t* window = input + image * image_size + taps.first_input;
        const int8_t* filter = weights + taps.first_weight;
        int16_t* result = output + pixel * p.output_channels;
        int32_t served = 0;
        for (int32_t channel = 0; channel < p.output_channels; ++channel) {
            const Sum products = depthwise_accumulate(taps, window, filter + channel, Sum{0}, Sum{0});
            const Sum sum = wrapping_add(products, bias[channel]);
            const int32_t scaled = requantise_sum(sum, multipliers[channel], shifts[channel]);
            result[channel] = clamp_s16(scaled, p.output_min, p.output_max);
            served += p.input_channels;
            if (served == p.output_channels) {
                served = 0;
                ++window;
            }
        }
    });
}

/// Depthwise convolution on int16 with int8 weights and 64-bit accumulators. Shapes as depthwise_conv2d_s8; units and
/// source as conv2d_s16.
THIMBLERT_KERNEL void depthwise_conv2d_s16(
    const DepthwiseConv2dS16Params& p, const int16_t* input, const int8_t* weights, const int64_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    depthwise_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// As depthwise_conv2d_s16 with 32-bit accumulators, rescaled as in depthwise_conv2d_s8.
THIMBLERT_KERNEL void depthwise_conv2d_s16_bias32(
    const DepthwiseConv2dS16Params& p, const int16_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    depthwise_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// Depthwise convolution on float32. Shapes as depthwise_conv2d_s8.
THIMBLERT_KERNEL void depthwise_conv2d_f32(
    const DepthwiseConv2dF32Params& p, const float* input, const float* weights, const float* bias, float* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const DepthwiseTaps taps = depthwise_taps(p, place);
        const float* window = input + image * image_size + taps.first_input;
        float* result = output + pixel * p.output_channels;
        depthwise_pixel_f32(p, taps, window, weights + taps.first_weight, bias, result);
    });
}

/// Depthwise convolution on float32 with int8 weights, whose scales multiply the sums. Shapes as depthwise_conv2d_s8,
/// scales [c * m].
THIMBLERT_KERNEL void depthwise_conv2d_f32_w8(
    const DepthwiseConv2dF32Params& p, const float* input, const int8_t* weights, const float* bias,
    const float* scales, float* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const DepthwiseTaps taps = depthwise_taps(p, place);
        const float* window = input + image * image_size + taps.first_input;
        const int8_t* filter = weights + taps.first_weight;
        float* result = output + pixel * p.output_channels;
        int32_t served = 0;
        for (int32_t channel = 0; channel < p.output_channels; ++channel) {
            const float products = depthwise_accumulate(taps, window, filter + channel, 0.0F, 0.0F);
            result[channel] = clamp_f32(products * scales[channel] + bias[channel], p.output_min, p.output_max);
            served += p.input_channels;
            if (served == p.output_channels) {
                served = 0;
                ++window;
            }
        }
    });
}

} // namespace thimblert
