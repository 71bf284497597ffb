// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Mul, MultipliesWithBroadcasting) {
    SingleNode node("mul");
    node.floats({2, 1}, {2, -3}).floats({3}, {10, 20, 30});
    EXPECT_EQ(node.infer().shape, (Shape{2, 3}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{20, 40, 60, -30, -60, -90}));
}

TEST(Mul, ClampsToTheActivation) {
    SingleNode node("mul", {{"activation", Reals{0, 6}}});
    node.floats({3}, {-5, 2, 9}).floats({3}, {1, 2, 1});
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 4, 6}));
}

TEST(Mul, MultipliesInt8) {
    // (5 - 1) * 0.5 = 2 times (4 + 2) * 0.25 = 1.5: 3 / 0.75 = 4, less 10: -6.
    // (-1 - 1) * 0.5 = -1 times (1 + 2) * 0.25 = 0.75: -0.75 / 0.75 = -1, less 10: -11.
    SingleNode node("mul");
    node.codes({2}, {5, -1}, per_tensor(0.5F, 1)).codes({2}, {4, 1}, per_tensor(0.25F, -2));
    EXPECT_EQ(node.output(per_tensor(0.75F, -10)).evaluate_codes(), (Codes{-6, -11}));
}

TEST(Mul, RoundsInt8HalvesUpAndSaturates) {
    // 1 * 1 * 0.5 = 0.5 and -0.5 in steps of 1 become 1 and 0; 127 * 127 * 0.5 is beyond int8.
    SingleNode node("mul");
    node.codes({3}, {1, -1, 127}, per_tensor(0.5F, 0)).codes({3}, {1, 1, 127}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(1.0F, 0)).evaluate_codes(), (Codes{1, 0, 127}));
}

TEST(Mul, RejectsShapesThatDoNotBroadcast) {
    SingleNode node("mul");
    node.floats({2, 3}, Floats(6)).floats({2}, Floats(2));
    EXPECT_EQ(node.message(), "input 1 [2] does not broadcast with input 0 [2, 3]");
}

TEST(Mul, RejectsAnOutputScaleThatCannotHoldTheProduct) {
    SingleNode node("mul");
    node.codes({1}, {1}, per_tensor(1.0F, 0)).codes({1}, {1}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(1e-12F, 0)).rejection(), "E0423");
}

TEST(Mul, RejectsInputsOfDifferentTypes) {
    SingleNode node("mul");
    node.floats({1}, {1}).codes({1}, {1}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.rejection(), "E0420");
}

} // namespace

} // namespace thimble
