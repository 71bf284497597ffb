// SPDX-License-Identifier: Apache-2.0
// Elementwise subtraction, of equal shapes or with one input repeated along some axes.
#pragma once

#include "thimblert/kernels/add.h"

namespace thimblert {

/// Subtraction of b from a on int8. Shapes, units and source as add_s8. It is not the addition of -b: halves round
/// towards positive infinity in requantise.
THIMBLERT_KERNEL void sub_s8(const AddS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    combine_pairs(p, a, b, output, [](const AddS8Params& fixed, int32_t x, int32_t y) {
        const int32_t shifted_x = shift_left(x - fixed.input_a_zero_point, add_left_shift);
        const int32_t shifted_y = shift_left(y - fixed.input_b_zero_point, add_left_shift);
        const int32_t difference = requantise(shifted_x, fixed.multiplier_a, fixed.shift_a) -
                                   requantise(shifted_y, fixed.multiplier_b, fixed.shift_b);
        const int32_t scaled = requantise(difference, fixed.multiplier_out, fixed.shift_out) + fixed.output_zero_point;
        return clamp_s8(scaled, fixed.output_min, fixed.output_max);
    });
}

/// Subtraction of b from a on int16; zero points are 0. Shapes, units and source as add_s8.
THIMBLERT_KERNEL void sub_s16(const AddS8Params& p, const int16_t* a, const int16_t* b, int16_t* output) {
    combine_pairs(p, a, b, output, [](const AddS8Params& fixed, int32_t x, int32_t y) {
        const int32_t difference = requantise(shift_left(x, add_left_shift_s16), fixed.multiplier_a, fixed.shift_a) -
                                   requantise(shift_left(y, add_left_shift_s16), fixed.multiplier_b, fixed.shift_b);
        return clamp_s16(
            requantise(difference, fixed.multiplier_out, fixed.shift_out), fixed.output_min, fixed.output_max
        );
    });
}

/// Subtraction on float32. Shapes as add_s8.
THIMBLERT_KERNEL void sub_f32(const PairF32Params& p, const float* a, const float* b, float* output) {
    combine_pairs(p, a, b, output, [](const PairF32Params& fixed, float x, float y) {
        return clamp_f32(x - y, fixed.output_min, fixed.output_max);
    });
}

/// Subtraction of integers as they are, wrapping around. Shapes as add_s8.
template <typename Element>
THIMBLERT_KERNEL void sub_integers(const PairParams& p, const Element* a, const Element* b, Element* output) {
    combine_pairs(p, a, b, output, [](const PairParams&, Element x, Element y) { return wrapping_difference(x, y); });
}

} // namespace thimblert
