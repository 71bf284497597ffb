// SPDX-License-Identifier: Apache-2.0
// Filters that look back over some runs, portable: each weighs the input, shifts the result into its memory, and
// weighs the memory.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/dot_product.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct SvdfF32Params {
    int32_t batch;
    int32_t input_size;
    int32_t units;
    int32_t rank;   // filters of a unit
    int32_t memory; // runs that a filter remembers
    float output_min;
    float output_max;
};

struct SvdfCodesParams {
    int32_t batch;
    int32_t input_size;
    int32_t units;
    int32_t rank;
    int32_t memory;
    int32_t input_zero_point;
    int32_t state_zero_point;
    int32_t output_zero_point;
    int32_t state_multiplier;
    int32_t state_shift;
    int32_t state_min;
    int32_t state_max;
    int32_t output_multiplier;
    int32_t output_shift;
};

/// Copies a filter's memory without its oldest element and appends `newest`. Both may be the same memory.
template <typename State>
THIMBLERT_INLINE void shift_memory(const State* state, State newest, int32_t count, State* next) {
    for (int32_t index = 0; index + 1 < count; ++index) {
        next[index] = state[index + 1];
    }
    next[count - 1] = newest;
}

/// Filters on float32.
///
/// Shapes: x [n, i], feature_weights [u * r, i], time_weights [u * r, m], bias [u], state and next_state [n, u * r, m],
///         output [n, u]. The next state may be the state.
THIMBLERT_KERNEL void svdf_f32(
    const SvdfF32Params& p, const float* x, const float* feature_weights, const float* time_weights, const float* bias,
    const float* state, float* output, float* next_state
) {
    for (int32_t batch = 0; batch < p.batch; ++batch) {
        const float* features = feature_weights;
        const float* times = time_weights;
        for (int32_t unit = 0; unit < p.units; ++unit) {
            float sum = bias[unit];
            for (int32_t filter = 0; filter < p.rank; ++filter) {
                shift_memory(state, dot_product_f32(x, features, p.input_size, 0.0F), p.memory, next_state);
                sum = dot_product_f32(next_state, times, p.memory, sum);
                features += p.input_size;
                times += p.memory;
                state += p.memory;
                next_state += p.memory;
            }
            *output++ = clamp_f32(sum, p.output_min, p.output_max);
        }
        x += p.input_size;
    }
}

/// Filters on int8 with a memory of int8 or int16. Shapes as svdf_f32.
///
/// Units:  affine with one scale a tensor, weights symmetric; bias in units of state_scale * time_weights_scale.
/// Source: TensorFlow Lite Micro, reference of SVDF.
template <typename State>
THIMBLERT_KERNEL void svdf_codes(
    const SvdfCodesParams& p, const int8_t* x, const int8_t* feature_weights, const State* time_weights,
    const int32_t* bias, const State* state, int8_t* output, State* next_state
) {
    for (int32_t batch = 0; batch < p.batch; ++batch) {
        const int8_t* features = feature_weights;
        const State* times = time_weights;
        for (int32_t unit = 0; unit < p.units; ++unit) {
            int32_t sum = 0;
            for (int32_t filter = 0; filter < p.rank; ++filter) {
                const int32_t dot = dot_product_s8(x, features, p.input_size, -p.input_zero_point, 0);
                const int32_t scaled = requantise(dot, p.state_multiplier, p.state_shift) + p.state_zero_point;
                const State newest = static_cast<State>(clamp(scaled, p.state_min, p.state_max));
                shift_memory(state, newest, p.memory, next_state);
                for (int32_t index = 0; index < p.memory; ++index) {
                    sum = wrapping_add(sum, (next_state[index] - p.state_zero_point) * times[index]);
                }
                features += p.input_size;
                times += p.memory;
                state += p.memory;
                next_state += p.memory;
            }
            const int32_t scaled = requantise(wrapping_add(sum, bias[unit]), p.output_multiplier, p.output_shift);
            *output++ = clamp_s8(scaled + p.output_zero_point, -128, 127);
        }
        x += p.input_size;
    }
}

} // namespace thimblert
