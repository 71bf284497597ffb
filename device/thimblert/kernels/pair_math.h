// SPDX-License-Identifier: Apache-2.0
// Arithmetic on two inputs of equal shapes, or with one repeated along some axes. On integers results wrap around.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_exponential.h"
#include "thimblert/fixed_point.h"
#include "thimblert/integer_arithmetic.h"
#include "thimblert/kernels/pairs.h"

#include <math.h>

namespace thimblert {

struct DivS8Params {
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

struct SquaredDifferenceParams {
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
    int32_t left_shift; // of both inputs, before they are brought to a common scale
    int32_t multiplier_a;
    int32_t shift_a;
    int32_t multiplier_b;
    int32_t shift_b;
    int32_t multiplier_out;
    int32_t shift_out;
    int32_t output_min;
    int32_t output_max;
};

/// What x / y towards negative infinity leaves, on float32.
THIMBLERT_INLINE float floor_remainder(float x, float y) {
    const float rest = fmodf(x, y);
    return rest != 0.0F && (rest < 0.0F) != (y < 0.0F) ? rest + y : rest;
}

template <typename Element> THIMBLERT_INLINE Element squared(Element x) {
    return wrapping_product(x, x);
}

/// The number of zero bits above the highest one. Units: value above 0.
THIMBLERT_INLINE int32_t leading_zeros(int32_t value) {
    int32_t count = 0;
    while (value < (int32_t{1} << 30)) {
        value <<= 1;
        ++count;
    }
    return count + 1;
}

/// As rounding_shift_right; shifts of more than 31 bits give 0.
THIMBLERT_INLINE int32_t shift_right_far(int32_t value, int32_t exponent) {
    return exponent > 31 ? 0 : rounding_shift_right(value, exponent);
}

/// x / y in steps of the output, by the reciprocal of |y| in Q0.31. y = 0 gives the end of the range on x's side.
/// Source: TensorFlow Lite, kernels/internal/reference/div.h.
THIMBLERT_INLINE int32_t scaled_quotient(const DivS8Params& p, int32_t x, int32_t y) {
    if (y == 0 || x == 0) {
        return x > 0 ? 0xFFFF : (x < 0 ? -0xFFFF : 0);
    }
    const int32_t dividend = y < 0 ? -x : x;
    const int32_t divisor = y < 0 ? -y : y;
    const int32_t zeros = leading_zeros(divisor);
    const int32_t reciprocal =
        reciprocal_of_one_plus(static_cast<int32_t>((static_cast<uint32_t>(divisor) << zeros) - (uint32_t{1} << 31)));
    const int32_t headroom = dividend < 0 ? leading_zeros(-2 * dividend - 1) : leading_zeros(dividend) - 1;
    const int32_t mantissa = doubling_high_multiply(shift_left(dividend, headroom), reciprocal);
    const int32_t shift = p.shift - (31 - zeros) - headroom;
    return shift_right_far(doubling_high_multiply(mantissa, p.multiplier), -shift);
}

/// Division on float32, clamped to the activation.
THIMBLERT_KERNEL void div_f32(const PairF32Params& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairF32Params& fixed, float x, float y) {
        return clamp_f32(x / y, fixed.output_min, fixed.output_max);
    });
}

/// Division on int8. Units: affine int8; the multiplier is scale of a / (scale of b * scale of the output).
THIMBLERT_KERNEL void div_s8(const DivS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    combine_pairs(p, a, b, output, [](const DivS8Params& fixed, int32_t x, int32_t y) {
        const int32_t steps = scaled_quotient(fixed, x - fixed.input_a_zero_point, y - fixed.input_b_zero_point);
        return clamp_s8(steps + fixed.output_zero_point, fixed.output_min, fixed.output_max);
    });
}

/// Squared difference on affine int8 and int16.
/// Source: TensorFlow Lite Micro, kernels/squared_difference.cc.
template <typename Element>
THIMBLERT_KERNEL void
squared_difference_codes(const SquaredDifferenceParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const SquaredDifferenceParams& fixed, int32_t x, int32_t y) {
        const int32_t shifted_x = shift_left(x - fixed.input_a_zero_point, fixed.left_shift);
        const int32_t shifted_y = shift_left(y - fixed.input_b_zero_point, fixed.left_shift);
        const int32_t difference = requantise(shifted_x, fixed.multiplier_a, fixed.shift_a) -
                                   requantise(shifted_y, fixed.multiplier_b, fixed.shift_b);
        const int32_t scaled =
            requantise(squared(difference), fixed.multiplier_out, fixed.shift_out) + fixed.output_zero_point;
        return static_cast<Element>(clamp(scaled, fixed.output_min, fixed.output_max));
    });
}

THIMBLERT_KERNEL void pow_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return powf(x, y); });
}

THIMBLERT_KERNEL void fmod_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return fmodf(x, y); });
}

THIMBLERT_KERNEL void floor_div_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return floorf(x / y); });
}

THIMBLERT_KERNEL void floor_mod_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return floor_remainder(x, y); });
}

THIMBLERT_KERNEL void minimum_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return x < y || x != x ? x : y; });
}

THIMBLERT_KERNEL void maximum_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return x > y || x != x ? x : y; });
}

THIMBLERT_KERNEL void squared_difference_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return (x - y) * (x - y); });
}

THIMBLERT_KERNEL void atan2_f32(const PairParams& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, float x, float y) { return atan2f(x, y); });
}

template <typename Element>
THIMBLERT_KERNEL void div_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return quotient(x, y); });
}

template <typename Element>
THIMBLERT_KERNEL void pow_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return power(x, y); });
}

template <typename Element>
THIMBLERT_KERNEL void fmod_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return remainder(x, y); });
}

template <typename Element>
THIMBLERT_KERNEL void floor_div_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return floor_quotient(x, y); });
}

template <typename Element>
THIMBLERT_KERNEL void floor_mod_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return floor_remainder(x, y); });
}

template <typename Element>
THIMBLERT_KERNEL void minimum_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return x < y ? x : y; });
}

template <typename Element>
THIMBLERT_KERNEL void maximum_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return x > y ? x : y; });
}

template <typename Element>
THIMBLERT_KERNEL void
squared_difference_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) {
        return squared(wrapping_difference(x, y));
    });
}

} // namespace thimblert
