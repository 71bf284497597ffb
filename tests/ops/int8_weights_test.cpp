// SPDX-License-Identifier: Apache-2.0
// float32 activations with int8 weights: what TensorFlow Lite calls dynamic range quantisation, computed in float.
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

// (2 * 3 + 4 * -1) * 0.5 + 10 = 11 and (2 * 1 + 4 * 2) * 0.25 + 20 = 22.5.
TEST(Int8Weights, OfConv2dAreScaledForEachChannel) {
    SingleNode node("conv2d");
    node.floats({1, 1, 1, 2}, {2, 4}).codes({2, 1, 1, 2}, {3, -1, 1, 2}, per_channel({0.5F, 0.25F}, 0));
    EXPECT_EQ(node.floats({2}, {10, 20}).evaluate_floats(), (Floats{11, 22.5F}));
}

TEST(Int8Weights, OfDepthwiseConv2dAreScaledForEachChannel) {
    SingleNode node("depthwise_conv2d");
    node.floats({1, 1, 1, 2}, {2, 4}).codes({1, 1, 1, 2}, {3, -1}, per_channel({0.5F, 0.25F}, 3));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, -1}));
}

TEST(Int8Weights, OfFullyConnectedAreScaled) {
    SingleNode node("fully_connected");
    node.floats({1, 2}, {2, 4}).codes({2, 2}, {3, -1, 1, 2}, per_tensor(0.5F, 0));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 5}));
}

TEST(Int8Weights, ExpectAFloatBias) {
    SingleNode node("fully_connected");
    node.floats({1, 1}, {2}).codes({1, 1}, {3}, per_tensor(0.5F, 0)).bias({1});
    EXPECT_EQ(node.message(), "bias is int32, expected float32");
}

} // namespace thimble
