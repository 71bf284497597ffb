// SPDX-License-Identifier: Apache-2.0
#include "thimblert/fixed_point.h"
#include "thimblert/window.h"

#include <array>
#include <cstdint>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace thimblert {

namespace {

constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();

} // namespace

// Cores without a 64-bit product take the same numbers from four 16-bit products.
TEST(FixedPoint, HighMultiplyByHalvesEqualsTheWideProduct) {
    const std::array<std::int32_t, 9> edges = {lowest + 1, -65537, -65536, -1, 0, 1, 65535, 65536, highest};
    for (const std::int32_t a : edges) {
        for (const std::int32_t b : edges) {
            EXPECT_EQ(doubling_high_multiply_by_halves(a, b), doubling_high_multiply(a, b)) << a << " * " << b;
        }
    }
    std::mt19937 random(7);
    for (int sample = 0; sample < 100000; ++sample) {
        const auto a = static_cast<std::int32_t>(random());
        const auto b = static_cast<std::int32_t>(random());
        ASSERT_EQ(doubling_high_multiply_by_halves(a, b), doubling_high_multiply(a, b)) << a << " * " << b;
    }
}

TEST(FixedPoint, HighMultiplyAcceptsTheLowestValue) {
    EXPECT_EQ(doubling_high_multiply(lowest, highest), lowest + 1);
    EXPECT_EQ(doubling_high_multiply_by_halves(lowest, highest), lowest + 1);
    EXPECT_EQ(doubling_high_multiply_by_halves(lowest, 1 << 30), -(1 << 30));
}

TEST(FixedPoint, ShiftRightRoundsHalvesAwayFromZero) {
    EXPECT_EQ(rounding_shift_right(3, 1), 2);
    EXPECT_EQ(rounding_shift_right(-3, 1), -2);
    EXPECT_EQ(rounding_shift_right(-5, 2), -1);
    EXPECT_EQ(rounding_shift_right(-6, 2), -2);
    EXPECT_EQ(rounding_shift_right(-7, 0), -7);
}

TEST(FixedPoint, ShiftRightDoesNotOverflow) {
    EXPECT_EQ(rounding_shift_right(highest, 31), 1);
    EXPECT_EQ(rounding_shift_right(lowest, 31), -1);
    EXPECT_EQ(rounding_shift_right(highest, 1), 1 << 30);
    EXPECT_EQ(rounding_shift_right(lowest, 0), lowest);
}

// 0.75 is 1610612736 * 2^-31; 10 * 0.75 * 2^2 = 30, 10 * 0.75 / 2^2 = 1.875.
TEST(FixedPoint, RequantiseShiftsLeftAndRight) {
    EXPECT_EQ(requantise(10, 1610612736, 2), 30);
    EXPECT_EQ(requantise(10, 1610612736, -2), 2);
    EXPECT_EQ(requantise(-10, 1610612736, -2), -2);
    EXPECT_EQ(requantise(10, 0, 0), 0);
}

// Rounded twice: 3 * 0.5 gives 2, and 2 / 4 gives 1, though 3 / 8 is nearer to 0.
TEST(FixedPoint, RequantiseRoundsTwice) {
    EXPECT_EQ(requantise(3, 1 << 30, -2), 1);
}

TEST(Window, ClipsTapsToTheInput) {
    const TapRange inside = clip_taps(2, 3, 10);
    EXPECT_EQ(inside.begin, 0);
    EXPECT_EQ(inside.end, 3);
    const TapRange before = clip_taps(-2, 3, 10);
    EXPECT_EQ(before.begin, 2);
    EXPECT_EQ(before.end, 3);
    const TapRange after = clip_taps(9, 3, 10);
    EXPECT_EQ(after.end, 1);
    const TapRange outside = clip_taps(-9, 3, 10);
    EXPECT_EQ(outside.begin, outside.end);
}

TEST(Window, ClipsDilatedTapsToTheInput) {
    const TapRange range = clip_dilated_taps(-3, 2, 5, 4); // taps at -3 -1 1 3 5
    EXPECT_EQ(range.begin, 2);
    EXPECT_EQ(range.end, 4);
    const TapRange outside = clip_dilated_taps(-20, 2, 5, 4);
    EXPECT_EQ(outside.begin, outside.end);
}

} // namespace thimblert
