// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/fixed_point_log.h"

#include "thimble/ops/fixed_point.h"
#include "thimble/ops/fixed_point_exp.h"

#include <algorithm>
#include <bit>

namespace thimble {

namespace {

constexpr std::int32_t input_integer_bits = 12;
/// One more integer bit than the output has, so that nothing saturates on the way.
constexpr std::int32_t sum_integer_bits = 6;
constexpr std::int32_t sum_fraction_bits = 31 - sum_integer_bits;

// In Q0.31.
constexpr std::int32_t log_of_two = 1488522236;
constexpr std::int32_t root_of_half = 1518500250;
constexpr std::int32_t fourth_root_of_half = 1805811301;

/// A power of two and the mantissa that it leaves.
struct Scaled {
    std::int32_t mantissa; ///< Q0.31
    std::int32_t power;    ///< Q6.25, with a quarter for the fourth root added or taken off
};

/// value = 2^power * mantissa with the mantissa below sqrt(1/2), or with one below 1.
Scaled scaled(std::int32_t value) {
    constexpr std::int32_t quarter = 1 << (sum_fraction_bits - 2);
    const int zeros = std::countl_zero(static_cast<std::uint32_t>(value));
    const std::int32_t below_one = high_multiply(saturating_shift_left(value, zeros - 1), root_of_half);
    const std::int32_t first = saturating_shift_left(below_one, 1);
    const std::int32_t first_power = ((input_integer_bits - zeros) << sum_fraction_bits) + quarter;

    const std::int32_t reduced = high_multiply(value, root_of_half);
    const int headroom = std::countl_zero(static_cast<std::uint32_t>(reduced)) - 1;
    const std::int32_t second = saturating_shift_left(value, headroom);
    const std::int32_t second_power = ((input_integer_bits - headroom) << sum_fraction_bits) - quarter;
    return {std::min(first, second), std::max(first_power, second_power)};
}

std::int32_t half_sum(std::int32_t a, std::int32_t b) {
    const std::int64_t sum = std::int64_t{a} + b;
    return static_cast<std::int32_t>((sum + (sum >= 0 ? 1 : -1)) / 2);
}

} // namespace

std::int32_t log_of_one_or_more(std::int32_t value) {
    // With c = 2^(1/4): 11/240 c, 1/20 c, 2/c - c and c/4, in Q0.31.
    constexpr std::int32_t numerator_square = 117049297;
    constexpr std::int32_t denominator_square = 127690142;
    constexpr std::int32_t denominator_offset = 1057819769;
    constexpr std::int32_t denominator_slope = 638450708;
    const auto [r, power] = scaled(value);
    const std::int32_t mean = half_sum(r, fourth_root_of_half);
    const std::int32_t twice_distance = 2 * (r - fourth_root_of_half);
    const std::int32_t square = high_multiply(twice_distance, twice_distance);
    const std::int32_t numerator =
        high_multiply(twice_distance, r) + high_multiply(high_multiply(twice_distance, square), numerator_square);
    const std::int32_t denominator_less_one =
        high_multiply(mean, denominator_offset + twice_distance + high_multiply(denominator_square, square)) +
        high_multiply(denominator_slope, twice_distance);
    const std::int32_t of_mantissa =
        high_multiply(rounding_shift_right(numerator, sum_integer_bits), reciprocal_of_one_plus(denominator_less_one));
    return saturating_shift_left(high_multiply(power, log_of_two) + of_mantissa, 1);
}

} // namespace thimble
