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
    EXPECT_EQ(SingleNode("dequantize").floats({1}, {1}).message(), "input is float32, expected int8");
}

TEST(Dequantize, RejectsScalesAlongAnAxis) {
    SingleNode node("dequantize");
    EXPECT_EQ(node.codes({2}, {1, 2}, per_channel({1.0F, 2.0F}, 0)).rejection(), "E0423");
}

} // namespace

} // namespace thimble
