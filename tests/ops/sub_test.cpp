// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/sub.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Sub, SubtractsTheSecondInput) {
    // Column (1, 2) less row (10, 20, 30).
    SingleNode node("sub");
    node.floats({2, 1}, {1, 2}).floats({3}, {10, 20, 30});
    EXPECT_EQ(node.infer().shape, (Shape{2, 3}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{-9, -19, -29, -8, -18, -28}));
}

TEST(Sub, ClampsToTheActivation) {
    SingleNode node("sub", {{"activation", Reals{0, 6}}});
    node.floats({3}, {-5, 3, 9}).floats({3}, {1, 1, 1});
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 2, 6}));
}

TEST(Sub, SubtractsInt8OfDifferentScales) {
    // (5 - 1) * 0.5 = 2 less (4 + 2) * 0.25 = 1.5: 0.5 / 0.5 = 1, plus 3: 4.
    // (-1 - 1) * 0.5 = -1 less (0 + 2) * 0.25 = 0.5: -1.5 / 0.5 = -3, plus 3: 0.
    SingleNode node("sub");
    node.codes({2}, {5, -1}, per_tensor(0.5F, 1)).codes({2}, {4, 0}, per_tensor(0.25F, -2));
    EXPECT_EQ(node.output(per_tensor(0.5F, 3)).evaluate_codes(), (Codes{4, 0}));
}

TEST(Sub, SaturatesInt8) {
    SingleNode node("sub");
    node.codes({2}, {127, -128}, per_tensor(1.0F, 0)).codes({2}, {-128, 127}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(1.0F, 0)).evaluate_codes(), (Codes{127, -128}));
}

TEST(SubQuantization, DividesInFloat) {
    const TensorType first{DataType::int8, {1}, per_tensor(0.3F, 0)};
    const TensorType second{DataType::int8, {1}, per_tensor(0.7F, 0)};
    const AddQuantization quantization = sub_quantization(first, second, first);
    EXPECT_EQ(quantization.first, quantize_multiplier(0.3F / 1.4F));
    EXPECT_EQ(quantization.second, quantize_multiplier(0.5));
    EXPECT_NE(quantization.first, add_quantization(first, second, first).first);
}

TEST(Sub, RejectsShapesThatDoNotBroadcast) {
    SingleNode node("sub");
    node.floats({2, 3}, Floats(6)).floats({2}, Floats(2));
    EXPECT_EQ(node.message(), "input 1 [2] does not broadcast with input 0 [2, 3]");
}

TEST(Sub, RejectsAnOutputScaleThatCannotHoldTheDifference) {
    SingleNode node("sub");
    node.codes({1}, {1}, per_tensor(1.0F, 0)).codes({1}, {1}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(1e-7F, 0)).rejection(), "E0423");
}

} // namespace

} // namespace thimble
