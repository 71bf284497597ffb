// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/convolution.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Conv2d, SumsProductsOverWindowAndChannels) {
    // One 2x1 image of two channels: pixels (1, 2) and (3, 4). Weights of output channel 0: (1, 10)
    // in a 1x1 window; of channel 1: (-1, 0.5). Bias 100, 0.
    // Pixel 0: 1 + 20 + 100 = 121, -1 + 1 = 0. Pixel 1: 3 + 40 + 100 = 143, -3 + 2 = -1.
    SingleNode node("conv2d");
    node.floats({1, 2, 1, 2}, {1, 2, 3, 4}).floats({2, 1, 1, 2}, {1, 10, -1, 0.5F}).floats({2}, {100, 0});
    EXPECT_EQ(node.evaluate_floats(), (Floats{121, 0, 143, -1}));
}

TEST(Conv2d, StridesDilatesAndPads) {
    // Image 3x3 holding 1..9, window 2x2 of ones, dilation 2 (reach 3), stride 2, padding 1 on all
    // sides: extent (3 + 2 - 3) / 2 + 1 = 2. Taps of output (0, 0) are the corners of rows and
    // columns -1 .. 1, of which only the centre 5 is inside; likewise 5 for the other three.
    SingleNode node(
        "conv2d", {{"stride", Integers{2, 2}}, {"dilation", Integers{2, 2}}, {"padding", Integers{1, 1, 1, 1}}}
    );
    node.floats({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9}).floats({1, 2, 2, 1}, {1, 1, 1, 1});
    EXPECT_EQ(node.infer().shape, (Shape{1, 2, 2, 1}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{5, 5, 5, 5}));
}

TEST(Conv2d, PadsEachSideOnItsOwn) {
    // Image 1x3 holding 1, 2, 3; window 1x3 of weights 1, 10, 100; padding left 2, right 0:
    // outputs at x = -2, -1, 0: 100*1; 10*1 + 100*2; 1 + 20 + 300.
    SingleNode node("conv2d", {{"padding", Integers{0, 2, 0, 0}}});
    node.floats({1, 1, 3, 1}, {1, 2, 3}).floats({1, 1, 3, 1}, {1, 10, 100});
    EXPECT_EQ(node.evaluate_floats(), (Floats{100, 210, 321}));
}

TEST(Conv2d, ClampsToTheActivation) {
    SingleNode node("conv2d", {{"activation", Reals{0, 6}}});
    node.floats({1, 1, 3, 1}, {-1, 2, 9}).floats({1, 1, 1, 1}, {1});
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 2, 6}));
}

TEST(Conv2d, ReadsEveryImageOfABatch) {
    SingleNode node("conv2d");
    node.floats({2, 1, 1, 1}, {3, 5}).floats({1, 1, 1, 1}, {2});
    EXPECT_EQ(node.evaluate_floats(), (Floats{6, 10}));
}

TEST(Conv2d, KeepsGroupsApart) {
    // Channels (1, 2, 3, 4) in two groups of two; output 0 reads the first two, output 1 the others.
    SingleNode node("conv2d", {{"groups", std::int64_t{2}}});
    node.floats({1, 1, 1, 4}, {1, 2, 3, 4}).floats({2, 1, 1, 2}, {1, 10, 100, 1000});
    EXPECT_EQ(node.evaluate_floats(), (Floats{21, 4300}));
}

SingleNode quantized_node(Quantization weights_quantization) {
    // Input minus its zero point -1: 2, 4, 0, 6.
    SingleNode node("conv2d");
    node.codes({1, 2, 2, 1}, {1, 3, -1, 5}, per_tensor(0.5F, -1));
    node.codes({2, 2, 2, 1}, {1, -2, 3, 4, 1, 1, 1, 1}, std::move(weights_quantization));
    return node;
}

TEST(Conv2d, RequantizesEachChannelByItsOwnScale) {
    // Channel 0: 2 - 8 + 0 + 24 = 18, bias 2: 20; factor 0.5 * 0.25 / 0.5 = 0.25: 5; plus 10: 15.
    // Channel 1: 12, bias -2: 10; factor 0.5 * 0.5 / 0.5 = 0.5: 5; plus 10: 15.
    SingleNode node = quantized_node(per_channel({0.25F, 0.5F}, 0));
    node.bias({2, -2}).output(per_tensor(0.5F, 10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{15, 15}));
}

TEST(Conv2d, TakesPerTensorWeightsAndNoBias) {
    // 18 * 0.25 = 4.5 -> 5 (first rounding 9, second 4.5 away from zero); 12 * 0.25 = 3.
    SingleNode node = quantized_node(per_tensor(0.25F, 0));
    node.output(per_tensor(0.5F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{5, 3}));
}

TEST(Conv2d, GivesTheZeroPointForAChannelOfScaleZero) {
    SingleNode node = quantized_node(per_channel({0.0F, 0.25F}, 0));
    node.bias({1000, 0}).output(per_tensor(0.5F, 7));
    EXPECT_EQ(node.evaluate_codes(), (Codes{7, 10})); // 12 * 0.25 = 3
}

TEST(Conv2d, SaturatesAndClampsInt8) {
    // 18 and 12 with factor 0.5 * 32 / 0.5 = 32 are 576 and 384, beyond 127.
    SingleNode node = quantized_node(per_tensor(32.0F, 0));
    node.output(per_tensor(0.5F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{127, 127}));
}

TEST(Conv2d, PadsInt8WithTheZeroPoint) {
    // Window 1x2 of ones over (4, 6) after the zero point, padding left 1: 4, 10; factor 1.
    SingleNode node("conv2d", {{"padding", Integers{0, 1, 0, 0}}});
    node.codes({1, 1, 2, 1}, {-6, -4}, per_tensor(1.0F, -10)).codes({1, 1, 2, 1}, {1, 1}, per_tensor(1.0F, 0));
    node.output(per_tensor(1.0F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{4, 10}));
}

TEST(Conv2d, CountsPaddedTapsAsMacs) {
    // 4 outputs of 3x3x2 taps each, 5 channels.
    SingleNode node("conv2d", {{"padding", Integers{1, 1, 1, 1}}});
    node.floats({1, 2, 2, 2}, Floats(8)).floats({5, 3, 3, 2}, Floats(90));
    EXPECT_EQ(node.macs(), 4 * 5 * 18);
}

TEST(Conv2d, SaysFoundAndExpectedChannels) {
    SingleNode node("conv2d");
    node.floats({1, 2, 2, 4}, Floats(16)).floats({1, 1, 1, 3}, Floats(3));
    EXPECT_EQ(node.message(), "weights expect 3 input channels, input [1, 2, 2, 4] has 4");
}

TEST(Conv2d, RejectsWrongRanks) {
    EXPECT_EQ(SingleNode("conv2d").floats({2, 2, 4}, Floats(16)).floats({1, 1, 1, 4}, Floats(4)).rejection(), "E0421");
}

TEST(Conv2d, RejectsAWindowBeyondTheImage) {
    SingleNode node("conv2d");
    node.floats({1, 2, 2, 1}, Floats(4)).floats({1, 3, 3, 1}, Floats(9));
    EXPECT_EQ(node.message(), "window reaches over 3 rows, padded input has 2");
}

TEST(Conv2d, RejectsBadAttributes) {
    for (const Attributes& attributes : std::vector<Attributes>{
             {{"stride", Integers{0, 1}}},
             {{"stride", Integers{1}}},
             {{"dilation", Integers{1, -1}}},
             {{"padding", Integers{0, 0}}},
             {{"padding", Integers{0, 0, -1, 0}}},
             {{"activation", Reals{1, 0}}},
             {{"activation", Reals{0}}},
         }) {
        SingleNode node("conv2d", attributes);
        node.floats({1, 2, 2, 1}, Floats(4)).floats({1, 1, 1, 1}, Floats(1));
        EXPECT_EQ(node.rejection(), "E0422");
    }
}

TEST(Conv2d, RejectsABiasThatDoesNotFit) {
    SingleNode shape("conv2d");
    shape.floats({1, 2, 2, 1}, Floats(4)).floats({2, 1, 1, 1}, Floats(2)).floats({3}, Floats(3));
    EXPECT_EQ(shape.rejection(), "E0421");
    SingleNode type = quantized_node(per_tensor(0.25F, 0));
    type.floats({2}, Floats(2)).output(per_tensor(0.5F, 0));
    EXPECT_EQ(type.message(), "bias is float32, expected int32");
}

TEST(Conv2d, RejectsABiasOfAnotherScale) {
    SingleNode node = quantized_node(per_tensor(0.25F, 0));
    const std::vector<std::int32_t> values = {1, 2};
    node.input(Tensor::of(Shape{2}, values, per_tensor(0.5F, 0))).output(per_tensor(0.5F, 0));
    EXPECT_EQ(node.rejection(), "E0423");
}

TEST(Conv2d, RejectsMixedDataTypes) {
    SingleNode node("conv2d");
    node.codes({1, 1, 1, 1}, {1}, per_tensor(1.0F, 0)).floats({1, 1, 1, 1}, {1});
    EXPECT_EQ(node.message(), "weights are float32, expected int8 with int8 inputs");
}

TEST(Conv2d, RejectsWeightsThatAreNotSymmetric) {
    SingleNode node = quantized_node(per_tensor(0.25F, 3));
    EXPECT_EQ(node.output(per_tensor(0.5F, 0)).rejection(), "E0423");
}

TEST(Conv2d, RejectsScalesAlongTheWrongAxis) {
    SingleNode axis = quantized_node(per_channel({1.0F, 1.0F}, 1));
    EXPECT_EQ(
        axis.output(per_tensor(0.5F, 0)).message(),
        "weights [2, 2, 2, 1] have 2 scales along axis 1, expected 2 along axis 0"
    );
    SingleNode count = quantized_node(per_channel({1.0F, 1.0F, 1.0F}, 0));
    EXPECT_EQ(count.output(per_tensor(0.5F, 0)).rejection(), "E0423");
}

TEST(Conv2d, RejectsQuantizationThatIsMissingOrNotPositive) {
    SingleNode output = quantized_node(per_tensor(0.25F, 0));
    EXPECT_EQ(output.output({}).message(), "output is int8 without a scale");
    SingleNode negative = quantized_node(per_tensor(-0.5F, 0));
    EXPECT_EQ(negative.output(per_tensor(0.5F, 0)).message(), "weights scale is -0.5, expected 0 or more");
    SingleNode zero = quantized_node(per_tensor(0.25F, 0));
    EXPECT_EQ(zero.output(per_tensor(0.0F, 0)).message(), "output scale is 0, expected a number above 0");
    SingleNode zero_point = quantized_node(per_tensor(0.25F, 0));
    EXPECT_EQ(zero_point.output(per_tensor(0.5F, 200)).rejection(), "E0423");
}

TEST(ConvolutionMultipliers, GiveOneFactorAChannelAlsoForPerTensorWeights) {
    SingleNode node("conv2d");
    node.codes({1, 1, 1, 1}, {1}, per_tensor(0.5F, 0)).codes({3, 1, 1, 1}, {1, 1, 1}, per_tensor(0.25F, 0));
    node.output(per_tensor(0.25F, 0));
    // 0.5 * 0.25 / 0.25 = 0.5
    const std::vector<QuantizedMultiplier> expected(3, {1 << 30, 0});
    EXPECT_EQ(convolution_multipliers(node.view(), 3), expected);
}

} // namespace

} // namespace thimble
