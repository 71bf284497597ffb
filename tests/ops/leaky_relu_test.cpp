// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(LeakyRelu, ScalesWhatIsBelowZero) {
    SingleNode node("leaky_relu", {{"alpha", 0.25}});
    node.floats({3}, {-4, 0, 3});
    EXPECT_EQ(node.evaluate_floats(), (Floats{-1, 0, 3}));
}

TEST(LeakyRelu, AcceptsANegativeSlopeInFloat) {
    SingleNode node("leaky_relu", {{"alpha", -2.0}});
    EXPECT_EQ(node.floats({2}, {-4, 3}).evaluate_floats(), (Floats{8, 3}));
}

TEST(LeakyRelu, ScalesInt8) {
    // (-7 - 1) * 0.5 * 0.25 = -1, four steps of 0.25 below 2. (5 - 1) * 0.5 = 2, eight steps above.
    SingleNode node("leaky_relu", {{"alpha", 0.25}});
    node.codes({3}, {-7, 1, 5}, per_tensor(0.5F, 1));
    EXPECT_EQ(node.output(per_tensor(0.25F, 2)).evaluate_codes(), (Codes{-2, 2, 10}));
}

TEST(LeakyRelu, SaturatesInt8) {
    SingleNode node("leaky_relu", {{"alpha", 0.5}});
    node.codes({2}, {-128, 127}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(0.25F, 0)).evaluate_codes(), (Codes{-128, 127}));
}

TEST(LeakyRelu, RejectsANegativeSlopeInInt8) {
    SingleNode node("leaky_relu", {{"alpha", -0.5}});
    node.codes({1}, {1}, per_tensor(1.0F, 0)).output(per_tensor(1.0F, 0));
    EXPECT_EQ(node.message(), "alpha is -0.5, expected a number of at least 0");
}

} // namespace

} // namespace thimble
