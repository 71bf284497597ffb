// SPDX-License-Identifier: Apache-2.0
// Elementwise addition, of equal shapes or with one input repeated along some axes.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct AddS8Params {
    int32_t is_flat; // 1: equal shapes, only count is read; 0: extents and strides are
    int32_t count;
    int32_t extent_0;
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t stride_a_0; // in elements, 0 along a repeated axis
    int32_t stride_a_1;
    int32_t stride_a_2;
    int32_t stride_a_3;
    int32_t stride_b_0;
    int32_t stride_b_1;
    int32_t stride_b_2;
    int32_t stride_b_3;
    int32_t input_a_zero_point;
    int32_t input_b_zero_point;
    int32_t output_zero_point;
    int32_t multiplier_a;
    int32_t shift_a;
    int32_t multiplier_b;
    int32_t shift_b;
    int32_t multiplier_out;
    int32_t shift_out;
    int32_t output_min;
    int32_t output_max;
};

struct AddF32Params {
    int32_t is_flat;
    int32_t count;
    int32_t extent_0;
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t stride_a_0;
    int32_t stride_a_1;
    int32_t stride_a_2;
    int32_t stride_a_3;
    int32_t stride_b_0;
    int32_t stride_b_1;
    int32_t stride_b_2;
    int32_t stride_b_3;
    float output_min;
    float output_max;
};

/// Calls visit(a_index, b_index, output_index) for every output element, in memory order.
template <typename Params, typename Visit>
THIMBLERT_INLINE void broadcast_for_each(const Params& p, const Visit& visit) {
    int32_t output_index = 0;
    for (int32_t i = 0; i < p.extent_0; ++i) {
        for (int32_t j = 0; j < p.extent_1; ++j) {
            for (int32_t k = 0; k < p.extent_2; ++k) {
                int32_t a = i * p.stride_a_0 + j * p.stride_a_1 + k * p.stride_a_2;
                int32_t b = i * p.stride_b_0 + j * p.stride_b_1 + k * p.stride_b_2;
                for (int32_t l = 0; l < p.extent_3; ++l) {
                    visit(a, b, output_index);
                    a += p.stride_a_3;
                    b += p.stride_b_3;
                    ++output_index;
                }
            }
        }
    }
}

/// Bits by which both inputs are shifted left before they are brought to a common scale.
constexpr int32_t add_left_shift = 20;

THIMBLERT_INLINE int8_t add_element_s8(const AddS8Params& p, int32_t a, int32_t b) {
    const int32_t shifted_a = shift_left(a - p.input_a_zero_point, add_left_shift);
    const int32_t shifted_b = shift_left(b - p.input_b_zero_point, add_left_shift);
    const int32_t sum =
        requantise(shifted_a, p.multiplier_a, p.shift_a) + requantise(shifted_b, p.multiplier_b, p.shift_b);
    const int32_t scaled = requantise(sum, p.multiplier_out, p.shift_out) + p.output_zero_point;
    return clamp_s8(scaled, p.output_min, p.output_max);
}

/// Addition on int8. The output may be one of the inputs when is_flat is 1.
///
/// Shapes: inputs and output of up to four axes; with is_flat 1 all have count elements.
/// Units:  affine int8; each multiplier is a real number in the form of requantise, none above 1.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void add_s8(const AddS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    if (p.is_flat != 0) {
        const AddS8Params fixed = p; // a local copy: stores to output cannot change it
        for (int32_t index = 0; index < fixed.count; ++index) {
            output[index] = add_element_s8(fixed, a[index], b[index]);
        }
        return;
    }
    broadcast_for_each(p, [&](int32_t a_index, int32_t b_index, int32_t output_index) {
        output[output_index] = add_element_s8(p, a[a_index], b[b_index]);
    });
}

/// Addition on float32. Shapes as add_s8.
THIMBLERT_KERNEL void add_f32(const AddF32Params& p, const float* a, const float* b, float* output) {
    if (p.is_flat != 0) {
        for (int32_t index = 0; index < p.count; ++index) {
            output[index] = clamp_f32(a[index] + b[index], p.output_min, p.output_max);
        }
        return;
    }
    broadcast_for_each(p, [&](int32_t a_index, int32_t b_index, int32_t output_index) {
        output[output_index] = clamp_f32(a[a_index] + b[b_index], p.output_min, p.output_max);
    });
}

} // namespace thimblert
