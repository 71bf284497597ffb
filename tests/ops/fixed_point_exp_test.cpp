// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/fixed_point_exp.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

double from_q0(std::int32_t value) {
    return std::ldexp(static_cast<double>(value), -31);
}

TEST(ExpOfNegative, IsLargestInt32AtZero) {
    EXPECT_EQ(exp_of_negative(0), std::numeric_limits<std::int32_t>::max());
}

TEST(ExpOfNegative, IsCloseToExp) {
    // The polynomial of degree 4 leaves an error of about (1/8)^5 / 120 = 2.5e-7.
    constexpr double tolerance = 5e-7;
    for (int step = 1; step < 31000; ++step) {
        const double value = -step / 1000.0;
        const auto fixed = static_cast<std::int32_t>(std::lround(std::ldexp(value, 26)));
        ASSERT_NEAR(from_q0(exp_of_negative(fixed)), std::exp(value), tolerance) << value;
    }
}

TEST(Reciprocal, IsCloseToTheReciprocal) {
    // Values from 1 to 4095 in Q12.19.
    for (std::int64_t value = 1 << 19; value < std::int64_t{1} << 31; value += 1234567) {
        const FixedPointReciprocal result = reciprocal(static_cast<std::int32_t>(value));
        const double expected = std::ldexp(1.0, 19) / static_cast<double>(value);
        ASSERT_NEAR(from_q0(result.mantissa) * std::ldexp(1.0, -result.shift) / expected, 1.0, 1e-7) << value;
    }
}

TEST(Reciprocal, SplitsOffThePowerOfTwo) {
    EXPECT_EQ(reciprocal(1 << 19).shift, 0);       // 1
    EXPECT_EQ(reciprocal(8 << 19).shift, 3);       // 8
    EXPECT_EQ(reciprocal((8 << 19) - 1).shift, 2); // just below 8
}

} // namespace

} // namespace thimble
