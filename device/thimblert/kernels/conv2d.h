// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution, portable. Where the taps of a kernel row are neighbours in memory
// (dilation 1) a whole row is one dot product, so that few input channels cost no loop overhead.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/convolution_window.h"
#include "thimblert/dot_product.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct Conv2dS8Params {
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

struct Conv2dS16Params {
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

struct Conv2dF32Params {
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

/// The runs of contiguous elements that one output pixel reads: one for each kernel row, or one for
/// each tap of it when dilated. Strides are in elements.
struct Conv2dRuns {
    int32_t rows;
    int32_t runs_per_row;
    int32_t run_length;
    int32_t first_input;
    int32_t first_weight;
    int32_t input_row_stride;
    int32_t weight_row_stride;
    int32_t input_run_stride;
};

/// The runs of the pixel with this window.
template <typename Params> THIMBLERT_INLINE Conv2dRuns conv2d_runs(const Params& p, const ConvolutionWindow& window) {
    const int32_t columns = window.columns.end - window.columns.begin;
    const bool is_dense = p.dilation_width == 1;
    const int32_t first_y = window.origin_y + window.rows.begin * p.dilation_height;
    const int32_t first_x = window.origin_x + window.columns.begin * p.dilation_width;
    Conv2dRuns runs = {};
    runs.rows = window.rows.end - window.rows.begin;
    runs.runs_per_row = is_dense ? 1 : columns;
    runs.run_length = is_dense ? columns * p.input_channels : p.input_channels;
    runs.first_input = (first_y * p.input_width + first_x) * p.input_channels;
    runs.first_weight = (window.rows.begin * p.kernel_width + window.columns.begin) * p.input_channels;
    runs.input_row_stride = p.dilation_height * p.input_width * p.input_channels;
    runs.weight_row_stride = p.kernel_width * p.input_channels;
    runs.input_run_stride = p.dilation_width * p.input_channels;
    return runs;
}

THIMBLERT_INLINE int32_t conv2d_accumulate_s8(
    const Conv2dRuns& runs, const int8_t* input, const int8_t* weights, int32_t input_offset, int32_t accumulator
) {
    for (int32_t row = 0; row < runs.rows; ++row) {
        const int8_t* run_input = input + row * runs.input_row_stride;
        const int8_t* run_weights = weights + row * runs.weight_row_stride;
        for (int32_t run = 0; run < runs.runs_per_row; ++run) {
            accumulator = dot_product_s8(run_input, run_weights, runs.run_length, input_offset, accumulator);
            run_input += runs.input_run_stride;
            run_weights += runs.run_length;
        }
    }
    return accumulator;
}

template <typename Sum>
THIMBLERT_INLINE Sum conv2d_sum_s16(const Conv2dRuns& runs, const int16_t* input, const int8_t* weights) {
    Sum sum = 0;
    for (int32_t row = 0; row < runs.rows; ++row) {
        const int16_t* run_input = input + row * runs.input_row_stride;
        const int8_t* run_weights = weights + row * runs.weight_row_stride;
        for (int32_t run = 0; run < runs.runs_per_row; ++run) {
            sum = dot_product_s16(run_input, run_weights, runs.run_length, sum);
            run_input += runs.input_run_stride;
            run_weights += runs.run_length;
        }
    }
    return sum;
}

template <typename Weight>
THIMBLERT_INLINE float
conv2d_accumulate_f32(const Conv2dRuns& runs, const float* input, const Weight* weights, float accumulator) {
    for (int32_t row = 0; row < runs.rows; ++row) {
        const float* run_input = input + row * runs.input_row_stride;
        const Weight* run_weights = weights + row * runs.weight_row_stride;
        for (int32_t run = 0; run < runs.runs_per_row; ++run) {
            accumulator = dot_product_f32(run_input, run_weights, runs.run_length, accumulator);
            run_input += runs.input_run_stride;
            run_weights += runs.run_length;
        }
    }
    return accumulator;
}

/// All output channels of one output pixel.
THIMBLERT_INLINE void conv2d_pixel_s8(
    const Conv2dS8Params& p, const Conv2dRuns& runs, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const int32_t filter_size = p.kernel_height * p.kernel_width * p.input_channels;
    const int32_t output_channels = p.output_channels;
    const int32_t input_offset = -p.input_zero_point;
    const int32_t output_zero_point = p.output_zero_point;
    const int32_t output_min = p.output_min;
    const int32_t output_max = p.output_max;
    for (int32_t channel = 0; channel < output_channels; ++channel) {
        const int32_t sum = conv2d_accumulate_s8(runs, input, weights, input_offset, bias[channel]);
        const int32_t scaled = requantise(sum, multipliers[channel], shifts[channel]) + output_zero_point;
        output[channel] = clamp_s8(scaled, output_min, output_max);
        weights += filter_size;
    }
}

THIMBLERT_INLINE void conv2d_pixel_f32(
    const Conv2dF32Params& p, const Conv2dRuns& runs, const float* input, const float* weights, const float* bias,
    float* output
) {
    const int32_t filter_size = p.kernel_height * p.kernel_width * p.input_channels;
    for (int32_t channel = 0; channel < p.output_channels; ++channel) {
        const float sum = conv2d_accumulate_f32(runs, input, weights, bias[channel]);
        output[channel] = clamp_f32(sum, p.output_min, p.output_max);
        weights += filter_size;
    }
}

/// Convolution on int8 with a multiplier for each output channel.
///
/// Shapes: input [n, h, w, c], weights [o, kh, kw, c], bias, multipliers and shifts [o], output [n, oh, ow, o].
/// Units:  affine int8, weights symmetric; bias in units of input_scale * weight_scale[o]; a channel's real
///         multiplier is multipliers[o] * 2^(shifts[o] - 31).
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void conv2d_s8(
    const Conv2dS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const Conv2dRuns runs = conv2d_runs(p, place);
        const int8_t* window = input + image * image_size + runs.first_input;
        int8_t* result = output + pixel * p.output_channels;
        conv2d_pixel_s8(p, runs, window, weights + runs.first_weight, bias, multipliers, shifts, result);
    });
}

/// Both kernels on int16; Sum is the type of bias and accumulators.
template <typename Sum>
THIMBLERT_INLINE void conv2d_any_s16(
    const Conv2dS16Params& p, const int16_t* input, const int8_t* weights, const Sum* bias, const int32_t* multipliers,
    const int8_t* shifts, int16_t* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t filter_size = p.kernel_height * p.kernel_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const Conv2dRuns runs = conv2d_runs(p, place);
        const int16_t* window = input + image * image_size + runs.first_input;
        const int8_t* filter = weights + runs.first_weight;
        int16_t* result = output + pixel * p.output_channels;
        for (int32_t channel = 0; channel < p.output_channels; ++channel) {
            const Sum sum = wrapping_add(conv2d_sum_s16<Sum>(runs, window, filter), bias[channel]);
            const int32_t scaled = requantise_sum(sum, multipliers[channel], shifts[channel]);
            result[channel] = clamp_s16(scaled, p.output_min, p.output_max);
            filter += filter_size;
        }
    });
}

/// Convolution on int16 with int8 weights, a multiplier for each output channel and 64-bit accumulators.
///
/// Shapes: as conv2d_s8.
/// Units:  input, weights and output symmetric; bias in units of input_scale * weight_scale[o]; a channel's real
///         multiplier is multipliers[o] * 2^(shifts[o] - 31), shifts below 8.
/// Source: TensorFlow Lite, reference of 16-bit activations with 8-bit weights.
THIMBLERT_KERNEL void conv2d_s16(
    const Conv2dS16Params& p, const int16_t* input, const int8_t* weights, const int64_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    conv2d_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// As conv2d_s16 with 32-bit accumulators, rescaled as in conv2d_s8.
THIMBLERT_KERNEL void conv2d_s16_bias32(
    const Conv2dS16Params& p, const int16_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int16_t* output
) {
    conv2d_any_s16(p, input, weights, bias, multipliers, shifts, output);
}

/// Convolution on float32. Shapes as conv2d_s8.
THIMBLERT_KERNEL void
conv2d_f32(const Conv2dF32Params& p, const float* input, const float* weights, const float* bias, float* output) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const Conv2dRuns runs = conv2d_runs(p, place);
        const float* window = input + image * image_size + runs.first_input;
        float* result = output + pixel * p.output_channels;
        conv2d_pixel_f32(p, runs, window, weights + runs.first_weight, bias, result);
    });
}

/// Convolution on float32 with int8 weights, whose scales multiply the sums. Shapes as conv2d_s8, scales [o].
THIMBLERT_KERNEL void conv2d_f32_w8(
    const Conv2dF32Params& p, const float* input, const int8_t* weights, const float* bias, const float* scales,
    float* output
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t filter_size = p.kernel_height * p.kernel_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& place, int32_t image, int32_t pixel) {
        const Conv2dRuns runs = conv2d_runs(p, place);
        const float* window = input + image * image_size + runs.first_input;
        const int8_t* filter = weights + runs.first_weight;
        float* result = output + pixel * p.output_channels;
        for (int32_t channel = 0; channel < p.output_channels; ++channel) {
            const float sum = conv2d_accumulate_f32(runs, window, filter, 0.0F) * scales[channel] + bias[channel];
            result[channel] = clamp_f32(sum, p.output_min, p.output_max);
            filter += filter_size;
        }
    });
}

} // namespace thimblert
