// SPDX-License-Identifier: Apache-2.0
// Elementwise addition, of equal shapes or with one input repeated along some axes.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/integer_arithmetic.h"
#include "thimblert/kernels/pairs.h"

namespace thimblert {

struct AddS8Params {
    int32_t is_flat; // 1: equal shapes, only count is read; 0: extents and strides are
    int32_t count;
    int32_t extent_0;
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t stride_a_0; // in elements, 0 along a repeated axis
    int32_t stride_a_1;
    int32_t stride_a_2;
    int32_t stride_a_3;
    int32_t stride_a_4;
    int32_t stride_a_5;
    int32_t stride_b_0;
    int32_t stride_b_1;
    int32_t stride_b_2;
    int32_t stride_b_3;
    int32_t stride_b_4;
    int32_t stride_b_5;
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

/// Bits by which both inputs are shifted left before they are brought to a common scale.
constexpr int32_t add_left_shift = 20;
constexpr int32_t add_left_shift_s16 = 15;

THIMBLERT_INLINE int8_t add_element_s8(const AddS8Params& p, int32_t a, int32_t b) {
    const int32_t shifted_a = shift_left(a - p.input_a_zero_point, add_left_shift);
    const int32_t shifted_b = shift_left(b - p.input_b_zero_point, add_left_shift);
    const int32_t sum =
        requantise(shifted_a, p.multiplier_a, p.shift_a) + requantise(shifted_b, p.multiplier_b, p.shift_b);
    const int32_t scaled = requantise(sum, p.multiplier_out, p.shift_out) + p.output_zero_point;
    return clamp_s8(scaled, p.output_min, p.output_max);
}

/// Addition on int8. The output may be an input of its size.
///
/// Shapes: six axes, merged from those of the tensors; with is_flat 1 all have count elements.
/// Units:  affine int8; each multiplier is a real number in the form of requantise, none above 1.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void add_s8(const AddS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    combine_pairs(p, a, b, output, [](const AddS8Params& fixed, int32_t x, int32_t y) {
        return add_element_s8(fixed, x, y);
    });
}

/// Addition on int16; zero points are 0. The output may be an input of its size. Shapes, units and source as add_s8.
THIMBLERT_KERNEL void add_s16(const AddS8Params& p, const int16_t* a, const int16_t* b, int16_t* output) {
    combine_pairs(p, a, b, output, [](const AddS8Params& fixed, int32_t x, int32_t y) {
        const int32_t sum = requantise(shift_left(x, add_left_shift_s16), fixed.multiplier_a, fixed.shift_a) +
                            requantise(shift_left(y, add_left_shift_s16), fixed.multiplier_b, fixed.shift_b);
        return clamp_s16(requantise(sum, fixed.multiplier_out, fixed.shift_out), fixed.output_min, fixed.output_max);
    });
}

/// Addition on float32. Shapes as add_s8.
THIMBLERT_KERNEL void add_f32(const PairF32Params& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairF32Params& fixed, float x, float y) {
        return clamp_f32(x + y, fixed.output_min, fixed.output_max);
    });
}

/// Addition of integers as they are, wrapping around. Shapes as add_s8.
template <typename Element>
THIMBLERT_KERNEL void add_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return wrapping_sum(x, y); });
}

} // namespace thimblert
