// SPDX-License-Identifier: Apache-2.0
// Requantisation in four instructions, with the same two roundings as requantise() in thimblert/fixed_point.h.
//
// The doubling product with rounding is SMMLAR of twice the value. Its addend carries the rounding constant of the
// right shift, the output zero point scaled up by that shift, and -1 for negative values, whose halves round
// away from zero: all that is left is the shift.
#pragma once

#include "thimblert/fixed_point.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// Right shifts that the short form takes. A shift of 0 has no rounding step to correct, and from 21 on a value
/// too large to be doubled could still end up inside int8.
constexpr int32_t shortest_fast_shift = 1;
constexpr int32_t longest_fast_shift = 20;

/// True where requantize_fast gives the result of requantise for every value.
/// Units: shift as in requantise, positive to the left.
THIMBLERT_INLINE bool is_fast_shift(int32_t shift) {
    const uint32_t range = static_cast<uint32_t>(longest_fast_shift - shortest_fast_shift);
    return static_cast<uint32_t>(-shift - shortest_fast_shift) <= range;
}

THIMBLERT_INLINE bool are_fast_shifts(const int8_t* shifts, int32_t count) {
    for (int32_t index = 0; index < count; ++index) {
        if (!is_fast_shift(shifts[index])) {
            return false;
        }
    }
    return true;
}

/// 2^(right - 1) + zero_point * 2^right: both additions of the epilogue, made before the shift.
/// Units: right in 1..20.
THIMBLERT_INLINE int32_t fast_addend(int32_t zero_point, int32_t right) {
    return (2 * zero_point + 1) * (int32_t{1} << (right - 1));
}

/// requantise(value, multiplier, -right) + zero point, clamped to int8.
/// Units: multiplier in 2^30..2^31-1 (normalised), right in 1..20, addend from fast_addend.
THIMBLERT_INLINE int32_t requantize_fast(int32_t value, int32_t multiplier, int32_t addend, int32_t right) {
    const int32_t correction = addend + (value >> 31);
    return ssat8(smmlar(saturating_double(value), multiplier, correction) >> right);
}

/// The general form, for any shift.
THIMBLERT_INLINE int32_t
requantize_any(int32_t value, int32_t multiplier, int32_t shift, int32_t zero_point, int32_t low, int32_t high) {
    return clamp(requantise(value, multiplier, shift) + zero_point, low, high);
}

/// True where clamping to int8 already clamps to the activation range.
THIMBLERT_INLINE bool is_whole_range(int32_t low, int32_t high) {
    return low <= -128 && high >= 127;
}

/// Clamps `count` outputs in memory to an activation range.
THIMBLERT_INLINE void clamp_outputs(int8_t* output, int32_t count, int32_t low, int32_t high) {
    if (is_whole_range(low, high)) {
        return;
    }
    const uint32_t low_word = pair_of(low & 0xFF) * 0x101U;
    const uint32_t high_word = pair_of(high & 0xFF) * 0x101U;
    for (; count >= 4; count -= 4) {
        store_s8x4(output, minimum_s8x4(maximum_s8x4(load_s8x4(output), low_word), high_word));
        output += 4;
    }
    for (; count > 0; --count) {
        *output = clamp_s8(*output, low, high);
        ++output;
    }
}

} // namespace armv7em
} // namespace thimblert
