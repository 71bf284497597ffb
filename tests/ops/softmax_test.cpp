// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/softmax.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace thimble {

namespace {

Quantization probabilities() {
    return per_tensor(1.0F / 256.0F, -128);
}

TEST(Softmax, NormalisesEachRow) {
    // exp(0) : exp(ln 3) = 1 : 3; a constant added to a row changes nothing.
    const float ln3 = std::log(3.0F);
    SingleNode node("softmax");
    node.floats({2, 2}, {0, ln3, 1000 + ln3, 1000});
    const Floats result = node.evaluate_floats();
    // 1000 + ln 3 is rounded to a float, which has steps of 6e-5 there.
    EXPECT_NEAR(result[0], 0.25, 1e-6);
    EXPECT_NEAR(result[1], 0.75, 1e-6);
    EXPECT_NEAR(result[2], 0.75, 1e-4);
    EXPECT_NEAR(result[3], 0.25, 1e-4);
}

TEST(Softmax, ScalesByBeta) {
    SingleNode node("softmax", {{"beta", 2.0}});
    node.floats({2}, {0, std::log(3.0F)});
    EXPECT_NEAR(node.evaluate_floats()[1], 0.9, 1e-6); // 9 / 10
}

TEST(Softmax, SharesEquallyBetweenEqualInt8) {
    // 1/4 is 64 of 256 steps, stored as 64 - 128.
    SingleNode node("softmax");
    node.codes({1, 4}, {7, 7, 7, 7}, per_tensor(0.1F, 3)).output(probabilities());
    EXPECT_EQ(node.evaluate_codes(), (Codes{-64, -64, -64, -64}));
}

TEST(Softmax, SaturatesACertainInt8) {
    // The first has all the probability: 256 steps do not fit, the largest code is 127.
    SingleNode node("softmax");
    node.codes({1, 3}, {127, -128, -128}, per_tensor(1.0F, 0)).output(probabilities());
    EXPECT_EQ(node.evaluate_codes(), (Codes{127, -128, -128}));
}

TEST(Softmax, StaysWithinOneStepOfTheRealResult) {
    std::mt19937 random(5);
    std::uniform_int_distribution<int> values(-128, 127);
    for (const float scale : {0.01F, 0.05F, 0.2F, 1.0F}) {
        Codes row(12);
        for (std::int8_t& value : row) {
            value = static_cast<std::int8_t>(values(random));
        }
        SingleNode node("softmax");
        node.codes({1, 12}, row, per_tensor(scale, 0)).output(probabilities());
        double sum = 0.0;
        for (const std::int8_t value : row) {
            sum += std::exp(static_cast<double>(scale) * value);
        }
        const Codes result = node.evaluate_codes();
        for (std::size_t i = 0; i < row.size(); ++i) {
            const double steps = 256.0 * std::exp(static_cast<double>(scale) * row[i]) / sum;
            EXPECT_NEAR(result[i] + 128, std::min(steps, 255.0), 1.0) << "scale " << scale << ", element " << i;
        }
    }
}

TEST(SoftmaxQuantization, ScalesDifferencesToFixedPoint) {
    // 0.5 * 2^26 = 2^25 = 0.5 * 2^26; a difference above -31 * 2^26 / 2^26 = -31 counts.
    const SoftmaxQuantization result = softmax_quantization(1.0, {DataType::int8, {1}, per_tensor(0.5F, 0)});
    EXPECT_EQ(result.input, (QuantizedMultiplier{1 << 30, 26}));
    EXPECT_EQ(result.diff_min, -31);
}

TEST(SoftmaxQuantization, CapsTheFactor) {
    const SoftmaxQuantization result = softmax_quantization(1.0, {DataType::int8, {1}, per_tensor(1000.0F, 0)});
    EXPECT_EQ(result.input, (QuantizedMultiplier{2147483647, 31}));
    EXPECT_EQ(result.diff_min, 0);
}

TEST(Softmax, RejectsAnotherOutputQuantization) {
    SingleNode node("softmax");
    node.codes({1, 2}, {1, 2}, per_tensor(0.5F, 0)).output(per_tensor(0.5F, 0));
    EXPECT_EQ(node.message(), "output has scale 0.5 and zero point 0, expected 1/256 and -128");
}

TEST(Softmax, RejectsScalesTooSmallForFixedPoint) {
    SingleNode node("softmax");
    node.codes({1, 2}, {1, 2}, per_tensor(1e-9F, 0)).output(probabilities());
    EXPECT_EQ(node.rejection(), "E0423");
}

TEST(Softmax, RejectsInt8RowsWhoseSumOverflows) {
    SingleNode largest("softmax");
    largest.codes({1, 4095}, Codes(4095), per_tensor(0.1F, 0)).output(probabilities());
    EXPECT_EQ(largest.rejection(), "accepted");
    EXPECT_EQ(largest.evaluate_codes(), Codes(4095, -128)); // 256 / 4095 steps round to 0
    SingleNode larger("softmax");
    larger.codes({1, 4096}, Codes(4096), per_tensor(0.1F, 0)).output(probabilities());
    EXPECT_EQ(larger.message(), "last axis of [1, 4096] has 4096 elements, 8-bit softmax takes 4095");
}

TEST(Softmax, RejectsScalarsAndBadBeta) {
    EXPECT_EQ(SingleNode("softmax").floats({}, {1}).rejection(), "E0421");
    EXPECT_EQ(SingleNode("softmax", {{"beta", 0.0}}).floats({1}, {1}).rejection(), "E0422");
}

} // namespace

} // namespace thimble
