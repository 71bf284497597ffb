// SPDX-License-Identifier: Apache-2.0
// Elementwise multiplication, of equal shapes or with one input repeated along some axes.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/integer_arithmetic.h"
#include "thimblert/kernels/pairs.h"

namespace thimblert {

struct MulS8Params {
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
    int32_t multiplier;
    int32_t shift;
    int32_t output_min;
    int32_t output_max;
};

/// Multiplication on int8. The output may be an input of its size.
///
/// Shapes: six axes, merged from those of the tensors; with is_flat 1 all have count elements.
/// Units:  affine int8; the multiplier is scale of a * scale of b / scale of the output in the form of requantise.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void mul_s8(const MulS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    combine_pairs(p, a, b, output, [](const MulS8Params& fixed, int32_t x, int32_t y) {
        const int32_t product = (x - fixed.input_a_zero_point) * (y - fixed.input_b_zero_point);
        const int32_t scaled = requantise(product, fixed.multiplier, fixed.shift) + fixed.output_zero_point;
        return clamp_s8(scaled, fixed.output_min, fixed.output_max);
    });
}

/// Multiplication on int16; zero points are 0. Shapes, units and source as mul_s8.
THIMBLERT_KERNEL void mul_s16(const MulS8Params& p, const int16_t* a, const int16_t* b, int16_t* output) {
    combine_pairs(p, a, b, output, [](const MulS8Params& fixed, int32_t x, int32_t y) {
        const int32_t scaled = requantise(x * y, fixed.multiplier, fixed.shift);
        return clamp_s16(scaled, fixed.output_min, fixed.output_max);
    });
}

/// Multiplication on float32. Shapes as mul_s8.
THIMBLERT_KERNEL void mul_f32(const PairF32Params& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairF32Params& fixed, float x, float y) {
        return clamp_f32(x * y, fixed.output_min, fixed.output_max);
    });
}

/// Multiplication of integers as they are, wrapping around. Shapes as mul_s8.
template <typename Element>
THIMBLERT_KERNEL void mul_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return wrapping_product(x, y); });
}

} // namespace thimblert
