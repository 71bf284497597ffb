// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/fixed_point.h"
#include "thimble/ops/requantize.h"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace thimble {

namespace {

constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();

__extension__ using Int128 = __int128;

/// floor(a / b) in 128 bits, for b > 0.
std::int64_t floor_divide(Int128 a, std::int64_t b) {
    const Int128 quotient = a / b;
    return static_cast<std::int64_t>(a % b < 0 ? quotient - 1 : quotient);
}

/// Requantisation as the specification writes it, in arithmetic that is wide enough to be plain.
std::int32_t direct(std::int32_t value, QuantizedMultiplier multiplier) {
    const std::int64_t left = multiplier.shift > 0 ? multiplier.shift : 0;
    const Int128 shifted = static_cast<Int128>(value) * (std::int64_t{1} << left);
    const std::int64_t high = floor_divide(shifted * multiplier.multiplier + (1 << 30), std::int64_t{1} << 31);
    const int right = multiplier.shift < 0 ? -multiplier.shift : 0;
    return static_cast<std::int32_t>(std::roundl(std::ldexp(static_cast<long double>(high), -right)));
}

TEST(HighMultiply, RoundsHalvesUp) {
    EXPECT_EQ(high_multiply(1, 1 << 30), 1);  // 0.5
    EXPECT_EQ(high_multiply(-1, 1 << 30), 0); // -0.5
    EXPECT_EQ(high_multiply(3, 1 << 30), 2);  // 1.5
    EXPECT_EQ(high_multiply(-3, 1 << 30), -1);
}

TEST(HighMultiply, SaturatesAtItsOneOverflow) {
    EXPECT_EQ(high_multiply(lowest, lowest), highest);
    EXPECT_EQ(high_multiply(lowest, highest), -highest);
}

TEST(RoundingShiftRight, RoundsHalvesAwayFromZero) {
    EXPECT_EQ(rounding_shift_right(5, 1), 3);   // 2.5
    EXPECT_EQ(rounding_shift_right(-5, 1), -3); // -2.5
    EXPECT_EQ(rounding_shift_right(-7, 2), -2); // -1.75
    EXPECT_EQ(rounding_shift_right(-5, 0), -5);
    EXPECT_EQ(rounding_shift_right(lowest, 31), -1);
}

TEST(SaturatingShiftLeft, StopsAtTheEnds) {
    EXPECT_EQ(saturating_shift_left(3, 4), 48);
    EXPECT_EQ(saturating_shift_left(1 << 30, 1), highest);
    EXPECT_EQ(saturating_shift_left(-(1 << 30), 1), lowest);
    EXPECT_EQ(saturating_shift_left(-(1 << 30), 2), lowest);
}

TEST(Requantize, RoundsTwice) {
    // 0.25 is 2^30 with a right shift by 1: 22 -> 11 -> 5.5 -> 6, -22 -> -11 -> -5.5 -> -6.
    EXPECT_EQ(requantize(22, quantize_multiplier(0.25)), 6);
    EXPECT_EQ(requantize(-22, quantize_multiplier(0.25)), -6);
    // 5 * 0.25 = 1.25 becomes 2: the first rounding gives 3 (from 2.5), the second 2 (from 1.5).
    EXPECT_EQ(requantize(5, quantize_multiplier(0.25)), 2);
}

TEST(Requantize, ShiftsLeftForFactorsAboveOne) {
    EXPECT_EQ(requantize(7, quantize_multiplier(1.0)), 7);
    EXPECT_EQ(requantize(-7, quantize_multiplier(12.0)), -84);
}

TEST(Requantize, EqualsTheDirectFormula) {
    std::mt19937 random(2);
    std::uniform_int_distribution<std::int32_t> values(-(1 << 24), 1 << 24);
    std::uniform_int_distribution<std::int32_t> fractions(1 << 30, highest);
    std::uniform_int_distribution<std::int32_t> shifts(-31, 6);
    for (int sample = 0; sample < 200000; ++sample) {
        const std::int32_t value = values(random);
        const QuantizedMultiplier multiplier{fractions(random), shifts(random)};
        ASSERT_EQ(requantize(value, multiplier), direct(value, multiplier))
            << value << " * " << multiplier.multiplier << " << " << multiplier.shift;
    }
}

TEST(Requantize, EqualsTheDirectFormulaOverAllOf32Bits) {
    std::mt19937 random(3);
    std::uniform_int_distribution<std::int32_t> values(lowest, highest);
    std::uniform_int_distribution<std::int32_t> fractions(1 << 30, highest);
    std::uniform_int_distribution<std::int32_t> shifts(-31, 0);
    for (int sample = 0; sample < 200000; ++sample) {
        const std::int32_t value = values(random);
        const QuantizedMultiplier multiplier{fractions(random), shifts(random)};
        ASSERT_EQ(requantize(value, multiplier), direct(value, multiplier)) << value << " " << multiplier.shift;
    }
}

TEST(Requantize, StaysWithinOneOfTheRealProduct) {
    std::mt19937 random(4);
    std::uniform_int_distribution<std::int32_t> values(-100000, 100000);
    std::uniform_real_distribution<double> factors(1e-5, 0.02);
    for (int sample = 0; sample < 100000; ++sample) {
        const std::int32_t value = values(random);
        const double factor = factors(random);
        ASSERT_LE(std::abs(requantize(value, quantize_multiplier(factor)) - value * factor), 1.0) << value;
    }
}

TensorType int8_type(float scale, std::int32_t zero_point) {
    return {DataType::int8, {1}, Quantization{.scales = {scale}, .zero_points = {zero_point}}};
}

TEST(QuantizedClamp, IsTheWholeRangeWithoutActivation) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(quantized_clamp(int8_type(0.1F, 3), {-infinity, infinity}), (ClampRange{-128, 127}));
}

TEST(QuantizedClamp, StartsAtTheZeroPointForRelu) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(quantized_clamp(int8_type(0.1F, -5), {0.0, infinity}), (ClampRange{-5, 127}));
}

TEST(QuantizedClamp, RoundsBoundsHalfAwayFromZero) {
    // 6 / 0.48 = 12.5 -> 13; -1 / 0.4 = -2.5 -> -3.
    EXPECT_EQ(quantized_clamp(int8_type(0.48F, -100), {0.0, 6.0}), (ClampRange{-100, -87}));
    EXPECT_EQ(quantized_clamp(int8_type(0.4F, 10), {-1.0, 1.0}), (ClampRange{7, 13}));
}

TEST(QuantizedClamp, NeverLeavesInt8) {
    EXPECT_EQ(quantized_clamp(int8_type(0.01F, 0), {-6.0, 6.0}), (ClampRange{-128, 127}));
    EXPECT_EQ(quantized_clamp(int8_type(0.01F, 0), {5.0, 6.0}), (ClampRange{127, 127}));
}

} // namespace

} // namespace thimble
