// SPDX-License-Identifier: Apache-2.0
// Natural logarithm in 32-bit fixed point, bit for bit as the int8 log-softmax of the TensorFlow Lite reference
// computes it. Qm.n below means m integer and n fractional bits beside the sign.
// Source: the algorithm and constants of TensorFlow Lite, kernels/internal/common.h.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_exponential.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

/// value * 2^exponent, at most the largest number. Units: value not negative, exponent in 0..31.
THIMBLERT_INLINE int32_t shift_left_to_largest(int32_t value, int32_t exponent) {
    return value > (0x7FFFFFFF >> exponent) ? 0x7FFFFFFF : shift_left(value, exponent);
}

/// log(x) in Q5.26 for x >= 1 in Q12.19. Of two scalings of x by powers of two, one on x / sqrt(2), the one nearer
/// to 2^(-1/4) goes through a rational function.
THIMBLERT_INLINE int32_t logarithm_of_one_or_more(int32_t x) {
    const int32_t log_of_two = 1488522236;          // Q0.31
    const int32_t root_of_half = 1518500250;        // Q0.31
    const int32_t fourth_root_of_half = 1805811301; // Q0.31
    const int32_t quarter = int32_t{1} << 23;       // Q6.25
    const int32_t zeros = __builtin_clz(static_cast<unsigned int>(x));
    const int32_t r_a = shift_left_to_largest(doubling_high_multiply(shift_left(x, zeros - 1), root_of_half), 1);
    const int32_t reduced = doubling_high_multiply(x, root_of_half);
    const int32_t headroom = __builtin_clz(static_cast<unsigned int>(reduced)) - 1;
    const int32_t r = minimum(r_a, shift_left_to_largest(x, headroom));
    const int32_t power = maximum(shift_left(12 - zeros, 25) + quarter, shift_left(12 - headroom, 25) - quarter);

    const int32_t mean = static_cast<int32_t>((int64_t{r} + fourth_root_of_half + 1) / 2);
    const int32_t q = 2 * (r - fourth_root_of_half);
    const int32_t q2 = doubling_high_multiply(q, q);
    const int32_t numerator =
        doubling_high_multiply(q, r) + doubling_high_multiply(doubling_high_multiply(q, q2), 117049297);
    const int32_t slope = 1057819769 + q + doubling_high_multiply(127690142, q2);
    const int32_t denominator_less_one = doubling_high_multiply(mean, slope) + doubling_high_multiply(638450708, q);
    const int32_t of_mantissa =
        doubling_high_multiply(rounding_shift_right(numerator, 6), reciprocal_of_one_plus(denominator_less_one));
    return shift_left(doubling_high_multiply(power, log_of_two) + of_mantissa, 1);
}

} // namespace thimblert
