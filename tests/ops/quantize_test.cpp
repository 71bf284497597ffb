// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Quantize, RoundsHalvesAwayFromZero) {
    // x / 0.5: 3, 2.5 -> 3, -2.5 -> -3, 0.8 -> 1; plus 10.
    SingleNode node("quantize");
    node.floats({4}, {1.5F, 1.25F, -1.25F, 0.4F}).output(per_tensor(0.5F, 10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{13, 13, 7, 11}));
}

TEST(Quantize, SaturatesWhateverItIsGiven) {
    const float infinity = std::numeric_limits<float>::infinity();
    SingleNode node("quantize");
    node.floats({4}, {1e30F, -1e30F, infinity, std::nanf("")}).output(per_tensor(0.5F, 10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{127, -128, 127, 10}));
}

TEST(Quantize, RequantizesInt8) {
    // 0.5 * (q - 1): 2, -3; to scale 0.25, zero point 4: 8 + 4, -12 + 4.
    SingleNode node("quantize");
    node.codes({2}, {5, -5}, per_tensor(0.5F, 1)).output(per_tensor(0.25F, 4));
    EXPECT_EQ(node.evaluate_codes(), (Codes{12, -8}));
}

TEST(Quantize, RoundsHalvesToEvenWhereAsked) {
    SingleNode node("quantize", {{"rounding", std::string("even")}});
    node.floats({4}, {0.5F, 1.5F, -0.5F, -2.5F}).output(per_tensor(1.0F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{0, 2, 0, -2}));
}

TEST(Quantize, RescalesThroughFloatsWhereTiesGoToEven) {
    // 0.5, 1.5 and 8 * 0.3 = 2.4, of which the integer factor makes 3.
    const auto rescaled = [](const std::string& rounding, std::int8_t code, float scale) {
        SingleNode node("quantize", {{"rounding", rounding}});
        return node.codes({1}, {code}, per_tensor(scale, 0)).output(per_tensor(1.0F, 0)).evaluate_codes();
    };
    EXPECT_EQ(rescaled("even", 1, 0.5F), Codes{0});
    EXPECT_EQ(rescaled("even", 3, 0.5F), Codes{2});
    EXPECT_EQ(rescaled("even", 8, 0.3F), Codes{2});
    EXPECT_EQ(rescaled("away", 8, 0.3F), Codes{3});
}

TEST(Quantize, TakesEveryIntegerType) {
    SingleNode node("quantize", {{"to", std::string("uint8")}});
    node.floats({3}, {1.0F, -100.0F, 100.0F}).output(DataType::uint8, per_tensor(0.5F, 128));
    EXPECT_EQ(node.evaluate(), Tensor::of<std::uint8_t>({3}, {130, 0, 255}, per_tensor(0.5F, 128)));
}

TEST(Quantize, TakesAScaleForEachIndexOfAnAxis) {
    SingleNode node("quantize");
    node.floats({2, 2}, {1, 2, 30, 40}).output(per_channel({1.0F, 10.0F}, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{1, 2, 3, 4}));
}

TEST(Quantize, RescalesFromOneTypeToAnother) {
    SingleNode node("quantize", {{"to", std::string("int16")}});
    node.codes({2}, {5, -5}, per_tensor(0.5F, 1)).output(DataType::int16, per_tensor(0.001F, 0));
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int16_t>({2}, {2000, -3000}, per_tensor(0.001F, 0)));
}

TEST(Quantize, RejectsAnotherWordForRounding) {
    EXPECT_EQ(SingleNode("quantize", {{"rounding", std::string("up")}}).floats({1}, {1}).rejection(), "E0422");
}

TEST(Quantize, GivesInt8) {
    EXPECT_EQ(SingleNode("quantize").floats({2, 3}, Floats(6)).infer(), (TensorType{DataType::int8, {2, 3}, {}}));
}

TEST(Quantize, RejectsAnOutputWithoutScale) {
    EXPECT_EQ(SingleNode("quantize").floats({1}, {1}).output({}).rejection(), "E0423");
}

} // namespace

} // namespace thimble
