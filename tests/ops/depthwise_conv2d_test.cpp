// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(DepthwiseConv2d, KeepsChannelsApart) {
    // Two pixels of channels (1, 2) and (3, 4); window 2x1 with taps (1, 10) and (100, 1000).
    // Channel 0: 1*1 + 100*3 = 301; channel 1: 10*2 + 1000*4 = 4020. Bias 1, 2.
    SingleNode node("depthwise_conv2d");
    node.floats({1, 2, 1, 2}, {1, 2, 3, 4}).floats({1, 2, 1, 2}, {1, 10, 100, 1000}).floats({2}, {1, 2});
    EXPECT_EQ(node.evaluate_floats(), (Floats{302, 4022}));
}

TEST(DepthwiseConv2d, MultipliesChannels) {
    // Multiplier 2: outputs 0, 1 read channel 0 (value 3), outputs 2, 3 read channel 1 (value 5).
    SingleNode node("depthwise_conv2d");
    node.floats({1, 1, 1, 2}, {3, 5}).floats({1, 1, 1, 4}, {1, 2, 3, 4});
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 6, 15, 20}));
}

TEST(DepthwiseConv2d, StridesAndPads) {
    // Image 1x4 holding 1..4, window 1x3 of ones, stride 2, padding left 1: taps (-, 1, 2), (2, 3, 4).
    SingleNode node("depthwise_conv2d", {{"stride", Integers{1, 2}}, {"padding", Integers{0, 1, 0, 0}}});
    node.floats({1, 1, 4, 1}, {1, 2, 3, 4}).floats({1, 1, 3, 1}, {1, 1, 1});
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 9}));
}

TEST(DepthwiseConv2d, RequantizesEachChannelByItsOwnScale) {
    // Inputs minus zero point 2: 8, -4. Weights 5, 3: 40, -12; bias 2, 0: 42, -12.
    // Factors 0.5 * (0.25, 0.5) / 1 = 0.125, 0.25: 5.25 -> 5, -3; plus -1: 4, -4.
    SingleNode node("depthwise_conv2d");
    node.codes({1, 1, 1, 2}, {10, -2}, per_tensor(0.5F, 2));
    node.codes({1, 1, 1, 2}, {5, 3}, per_channel({0.25F, 0.5F}, 3)).bias({2, 0}).output(per_tensor(1.0F, -1));
    EXPECT_EQ(node.evaluate_codes(), (Codes{4, -4}));
}

TEST(DepthwiseConv2d, ClampsInt8ToTheActivation) {
    // ReLU with zero point -1: nothing below the code -1. -12 * 0.5 = -6 would be -7.
    SingleNode node("depthwise_conv2d", {{"activation", Reals{0, 1e9}}});
    node.codes({1, 1, 1, 1}, {-4}, per_tensor(0.5F, 0)).codes({1, 1, 1, 1}, {3}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(1.0F, -1)).evaluate_codes(), Codes{-1});
}

TEST(DepthwiseConv2d, CountsOneMacATap) {
    SingleNode node("depthwise_conv2d");
    node.floats({1, 4, 4, 3}, Floats(48)).floats({1, 3, 3, 3}, Floats(27));
    EXPECT_EQ(node.macs(), 2 * 2 * 3 * 9);
}

TEST(DepthwiseConv2d, RejectsChannelsThatAreNoMultiple) {
    SingleNode node("depthwise_conv2d");
    node.floats({1, 1, 1, 2}, Floats(2)).floats({1, 1, 1, 3}, Floats(3));
    EXPECT_EQ(
        node.message(), "weights are [1, 1, 1, 3], expected [1, kh, kw, channels] with a multiple of the 2 channels of "
                        "input [1, 1, 1, 2]"
    );
}

TEST(DepthwiseConv2d, RejectsScalesAlongTheOutputAxisOfConv2d) {
    SingleNode node("depthwise_conv2d");
    node.codes({1, 1, 1, 2}, {1, 2}, per_tensor(0.5F, 2)).codes({1, 1, 1, 2}, {5, 3}, per_channel({0.25F, 0.5F}, 0));
    EXPECT_EQ(node.output(per_tensor(1.0F, 0)).rejection(), "E0423");
}

} // namespace

} // namespace thimble
