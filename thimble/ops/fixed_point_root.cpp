// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/fixed_point_root.h"

#include "thimble/ops/fixed_point.h"

#include <bit>
#include <limits>

namespace thimble {

namespace {

/// 1 / sqrt(value), both in Q3.28.
std::int32_t newton_root(std::int32_t value) {
    constexpr std::int32_t one = 1 << 28;
    constexpr std::int32_t three_halves = one + one / 2;
    const std::int32_t half = rounding_shift_right(value, 1);
    std::int32_t x = one;
    for (int step = 0; step < 5; ++step) {
        // Products of two and three Q3.28 have 6 and 9 integer bits.
        const std::int32_t cube = saturating_shift_left(high_multiply(high_multiply(x, x), x), 6);
        x = saturating_shift_left(high_multiply(three_halves, x) - high_multiply(half, cube), 3);
    }
    return x;
}

} // namespace

QuantizedMultiplier reciprocal_root(std::int32_t value) {
    constexpr std::int32_t root_of_half = 1518500250;
    if (value <= 1) {
        return {std::numeric_limits<std::int32_t>::max(), 0};
    }
    std::int32_t right_shift = 11;
    while (value >= (1 << 29)) {
        value /= 4;
        ++right_shift;
    }
    const int pairs = (std::countl_zero(static_cast<std::uint32_t>(value)) - 1) / 2 - 1;
    right_shift -= pairs;
    value <<= 2 * pairs;
    const std::int32_t root = high_multiply(newton_root(value >> 1), root_of_half);
    if (right_shift < 0) {
        return {root << -right_shift, 0};
    }
    return {root, -right_shift};
}

} // namespace thimble
