// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Dequantize, ScalesTheDifferenceToTheZeroPoint) {
    // 0.5 * (5 - 1), 0.5 * (-128 - 1)
    SingleNode node("dequantize");
    EXPECT_EQ(node.codes({2}, {5, -128}, per_tensor(0.5F, 1)).evaluate_floats(), (Floats{2, -64.5F}));
}

TEST(Dequantize, RejectsFloat) {
    EXPECT_EQ(SingleNode("dequantize").floats({1}, {1}).message(), "input is float32, expected integers");
}

TEST(Dequantize, TakesAScaleForEachIndexOfAnAxis) {
    SingleNode node("dequantize");
    node.codes({2, 2}, {1, 2, 3, 4}, per_channel({1.0F, 10.0F}, 0));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 2, 30, 40}));
}

TEST(Dequantize, TakesEveryIntegerType) {
    SingleNode node("dequantize");
    node.input(Tensor::of<std::uint8_t>({2}, {255, 0}, per_tensor(0.5F, 128)));
    EXPECT_EQ(node.evaluate_floats(), (Floats{63.5F, -64}));
}

TEST(Dequantize, RejectsAnAxisOfAnotherExtent) {
    SingleNode node("dequantize");
    EXPECT_EQ(node.codes({3}, {1, 2, 3}, per_channel({1.0F, 2.0F}, 0)).rejection(), "E0423");
}

} // namespace

} // namespace thimble
