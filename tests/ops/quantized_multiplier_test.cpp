// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace thimble {

namespace {

constexpr std::int32_t half = 1 << 30; // 0.5 as a fraction of 2^31

TEST(QuantizeMultiplier, SplitsIntoFractionAndPowerOfTwo) {
    EXPECT_EQ(quantize_multiplier(1.0), (QuantizedMultiplier{half, 1}));          // 0.5 * 2^1
    EXPECT_EQ(quantize_multiplier(0.5), (QuantizedMultiplier{half, 0}));          // 0.5 * 2^0
    EXPECT_EQ(quantize_multiplier(0.375), (QuantizedMultiplier{1610612736, -1})); // 0.75 * 2^-1
    EXPECT_EQ(quantize_multiplier(6.0), (QuantizedMultiplier{1610612736, 3}));    // 0.75 * 2^3
}

TEST(QuantizeMultiplier, CarriesARoundedUpFractionIntoTheShift) {
    // The fraction rounds to 2^31, which does not fit; 0.5 * 2^1 is the same number.
    EXPECT_EQ(quantize_multiplier(1.0 - 1e-12), (QuantizedMultiplier{half, 1}));
}

TEST(QuantizeMultiplier, HasNoRightShiftToRoundOnce) {
    EXPECT_EQ(quantize_multiplier(0.375, Rounding::once), (QuantizedMultiplier{805306368, 0}));
    EXPECT_EQ(quantize_multiplier(0.5, Rounding::once), quantize_multiplier(0.5));
    EXPECT_EQ(quantize_multiplier(6.0, Rounding::once), quantize_multiplier(6.0));
    EXPECT_EQ(quantize_multiplier(0.375, Rounding::twice), quantize_multiplier(0.375));
}

TEST(QuantizeMultiplier, FlushesTinyFactorsToZero) {
    EXPECT_EQ(quantize_multiplier(0.0), QuantizedMultiplier{});
    EXPECT_EQ(quantize_multiplier(std::ldexp(1.0, -33)), QuantizedMultiplier{});
    EXPECT_EQ(quantize_multiplier(std::ldexp(1.0, -32)), (QuantizedMultiplier{half, -31}));
}

TEST(QuantizeMultiplier, IsWithinHalfAStepOfTheFactor) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> exponent(-20.0, 20.0);
    for (int sample = 0; sample < 10000; ++sample) {
        const double real = std::exp2(exponent(random));
        const QuantizedMultiplier result = quantize_multiplier(real);
        const double stored = std::ldexp(static_cast<double>(result.multiplier), result.shift - 31);
        EXPECT_LE(std::abs(stored - real), std::ldexp(0.5, result.shift - 31)) << real;
        EXPECT_GE(result.multiplier, half) << real;
    }
}

TEST(QuantizeMultiplier, RejectsWhatNoScalesGive) {
    EXPECT_THROW(quantize_multiplier(-0.5), ModelError);
    EXPECT_THROW(quantize_multiplier(std::ldexp(1.0, 31)), ModelError);
    EXPECT_THROW(quantize_multiplier(std::nan("")), ModelError);
}

} // namespace

} // namespace thimble
