// SPDX-License-Identifier: Apache-2.0
// Multiplication by a real number given as a 32-bit mantissa and a power of two, rounded twice as
// the TensorFlow Lite 8-bit quantisation specification and its reference kernels do.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"

namespace thimblert {

/// value * 2^exponent, wrapping. Units: exponent in 0..31.
THIMBLERT_INLINE int32_t shift_left(int32_t value, int32_t exponent) {
    return static_cast<int32_t>(static_cast<uint32_t>(value) << exponent);
}

/// As doubling_high_multiply, from four 16-bit products: for cores that only multiply 32 x 32 -> 32 bits,
/// where a 64-bit product is a library call.
THIMBLERT_INLINE int32_t doubling_high_multiply_by_halves(int32_t a, int32_t b) {
    const uint32_t a_low = static_cast<uint32_t>(a) & 0xFFFFU;
    const uint32_t b_low = static_cast<uint32_t>(b) & 0xFFFFU;
    const int32_t a_high = a >> 16;
    const int32_t b_high = b >> 16;
    const uint32_t low = a_low * b_low;
    const int32_t middle = a_high * static_cast<int32_t>(b_low) + static_cast<int32_t>(low >> 16);
    const int32_t middle_low = static_cast<int32_t>(a_low) * b_high + (middle & 0xFFFF);
    const int32_t high = a_high * b_high + (middle >> 16) + (middle_low >> 16);
    const uint32_t low_word = (static_cast<uint32_t>(middle_low) << 16) | (low & 0xFFFFU);
    const uint32_t rounded_low = low_word + (uint32_t{1} << 30);
    const uint32_t carry = rounded_low < low_word ? 1U : 0U;
    return static_cast<int32_t>(((static_cast<uint32_t>(high) + carry) << 1) | (rounded_low >> 31));
}

/// floor((a * b + 2^30) / 2^31): the rounded high half of the doubled product.
/// Units: not both arguments INT32_MIN; a mantissa made from a real multiplier never is.
THIMBLERT_INLINE int32_t doubling_high_multiply(int32_t a, int32_t b) {
#if defined(__ARM_ARCH) && defined(__thumb__) && !defined(__thumb2__)
    return doubling_high_multiply_by_halves(a, b);
#else
    return static_cast<int32_t>((static_cast<int64_t>(a) * b + (int64_t{1} << 30)) >> 31);
#endif
}

/// value / 2^exponent, halves rounded away from zero, for every value. Units: exponent in 0..31.
THIMBLERT_INLINE int32_t rounding_shift_right(int32_t value, int32_t exponent) {
    const int32_t mask = static_cast<int32_t>((uint32_t{1} << exponent) - 1U);
    const int32_t threshold = (mask >> 1) + (value < 0 ? 1 : 0);
    return (value >> exponent) + ((value & mask) > threshold ? 1 : 0);
}

/// value * multiplier * 2^(shift - 31), rounded after the multiplication and again after a right shift.
/// Units: shift in -31..30, positive to the left; value * 2^shift fits 32 bits.
/// Source: TensorFlow Lite 8-bit quantisation specification; Jacob et al., 2018, section 2.2.
THIMBLERT_INLINE int32_t requantise(int32_t value, int32_t multiplier, int32_t shift) {
    const int32_t left = maximum(shift, 0);
    return rounding_shift_right(doubling_high_multiply(shift_left(value, left), multiplier), left - shift);
}

/// value * multiplier * 2^(shift - 31) for 64-bit sums: the multiplier is cut to 16 bits, the product rounded once,
/// halves up. Units: multiplier at least 0; shift in -31..7, positive to the left; the result fits 32 bits. Source:
/// TensorFlow Lite, reference of 16-bit activations with 8-bit weights.
THIMBLERT_INLINE int32_t requantise_wide(int64_t value, int32_t multiplier, int32_t shift) {
    const int32_t reduced = multiplier < 0x7FFF0000 ? (multiplier + (1 << 15)) >> 16 : 0x7FFF;
    const int32_t right = 15 - shift;
    const uint64_t half = uint64_t{1} << (right - 1);
    const uint64_t product = static_cast<uint64_t>(value) * static_cast<uint64_t>(reduced);
    return static_cast<int32_t>(static_cast<int64_t>(product + half) >> right);
}

/// Which of both a sum takes is its type's.
THIMBLERT_INLINE int32_t requantise_sum(int32_t sum, int32_t multiplier, int32_t shift) {
    return requantise(sum, multiplier, shift);
}

THIMBLERT_INLINE int32_t requantise_sum(int64_t sum, int32_t multiplier, int32_t shift) {
    return requantise_wide(sum, multiplier, shift);
}

/// a + b, wrapping.
THIMBLERT_INLINE int32_t wrapping_add(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}

THIMBLERT_INLINE int64_t wrapping_add(int64_t a, int64_t b) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

} // namespace thimblert
