// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/shifted_scale.h"

#include <random>

#include <gtest/gtest.h>

namespace thimble {
namespace {

/// The arithmetic of the kernels.
std::int32_t scaled(const ShiftedScale& scale, std::int64_t sum) {
    const std::int64_t product = 2 * sum * scale.multiplier + (std::int64_t{1} << 31);
    const std::int64_t value = ((product >> 32) + scale.addend - (sum < 0 ? 1 : 0)) >> scale.right;
    return clamp_to_int8(value, {});
}

std::int32_t reference(const ScaledSums& sums, std::int64_t sum, std::int32_t zero_point) {
    const std::int32_t value = requantize(static_cast<std::int32_t>(sum), sums.multiplier);
    return clamp_to_int8(std::int64_t{value} + zero_point, {});
}

TEST(ShiftedScale, GivesWhatTheReferenceGives) {
    std::mt19937 random{7};
    for (std::int32_t shift = -22; shift <= -1; ++shift) {
        const auto multiplier = static_cast<std::int32_t>((1U << 30) + random() % (1U << 30));
        const std::int64_t reach = std::min<std::int64_t>(std::int64_t{600} << -shift, raised_sums_end - 1);
        const ScaledSums sums{{multiplier, shift}, -reach, reach};
        const auto zero_point = static_cast<std::int32_t>(random() % 256U) - 128;
        const std::optional<ShiftedScale> scale = shifted_scale(sums, zero_point, raised_sums_end);
        ASSERT_TRUE(scale.has_value());
        const std::int64_t step = std::max<std::int64_t>(1, reach / 50000);
        for (std::int64_t sum = -reach; sum <= reach; sum += step) {
            ASSERT_EQ(scaled(*scale, sum), reference(sums, sum, zero_point)) << "shift " << shift << ", sum " << sum;
        }
    }
}

TEST(ShiftedScale, TakesAnyScaleWhereTheOutputIsTheSame) {
    const ScaledSums sums{{1 << 30, -31}, 1'000'000'000, 1'000'000'100};
    const std::optional<ShiftedScale> scale = shifted_scale(sums, -7, raised_sums_end);
    ASSERT_TRUE(scale.has_value());
    EXPECT_EQ(scale->multiplier, 0);
    EXPECT_EQ(scaled(*scale, sums.lowest), -7);
    EXPECT_EQ(scaled(*scale, -1), -7);
}

TEST(ShiftedScale, RefusesLeftShifts) {
    EXPECT_FALSE(shifted_scale({{1 << 30, 0}, -100, 100}, 0, raised_sums_end).has_value());
    EXPECT_FALSE(shifted_scale({{1 << 30, 3}, -100, 100}, 0, raised_sums_end).has_value());
}

TEST(ShiftedScale, RefusesSumsBeyondTheEnd) {
    EXPECT_FALSE(shifted_scale({{1 << 30, -18}, 0, raised_sums_end}, 0, raised_sums_end).has_value());
    EXPECT_TRUE(shifted_scale({{1 << 30, -18}, 0, raised_sums_end}, 0, doubled_sums_end).has_value());
    EXPECT_FALSE(shifted_scale({{1 << 30, -18}, -doubled_sums_end, 0}, 0, doubled_sums_end).has_value());
}

} // namespace
} // namespace thimble
