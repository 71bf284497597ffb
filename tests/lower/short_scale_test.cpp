// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/short_scale.h"
#include "thimblert/kernels/armv6m/finish_pairs.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace thimble {

namespace {

struct Layer {
    ScaledSums sums;
    std::int32_t zero_point = 0;
    ClampRange range;
};

std::int32_t expected_output(const Layer& layer, std::int64_t sum) {
    const std::int32_t scaled = requantize(static_cast<std::int32_t>(sum), layer.sums.multiplier) + layer.zero_point;
    return std::clamp(scaled, layer.range.low, layer.range.high);
}

/// The kernel's output for one sum of the layer's only channel.
std::int32_t kernel_output(const Layer& layer, const ShortScales& scales, std::int64_t sum) {
    const std::int32_t* words = scales.words.data();
    const auto raised = static_cast<std::int32_t>(static_cast<std::uint64_t>(sum + scales.offsets.front()));
    if (!thimblert::armv6m::is_short_scale(words)) {
        return thimblert::armv6m::apply_full_scale(words, raised, layer.zero_point, layer.range.low, layer.range.high);
    }
    const auto scale =
        thimblert::armv6m::unpack_short_scale(words, scales.scale_words, scales.fraction_bits, layer.range.low);
    return thimblert::armv6m::apply_short_scale(scale, raised);
}

/// Compares every sum, or those around each step of the output, the ends and a random sample.
void expect_same_outputs(const Layer& layer) {
    const ShortScales scales = short_scales({layer.sums}, layer.zero_point, layer.range);
    const std::int64_t count = layer.sums.highest - layer.sums.lowest + 1;
    const std::int64_t stride = std::max<std::int64_t>(1, count / 5000);
    for (std::int64_t sum = layer.sums.lowest; sum <= layer.sums.highest; sum += stride) {
        ASSERT_EQ(kernel_output(layer, scales, sum), expected_output(layer, sum)) << "sum " << sum;
        // Between two samples of different outputs lies a step: both sides of it are held.
        std::int64_t begin = sum;
        std::int64_t end = std::min(sum + stride, layer.sums.highest);
        while (end - begin > 1 && expected_output(layer, begin) != expected_output(layer, end)) {
            const std::int64_t middle = begin + (end - begin) / 2;
            (expected_output(layer, middle) == expected_output(layer, end) ? end : begin) = middle;
        }
        ASSERT_EQ(kernel_output(layer, scales, begin), expected_output(layer, begin)) << "sum " << begin;
        ASSERT_EQ(kernel_output(layer, scales, end), expected_output(layer, end)) << "sum " << end;
    }
}

std::int32_t full_count(const Layer& layer) {
    return short_scales({layer.sums}, layer.zero_point, layer.range).full_count;
}

constexpr QuantizedMultiplier half_percent = {1374389535, -7};

} // namespace

TEST(ShortScale, EqualsRequantizationAtEverySum) {
    expect_same_outputs({{half_percent, -60000, 60000}, 3, {-128, 127}});
    expect_same_outputs({{half_percent, -60000, 60000}, -128, {-128, 127}});
    expect_same_outputs({{half_percent, -60000, 60000}, 127, {-128, 127}});
    expect_same_outputs({{half_percent, -60000, 60000}, -128, {-128, -5}});
    expect_same_outputs({{half_percent, -3000, 2000}, -40, {-128, 127}});
    expect_same_outputs({{half_percent, 4000, 9000}, -40, {-100, 100}});
}

// Halves below zero are rounded away from zero: multiplier 2^30 and a shift of -3 divide by 16.
TEST(ShortScale, RoundsTiesBelowZeroAwayFromZero) {
    const Layer layer = {{{1 << 30, -3}, -4000, 4000}, 0, {-128, 127}};
    EXPECT_EQ(expected_output(layer, -24), -2);
    EXPECT_EQ(expected_output(layer, 24), 2);
    expect_same_outputs(layer);
    const ShortScales scales = short_scales({layer.sums}, 0, layer.range);
    EXPECT_EQ(scales.full_count, 0);
    EXPECT_EQ(scales.scale_words, 3);
}

TEST(ShortScale, TakesTwoWordsWhereTheRangeEndsAtZero) {
    EXPECT_EQ(short_scales({{half_percent, -60000, 60000}}, -128, {-128, 127}).scale_words, 2);
}

TEST(ShortScale, HoldsAConstantOutput) {
    const Layer layer = {{{1 << 30, -30}, -100000, 100000}, 17, {-128, 127}};
    EXPECT_EQ(full_count(layer), 0);
    expect_same_outputs(layer);
}

// A channel whose weights are all zero outputs its bias, which may be any.
TEST(ShortScale, HoldsTheOutputOfOneSum) {
    for (const std::int64_t sum : {1 << 30, -(1 << 30), 2147483647, -2147483647}) {
        const Layer layer = {{{1569364972, -26}, sum, sum}, -128, {-128, 127}};
        EXPECT_EQ(full_count(layer), 0);
        expect_same_outputs(layer);
    }
}

TEST(ShortScale, KeepsTheMultiplierWhereNoLineFits) {
    const Layer above_one = {{{1 << 30, 3}, -500, 500}, 0, {-128, 127}};
    EXPECT_EQ(full_count(above_one), 1);
    expect_same_outputs(above_one);
    const Layer near_overflow = {{half_percent, -2147483000, 2147483000}, 0, {-128, 127}};
    EXPECT_EQ(full_count(near_overflow), 1);
    expect_same_outputs(near_overflow);
}

TEST(ShortScale, EqualsRequantizationOverRandomLayers) {
    std::mt19937 random(11);
    const auto within = [&](std::int32_t low, std::int32_t high) {
        return low + static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(high - low + 1));
    };
    int full = 0;
    for (int sample = 0; sample < 600; ++sample) {
        Layer layer;
        layer.sums.multiplier = {within(1 << 30, 2147483647), within(-14, 1)};
        layer.sums.lowest = -within(0, 1 << within(4, 22));
        layer.sums.highest = layer.sums.lowest + within(0, 1 << within(4, 23));
        layer.range.low = within(0, 2) == 0 ? within(-128, 0) : -128;
        layer.range.high = within(0, 2) == 0 ? within(layer.range.low, 127) : 127;
        layer.zero_point = within(0, 1) == 0 ? -128 : within(-128, 127);
        full += layer.sums.multiplier.shift <= -5 && layer.sums.multiplier.shift >= -9 ? full_count(layer) : 0;
        expect_same_outputs(layer);
        if (HasFatalFailure()) {
            FAIL() << "sample " << sample;
        }
    }
    EXPECT_EQ(full, 0) << "layers with usual factors that found no line";
}

} // namespace thimble
