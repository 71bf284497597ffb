// SPDX-License-Identifier: Apache-2.0
// Exponential and reciprocal in 32-bit fixed point, bit for bit as the int8 softmax of the TensorFlow
// Lite reference computes them. Qm.n below means m integer and n fractional bits beside the sign.
// Source: the algorithms and constants of gemmlowp, fixedpoint/fixedpoint.h.
#pragma once

#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

/// exp(x) in Q0.31 for x in [-1/4, 0) in Q0.31: the Taylor polynomial of degree four around -1/8.
THIMBLERT_INLINE int32_t exponential_near_zero(int32_t x) {
    const int32_t exp_of_minus_eighth = 1895147668;
    const int32_t third = 715827883;
    const int32_t d = x + (int32_t{1} << 28); // distance from -1/8
    const int32_t d2 = doubling_high_multiply(d, d);
    const int32_t d3 = doubling_high_multiply(d2, d);
    const int32_t d4_over_4 = rounding_shift_right(doubling_high_multiply(d2, d2), 2);
    const int32_t tail = rounding_shift_right(doubling_high_multiply(d4_over_4 + d3, third) + d2, 1);
    return exp_of_minus_eighth + doubling_high_multiply(exp_of_minus_eighth, d + tail);
}

/// exp(x) in Q0.31 for x <= 0 in Q5.26. The fraction below 1/4 goes through the polynomial; each further
/// binary digit of -x multiplies by its own constant, exp(-2^k) for k = -2..4.
THIMBLERT_INLINE int32_t exponential_of_negative(int32_t x) {
    constexpr int32_t factors[7] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
    const int32_t quarter = int32_t{1} << 24;
    if (x == 0) {
        return 0x7FFFFFFF;
    }
    const int32_t below_quarter = (x & (quarter - 1)) - quarter;
    int32_t result = exponential_near_zero(shift_left(below_quarter, 5));
    const int32_t remainder = below_quarter - x;
    for (int32_t digit = 0; digit < 7; ++digit) {
        if ((remainder & (quarter << digit)) != 0) {
            result = doubling_high_multiply(result, factors[digit]);
        }
    }
    return result;
}

/// 1 / (1 + x) in Q0.31 for x in [0, 1) in Q0.31: three Newton-Raphson steps on half the denominator.
THIMBLERT_INLINE int32_t reciprocal_of_one_plus(int32_t x) {
    const int32_t start = 1515870810;  // 48 / 17 in Q2.29
    const int32_t slope = -1010580540; // -32 / 17 in Q2.29
    const int32_t one = int32_t{1} << 29;
    const int32_t half_denominator = static_cast<int32_t>((int64_t{x} + 0x7FFFFFFF + 1) / 2);
    int32_t estimate = start + doubling_high_multiply(half_denominator, slope);
    for (int32_t iteration = 0; iteration < 3; ++iteration) {
        const int32_t error = one - doubling_high_multiply(half_denominator, estimate);
        estimate += shift_left(doubling_high_multiply(estimate, error), 2);
    }
    // The estimate is twice the result and in Q2.29: one doubling makes it Q0.31, where 1 does not fit.
    return estimate > 0x3FFFFFFF ? 0x7FFFFFFF : shift_left(estimate, 1);
}

} // namespace thimblert
