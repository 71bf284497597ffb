// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

void expect_near(const Floats& found, const Floats& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t index = 0; index < expected.size(); ++index) {
        EXPECT_NEAR(found[index], expected[index], 1e-5F) << index;
    }
}

Attributes over(Integers axes) {
    return {{"axes", std::move(axes)}, {"epsilon", 0.0}};
}

} // namespace

TEST(Normalize, BringsMeanAndVarianceToZeroAndOne) {
    // Mean 3 and variance 4; mean 0 and variance 1.
    SingleNode node("normalize", over({1}));
    expect_near(node.floats({2, 2}, {1, 5, 1, -1}).evaluate_floats(), {-1, 1, 1, -1});
}

TEST(Normalize, ScalesAndShiftsEveryElement) {
    SingleNode node("normalize", over({1}));
    node.floats({2, 2}, {1, 5, 1, -1}).floats({2}, {2, 3}).floats({2}, {10, 20});
    expect_near(node.evaluate_floats(), {8, 23, 12, 17});
}

TEST(Normalize, SpreadsParametersOverChannels) {
    // Channels are the last axis, and mean 2 and 3 apart.
    SingleNode node("normalize", over({1}));
    node.floats({1, 2, 2}, {1, 1, 3, 5}).floats({2}, {2, 3});
    expect_near(node.evaluate_floats(), {-2, -3, 2, 3});
    SingleNode first("normalize", over({2}));
    first.floats({1, 2, 2}, {1, 3, 1, 5}).floats({2, 1}, {2, 3});
    expect_near(first.evaluate_floats(), {-2, 2, -3, 3});
}

TEST(Normalize, LeavesTheMeanWhenAsked) {
    // Mean square (1 + 49) / 2 = 25.
    SingleNode node("normalize", {{"axes", Integers{0}}, {"epsilon", 0.0}, {"centered", std::int64_t{0}}});
    expect_near(node.floats({2}, {1, 7}).evaluate_floats(), {0.2F, 1.4F});
}

TEST(Normalize, AddsEpsilonToTheVariance) {
    SingleNode node("normalize", {{"axes", Integers{0}}, {"epsilon", 3.0}});
    expect_near(node.floats({2}, {-1, 1}).evaluate_floats(), {-0.5F, 0.5F});
}

TEST(Normalize, RejectsParametersThatDoNotFit) {
    EXPECT_EQ(SingleNode("normalize", over({0})).floats({2}, {1, 2}).floats({3}, Floats(3)).rejection(), "E0421");
    EXPECT_EQ(SingleNode("normalize", over({0})).floats({2}, {1, 2}).floats({1, 2}, Floats(2)).rejection(), "E0421");
    SingleNode bias("normalize", over({0}));
    EXPECT_EQ(bias.floats({2}, {1, 2}).floats({2}, Floats(2)).floats({1}, Floats(1)).rejection(), "E0421");
    EXPECT_EQ(SingleNode("normalize", over({1})).floats({2}, {1, 2}).rejection(), "E0422");
    SingleNode epsilon("normalize", {{"axes", Integers{0}}, {"epsilon", -1.0}});
    EXPECT_EQ(epsilon.floats({2}, {1, 2}).rejection(), "E0422");
}

} // namespace thimble
