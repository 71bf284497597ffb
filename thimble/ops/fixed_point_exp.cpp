// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/fixed_point_exp.h"

#include "thimble/ops/fixed_point.h"

#include <array>
#include <bit>
#include <limits>

namespace thimble {

namespace {

// One in Q0.31 is not representable; the largest value stands for it.
constexpr std::int32_t one_q0 = std::numeric_limits<std::int32_t>::max();

// exp(-2^k) in Q0.31 for k = -2 .. 4.
constexpr std::array<std::int32_t, 7> exp_of_powers = {1672461947, 1302514674, 790015084, 290630308,
                                                       39332535,   720401,     242};

/// exp(value) as Q0.31 for a value in [-1/4, 0) as Q0.31.
std::int32_t exp_of_last_quarter(std::int32_t value) {
    constexpr std::int32_t exp_of_minus_eighth = 1895147668;
    constexpr std::int32_t one_third = 715827883;
    const std::int32_t x = value + (1 << 28);
    const std::int32_t x2 = high_multiply(x, x);
    const std::int32_t x3 = high_multiply(x2, x);
    const std::int32_t x4 = high_multiply(x2, x2);
    // x^2/2 + x^3/6 + x^4/24
    const std::int32_t cubic_and_quartic = high_multiply(rounding_shift_right(x4, 2) + x3, one_third);
    const std::int32_t higher_terms = rounding_shift_right(cubic_and_quartic + x2, 1);
    return exp_of_minus_eighth + high_multiply(exp_of_minus_eighth, x + higher_terms);
}

constexpr std::int32_t one_q2 = 1 << 29; // in Q2.29

/// 2 / (1 + value) as Q2.29 for a value in [0, 1] as Q0.31.
std::int32_t two_over_one_plus(std::int32_t value) {
    // Newton's first guess for 1/d with d in [1/2, 1] is 48/17 - 32/17 d; both in Q2.29.
    constexpr std::int32_t guess_offset = 1515870810;
    constexpr std::int32_t guess_slope = -1010580540;
    const auto half_denominator = static_cast<std::int32_t>((std::int64_t{value} + one_q0 + 1) / 2);
    std::int32_t x = guess_offset + high_multiply(half_denominator, guess_slope);
    for (int step = 0; step < 3; ++step) {
        const std::int32_t error = one_q2 - high_multiply(half_denominator, x);
        // The product of two Q2.29 is Q4.27.
        x += saturating_shift_left(high_multiply(x, error), 2);
    }
    return x;
}

} // namespace

std::int32_t exp_of_negative(std::int32_t value, std::int32_t integer_bits) {
    if (value == 0) {
        return one_q0;
    }
    const std::int32_t quarter = 1 << (29 - integer_bits);
    const std::int32_t last_quarter = (value & (quarter - 1)) - quarter;
    std::int32_t result = exp_of_last_quarter(saturating_shift_left(last_quarter, integer_bits));
    const std::int32_t remainder = last_quarter - value;
    // The last digit is worth 2^(integer_bits - 1).
    for (std::size_t digit = 0; digit < static_cast<std::size_t>(integer_bits) + 2; ++digit) {
        if ((remainder & (quarter << digit)) != 0) {
            result = high_multiply(result, exp_of_powers[digit]);
        }
    }
    return result;
}

std::int32_t reciprocal_of_one_plus(std::int32_t value) {
    // The half of Q2.29 is the same bits in Q1.30.
    return saturating_shift_left(two_over_one_plus(value), 1);
}

std::int32_t one_minus_over_one_plus(std::int32_t value) {
    return saturating_shift_left(two_over_one_plus(value) - one_q2, 2);
}

FixedPointReciprocal reciprocal(std::int32_t value) {
    constexpr std::int32_t integer_bits = 12;
    const auto bits = static_cast<std::uint32_t>(value);
    const int leading_zeros = std::countl_zero(bits);
    // The leading one moves to bit 31 and is taken off: what remains is x of 1 + x, in Q0.31.
    const std::uint32_t fraction = (bits << leading_zeros) - (std::uint32_t{1} << 31);
    return {reciprocal_of_one_plus(static_cast<std::int32_t>(fraction)), integer_bits - leading_zeros};
}

} // namespace thimble
