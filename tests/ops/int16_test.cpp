// SPDX-License-Identifier: Apache-2.0
// References on int16 activations, with numbers worked by hand.
#include "tests/ops/single_node.h"
#include "thimble/ops/interpolation_table.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/sigmoid_input.h"
#include "thimble/ops/softmax.h"

#include <cmath>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using Words = std::vector<std::int16_t>;

Tensor words(Shape shape, const Words& values, float scale) {
    return Tensor::of(std::move(shape), values, per_tensor(scale, 0));
}

SingleNode& with_output(SingleNode& node, float scale) {
    return node.output_of(DataType::int16, per_tensor(scale, 0));
}

Words evaluate_words(SingleNode& node) {
    const Tensor tensor = node.evaluate();
    return {tensor.elements<std::int16_t>().begin(), tensor.elements<std::int16_t>().end()};
}

} // namespace

// The multiplier 2^30 with shift 0 is 1/2; halves go up. Cut to 16 bits, 2^31 - 1 is 32767 / 32768.
TEST(RequantizeWide, RoundsOnceHalvesUp) {
    EXPECT_EQ(requantize_wide(3, {1 << 30, 0}), 2);
    EXPECT_EQ(requantize_wide(-3, {1 << 30, 0}), -1);
    EXPECT_EQ(requantize_wide(std::int64_t{1} << 40, {1 << 30, -20}), 1 << 19);
    EXPECT_EQ(requantize_wide(65536, {2147483647, 0}), 65534);
    EXPECT_EQ(requantize_wide(5, {1 << 30, 7}), 320);
}

// Two taps: 1000 * 2 - 2000 * 3 + 5000 = 1000, times 0.5 * 0.25 / 0.25 = 500.
TEST(Conv2dInt16, AddsAWideBias) {
    SingleNode node("conv2d");
    node.input(words({1, 1, 1, 2}, {1000, -2000}, 0.5F))
        .codes({1, 1, 1, 2}, {2, 3}, per_tensor(0.25F, 0))
        .input(Tensor::of<std::int64_t>(Shape{1}, {5000}));
    EXPECT_EQ(evaluate_words(with_output(node, 0.25F)), (Words{500}));
}

// A sum beyond 32 bits saturates: 2^40 * 0.5.
TEST(Conv2dInt16, SaturatesWideSums) {
    SingleNode node("conv2d");
    node.input(words({1, 1, 1, 1}, {1}, 0.5F))
        .codes({1, 1, 1, 1}, {1}, per_tensor(1.0F, 0))
        .input(Tensor::of<std::int64_t>(Shape{1}, {1 << 30}));
    EXPECT_EQ(evaluate_words(with_output(node, 1.0F)), (Words{32767}));
}

TEST(Conv2dInt16, RejectsOtherWeightsAndBiases) {
    SingleNode weights("conv2d");
    weights.input(words({1, 1, 1, 1}, {1}, 0.5F)).input(words({1, 1, 1, 1}, {1}, 0.5F));
    EXPECT_EQ(weights.message(), "weights are int16, expected int8 with int16 inputs");
    SingleNode bias("conv2d");
    bias.input(words({1, 1, 1, 1}, {1}, 0.5F)).codes({1, 1, 1, 1}, {1}, per_tensor(1.0F, 0)).floats({1}, {1});
    EXPECT_EQ(with_output(bias, 1.0F).message(), "bias is float32, expected int32 or int64");
}

TEST(Conv2dInt16, RejectsFactorsThatWideSumsCannotTake) {
    SingleNode node("conv2d");
    node.input(words({1, 1, 1, 1}, {1}, 128.0F))
        .codes({1, 1, 1, 1}, {1}, per_tensor(1.0F, 0))
        .input(Tensor::of<std::int64_t>(Shape{1}, {0}));
    EXPECT_EQ(with_output(node, 1.0F).message(), "scales give a factor of 2^7 or more, expected one below 2^7");
}

TEST(Int16, RejectsAZeroPoint) {
    SingleNode node("clip");
    node.input(Tensor::of<std::int16_t>(Shape{1}, {1}, per_tensor(1.0F, 3)));
    EXPECT_EQ(node.message(), "input 0 has zero point 3, expected 0");
}

TEST(Int16, RejectsAnOutputOfAnotherType) {
    SingleNode node("clip");
    node.input(words({1}, {1}, 1.0F)).output(per_tensor(1.0F, 0));
    EXPECT_EQ(node.message(), "output is int8, expected int16 as the input");
}

// 300 * 0.5 + 100 * 0.25 = 175, 350 steps of 0.5.
TEST(AddInt16, BringsBothToTheScaleOfTheOutput) {
    SingleNode node("add");
    node.input(words({2}, {300, 32767}, 0.5F)).input(words({2}, {100, 32767}, 0.25F));
    EXPECT_EQ(evaluate_words(with_output(node, 0.5F)), (Words{350, 32767}));
}

TEST(SubInt16, SubtractsTheSecond) {
    SingleNode node("sub");
    node.input(words({2}, {300, -32768}, 0.5F)).input(words({2}, {100, 32767}, 0.25F));
    EXPECT_EQ(evaluate_words(with_output(node, 0.5F)), (Words{250, -32768}));
}

// 300 * 0.5 * 100 * 0.25 = 3750, 7500 steps of 0.5.
TEST(MulInt16, MultipliesRealValues) {
    SingleNode node("mul");
    node.input(words({2}, {300, -32768}, 0.5F)).input(words({2}, {100, 32767}, 0.25F));
    EXPECT_EQ(evaluate_words(with_output(node, 0.5F)), (Words{7500, -32768}));
}

TEST(LeakyReluInt16, ScalesWhatIsBelowZero) {
    SingleNode node("leaky_relu", {{"alpha", 0.25}});
    node.input(words({3}, {-4000, 0, 3000}, 0.5F));
    EXPECT_EQ(evaluate_words(with_output(node, 0.25F)), (Words{-2000, 0, 6000}));
}

// (300 + 100 - 50) * 0.5 / 3 = 58.33, 117 steps of 0.5; the sum is 175, 350 steps.
TEST(MeanInt16, AveragesRealValues) {
    SingleNode node("mean", {{"axes", Integers{0}}});
    node.input(words({3}, {300, 100, -50}, 0.5F));
    EXPECT_EQ(evaluate_words(with_output(node, 0.5F)), (Words{117}));
    SingleNode sum("reduce_sum", {{"axes", Integers{0}}});
    sum.input(words({3}, {300, 100, -50}, 0.5F));
    EXPECT_EQ(evaluate_words(with_output(sum, 0.5F)), (Words{350}));
}

TEST(MeanInt16, RejectsMoreElementsThanAddUp) {
    SingleNode node("mean", {{"axes", Integers{0}}});
    node.input(words({65536}, Words(65536), 0.5F));
    EXPECT_EQ(with_output(node, 0.5F).message(), "65536 int16 elements are added up, expected at most 65535");
}

TEST(SigmoidTable, HasTheEndsOfTheFunction) {
    const Words table = sigmoid_int16_table();
    ASSERT_EQ(table.size(), 256U);
    EXPECT_EQ(table.front(), 0);
    // 65536 / (1 + exp(-4 / 24)) = 35492.4, raised by half of the error of 1.3 in the middle.
    EXPECT_EQ(table[4], 35493 - 32768);
    EXPECT_EQ(table[254], 65534 - 32768);
    EXPECT_EQ(table.back(), 32767);
}

TEST(LogisticInt16, IsTheFunctionWithinTwoSteps) {
    const Words values = {-32768, -9000, -100, 0, 100, 4096, 12288, 32767};
    SingleNode node("logistic");
    node.input(words({8}, values, 1.0F / 4096.0F));
    const Words results = evaluate_words(with_output(node, 1.0F / 32768.0F));
    for (std::size_t index = 0; index < values.size(); ++index) {
        EXPECT_NEAR(results[index], 32768.0 / (1.0 + std::exp(-values[index] / 4096.0)), 2.0) << index;
    }
    EXPECT_EQ(results[3], 16384);
}

TEST(TanhInt16, IsTheFunctionWithinTwoSteps) {
    const Words values = {-32768, -9000, -100, 0, 100, 4096, 12288, 32767};
    SingleNode node("tanh");
    node.input(words({8}, values, 1.0F / 4096.0F));
    const Words results = evaluate_words(with_output(node, 1.0F / 32768.0F));
    for (std::size_t index = 0; index < values.size(); ++index) {
        EXPECT_NEAR(results[index], 32768.0 * std::tanh(values[index] / 4096.0), 2.5) << index;
    }
    EXPECT_EQ(results[3], 0);
}

TEST(LogisticInt16, RejectsLargeScales) {
    SingleNode node("logistic");
    node.input(words({1}, {1}, 3.0F));
    EXPECT_EQ(with_output(node, 1.0F / 32768.0F).message(), "input scale is 3, expected below 2.67 in 16 bits");
}

TEST(InterpolationTable, HoldsItsFunction) {
    const Words table = softmax_exponential_table();
    ASSERT_EQ(table.size(), 513U);
    EXPECT_EQ(table.back(), 32767); // exp(0), saturated
    EXPECT_EQ(table.front(), 2);    // exp(-10) is 1.49 steps; the interval's middle, 1.50, rounds up
    EXPECT_NEAR(interpolate(table, 32767), 32767, 6);
    EXPECT_EQ(softmax_reciprocal_table().back(), 16384); // 1 / (1 + 1)
}

TEST(SoftmaxInt16, SharesEquallyAmongEqualInputs) {
    SingleNode node("softmax");
    node.input(words({1, 4}, {77, 77, 77, 77}, 0.001F));
    for (const std::int16_t share : evaluate_words(with_output(node, 1.0F / 32768.0F))) {
        EXPECT_NEAR(share, 8192, 2);
    }
}

TEST(SoftmaxInt16, IsTheFunctionWithinSomeSteps) {
    const Words values = {0, 1000, -3000, 2500, 500};
    SingleNode node("softmax");
    node.input(words({1, 5}, values, 0.001F));
    const Words results = evaluate_words(with_output(node, 1.0F / 32768.0F));
    double sum = 0.0;
    for (const std::int16_t value : values) {
        sum += std::exp(value * 0.001);
    }
    for (std::size_t index = 0; index < values.size(); ++index) {
        EXPECT_NEAR(results[index], 32768.0 * std::exp(values[index] * 0.001) / sum, 8.0) << index;
    }
}

TEST(SoftmaxInt16, TakesInt8) {
    SingleNode node("softmax");
    node.codes({1, 4}, {7, 7, 7, 7}, per_tensor(0.5F, 0))
        .output_of(DataType::int16, per_tensor(1.0F / 65536.0F, -32768));
    EXPECT_EQ(evaluate_words(node), (Words{-16384, -16384, -16384, -16384}));
    SingleNode other("softmax");
    other.codes({1, 1}, {7}, per_tensor(0.5F, 0)).output_of(DataType::int16, per_tensor(1.0F / 32768.0F, 0));
    EXPECT_EQ(other.message(), "int16 output of int8 input expects scale 1/65536 and zero point -32768");
}

} // namespace thimble
