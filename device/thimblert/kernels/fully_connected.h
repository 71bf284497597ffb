// SPDX-License-Identifier: Apache-2.0
// Fully connected layer, portable: one dot product an output.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/dot_product.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct FullyConnectedS8Params {
    int32_t batch;
    int32_t input_size;
    int32_t output_size;
    int32_t input_zero_point;
    int32_t weights_zero_point;
    int32_t output_zero_point;
    int32_t multiplier;
    int32_t shift;
    int32_t output_min;
    int32_t output_max;
};

struct FullyConnectedS16Params {
    int32_t batch;
    int32_t input_size;
    int32_t output_size;
    int32_t multiplier;
    int32_t shift;
    int32_t output_min;
    int32_t output_max;
};

struct FullyConnectedF32Params {
    int32_t batch;
    int32_t input_size;
    int32_t output_size;
    float output_min;
    float output_max;
};

/// sum of (input[i] + input_offset), what a weights zero point multiplies.
THIMBLERT_INLINE int32_t sum_with_offset_s8(const int8_t* input, int32_t count, int32_t input_offset) {
    int32_t sum = 0;
    for (int32_t index = 0; index < count; ++index) {
        sum += input[index] + input_offset;
    }
    return sum;
}

/// Fully connected layer on int8.
///
/// Shapes: input [n, i], weights [o, i], bias [o], output [n, o].
/// Units:  affine int8 with one scale a tensor; bias in units of input_scale * weights_scale.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void fully_connected_s8(
    const FullyConnectedS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias, int8_t* output
) {
    const int32_t input_size = p.input_size;
    const int32_t output_size = p.output_size;
    const int32_t input_offset = -p.input_zero_point;
    const int32_t multiplier = p.multiplier;
    const int32_t shift = p.shift;
    for (int32_t row = 0; row < p.batch; ++row) {
        int32_t correction = 0;
        if (p.weights_zero_point != 0) {
            correction = p.weights_zero_point * sum_with_offset_s8(input, input_size, input_offset);
        }
        const int8_t* filter = weights;
        for (int32_t channel = 0; channel < output_size; ++channel) {
            const int32_t start = bias[channel] - correction;
            const int32_t sum = dot_product_s8(input, filter, input_size, input_offset, start);
            const int32_t scaled = requantise(sum, multiplier, shift) + p.output_zero_point;
            *output++ = clamp_s8(scaled, p.output_min, p.output_max);
            filter += input_size;
        }
        input += input_size;
    }
}

/// Both kernels on int16; Sum is the type of bias and accumulators.
template <typename Sum>
THIMBLERT_INLINE void fully_connected_any_s16(
    const FullyConnectedS16Params& p, const int16_t* input, const int8_t* weights, const Sum* bias, int16_t* output
) {
    const FullyConnectedS16Params fixed = p; // a local copy: stores to output cannot change it
    for (int32_t row = 0; row < fixed.batch; ++row) {
        const int8_t* filter = weights;
        for (int32_t channel = 0; channel < fixed.output_size; ++channel) {
            const Sum sum = wrapping_add(dot_product_s16(input, filter, fixed.input_size, Sum{0}), bias[channel]);
            const int32_t scaled = requantise_sum(sum, fixed.multiplier, fixed.shift);
            *output++ = clamp_s16(scaled, fixed.output_min, fixed.output_max);
            filter += fixed.input_size;
        }
        input += fixed.input_size;
    }
}

/// Fully connected layer on int16 with int8 weights and 64-bit accumulators. Shapes as fully_connected_s8; one
/// multiplier for all outputs. Source: TensorFlow Lite 16x8 quantisation specification.
THIMBLERT_KERNEL void fully_connected_s16(
    const FullyConnectedS16Params& p, const int16_t* input, const int8_t* weights, const int64_t* bias, int16_t* output
) {
    fully_connected_any_s16(p, input, weights, bias, output);
}

/// As fully_connected_s16 with 32-bit accumulators, rescaled as in fully_connected_s8.
THIMBLERT_KERNEL void fully_connected_s16_bias32(
    const FullyConnectedS16Params& p, const int16_t* input, const int8_t* weights, const int32_t* bias, int16_t* output
) {
    fully_connected_any_s16(p, input, weights, bias, output);
}

/// Fully connected layer on float32. Shapes as fully_connected_s8.
THIMBLERT_KERNEL void fully_connected_f32(
    const FullyConnectedF32Params& p, const float* input, const float* weights, const float* bias, float* output
) {
    const int32_t input_size = p.input_size;
    for (int32_t row = 0; row < p.batch; ++row) {
        const float* filter = weights;
        for (int32_t channel = 0; channel < p.output_size; ++channel) {
            const float sum = dot_product_f32(input, filter, input_size, bias[channel]);
            *output++ = clamp_f32(sum, p.output_min, p.output_max);
            filter += input_size;
        }
        input += input_size;
    }
}

/// Fully connected layer on float32 with int8 weights, whose scales multiply the sums. Shapes as fully_connected_s8,
/// scales [o].
THIMBLERT_KERNEL void fully_connected_f32_w8(
    const FullyConnectedF32Params& p, const float* input, const int8_t* weights, const float* bias, const float* scales,
    float* output
) {
    const int32_t input_size = p.input_size;
    for (int32_t row = 0; row < p.batch; ++row) {
        const int8_t* filter = weights;
        for (int32_t channel = 0; channel < p.output_size; ++channel) {
            const float sum = dot_product_f32(input, filter, input_size, 0.0F) * scales[channel] + bias[channel];
            *output++ = clamp_f32(sum, p.output_min, p.output_max);
            filter += input_size;
        }
        input += input_size;
    }
}

} // namespace thimblert
