// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(Conv3d, SumsProductsOverTheWindow) {
    // Depth 2, 1x2 slices (1 2), (3 4); window of depth 2 with weights 1, 10: 1 + 30, 2 + 40.
    SingleNode node("conv3d");
    node.floats({1, 2, 1, 2, 1}, {1, 2, 3, 4}).floats({1, 2, 1, 1, 1}, {1, 10}).floats({1}, {0.5F});
    EXPECT_EQ(node.evaluate_floats(), (Floats{31.5F, 42.5F}));
    EXPECT_EQ(node.macs(), 4);
}

TEST(Conv3d, PadsStridesAndDilates) {
    // A line of depth 5, window of 2 taps 2 apart, padded by one in front and behind, stride 2:
    // (-1, 1), (1, 3), (3, 5) -> 10 * 2, 2 + 40, 4.
    SingleNode node(
        "conv3d",
        {{"padding", Integers{1, 0, 0, 1, 0, 0}}, {"stride", Integers{2, 1, 1}}, {"dilation", Integers{2, 1, 1}}}
    );
    node.floats({1, 5, 1, 1, 1}, {1, 2, 3, 4, 5}).floats({1, 2, 1, 1, 1}, {1, 10});
    EXPECT_EQ(node.evaluate_floats(), (Floats{20, 42, 4}));
}

TEST(Conv3d, KeepsGroupsApart) {
    // Channels (1, 2) in two groups, each with two outputs.
    SingleNode node("conv3d", {{"groups", std::int64_t{2}}});
    node.floats({1, 1, 1, 1, 2}, {1, 2}).floats({4, 1, 1, 1, 1}, {1, 10, 100, 1000});
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 10, 200, 2000}));
}

TEST(Conv3d, RejectsWhatDoesNotFit) {
    EXPECT_EQ(SingleNode("conv3d").floats({1, 1, 1, 1}, {1}).floats({1, 1, 1, 1}, {1}).rejection(), "E0421");
    EXPECT_EQ(SingleNode("conv3d").floats({1, 1, 1, 1, 2}, {1, 2}).floats({1, 1, 1, 1, 1}, {1}).rejection(), "E0421");
    EXPECT_EQ(SingleNode("conv3d").floats({1, 1, 1, 1, 1}, {1}).floats({1, 2, 1, 1, 1}, {1, 1}).rejection(), "E0421");
    SingleNode node("conv3d", {{"stride", Integers{1, 0, 1}}});
    EXPECT_EQ(node.floats({1, 1, 1, 1, 1}, {1}).floats({1, 1, 1, 1, 1}, {1}).rejection(), "E0422");
}

TEST(TransposeConv, ScattersTheWindow) {
    // Pixels 1, 2 with stride 2 and weights (1 10 100): 1, 10, 100 + 2, 20, 200.
    SingleNode node("transpose_conv", {{"stride", Integers{1, 2}}, {"output_size", Integers{1, 5}}});
    node.floats({1, 1, 2, 1}, {1, 2}).floats({1, 1, 3, 1}, {1, 10, 100});
    EXPECT_EQ(node.infer().shape, (Shape{1, 1, 5, 1}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 10, 102, 20, 200}));
    EXPECT_EQ(node.macs(), 6);
}

TEST(TransposeConv, CutsThePaddingOff) {
    SingleNode node(
        "transpose_conv", {{"stride", Integers{1, 2}}, {"padding", Integers{0, 1}}, {"output_size", Integers{1, 6}}}
    );
    node.floats({1, 1, 2, 1}, {1, 2}).floats({1, 1, 3, 1}, {1, 10, 100});
    // One element cut in front; beyond the last tap nothing is added.
    EXPECT_EQ(node.evaluate_floats(), (Floats{10, 102, 20, 200, 0, 0}));
}

TEST(TransposeConv, RequantizesInt8) {
    // Input (3 - 1) = 2, weights 3 and 5 in two output channels with scales 0.5 and 1; input scale 1, output scale 2.
    SingleNode node("transpose_conv", {{"output_size", Integers{1, 1}}});
    node.codes({1, 1, 1, 1}, {3}, per_tensor(1.0F, 1)).codes({2, 1, 1, 1}, {3, 5}, per_channel({0.5F, 1.0F}, 0));
    node.bias({1, -2}).output(per_tensor(2.0F, 10));
    // (6 + 1) * 0.25 = 1.75 rounds to 2, (10 - 2) * 0.5 = 4.
    EXPECT_EQ(node.evaluate_codes(), (Codes{12, 14}));
}

TEST(TransposeConv, NeedsTheSizeOfItsOutput) {
    SingleNode node("transpose_conv", {{"output_size", Integers{1, 1, 1}}});
    EXPECT_EQ(node.floats({1, 1, 1, 1}, {1}).floats({1, 1, 1, 1}, {1}).rejection(), "E0422");
}

TEST(ConvInteger, TakesZeroPointsOff) {
    // Padding holds the zero point: (2 - 1) * (5 - 3) alone, then (2 - 1) * (4 - 3) + (4 - 1) * (5 - 3).
    SingleNode node("conv_integer", {{"padding", Integers{0, 1, 0, 0}}});
    node.input(Tensor::of<std::uint8_t>({1, 1, 2, 1}, {2, 4})).input(Tensor::of<std::uint8_t>({1, 1, 2, 1}, {4, 5}));
    node.input(Tensor::of<std::uint8_t>({}, {1})).input(Tensor::of<std::uint8_t>({1}, {3}));
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int32_t>({1, 1, 2, 1}, {2, 7}));
}

TEST(ConvInteger, RejectsWhatHasAScale) {
    SingleNode node("conv_integer");
    node.codes({1, 1, 1, 1}, {1}, per_tensor(1.0F, 0)).codes({1, 1, 1, 1}, {1}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.rejection(), "E0420");
}

} // namespace thimble
