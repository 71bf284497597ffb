// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/add.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Add, AddsElements) {
    SingleNode node("add");
    node.floats({2, 2}, {1, 2, 3, 4}).floats({2, 2}, {10, 20, 30, 40});
    EXPECT_EQ(node.evaluate_floats(), (Floats{11, 22, 33, 44}));
}

TEST(Add, BroadcastsBothInputs) {
    // Column (1, 2) plus row (10, 20, 30).
    SingleNode node("add");
    node.floats({1, 2, 1}, {1, 2}).floats({3}, {10, 20, 30});
    EXPECT_EQ(node.infer().shape, (Shape{1, 2, 3}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{11, 21, 31, 12, 22, 32}));
}

TEST(Add, BroadcastsAScalar) {
    SingleNode node("add");
    node.floats({}, {1}).floats({2}, {10, 20});
    EXPECT_EQ(node.evaluate_floats(), (Floats{11, 21}));
}

TEST(Add, ClampsToTheActivation) {
    SingleNode node("add", {{"activation", Reals{0, 6}}});
    node.floats({3}, {-5, 1, 5}).floats({3}, {1, 1, 5});
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 2, 6}));
}

TEST(Add, AddsInt8OfDifferentScales) {
    // (5 - 1) * 0.5 = 2 and (4 + 2) * 0.25 = 1.5: 3.5 / 0.5 = 7, plus 3: 10.
    // (-1 - 1) * 0.5 = -1 and (0 + 2) * 0.25 = 0.5: -0.5 / 0.5 = -1, plus 3: 2.
    SingleNode node("add");
    node.codes({2}, {5, -1}, per_tensor(0.5F, 1)).codes({2}, {4, 0}, per_tensor(0.25F, -2));
    EXPECT_EQ(node.output(per_tensor(0.5F, 3)).evaluate_codes(), (Codes{10, 2}));
}

TEST(Add, SaturatesInt8) {
    SingleNode node("add");
    node.codes({2}, {127, -128}, per_tensor(1.0F, 0)).codes({2}, {127, -128}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(1.0F, 0)).evaluate_codes(), (Codes{127, -128}));
}

TEST(AddQuantization, BringsBothInputsToTwiceTheLargerScale) {
    const TensorType first{DataType::int8, {1}, per_tensor(0.5F, 0)};
    const TensorType second{DataType::int8, {1}, per_tensor(0.25F, 0)};
    const AddQuantization quantization = add_quantization(first, second, first);
    EXPECT_EQ(quantization.left_shift, 20);
    EXPECT_EQ(quantization.first, quantize_multiplier(0.5));
    EXPECT_EQ(quantization.second, quantize_multiplier(0.25));
    EXPECT_EQ(quantization.output, quantize_multiplier(1.0 / 524288.0)); // 1 / (2^20 * 0.5)
}

TEST(Add, RejectsShapesThatDoNotBroadcast) {
    SingleNode node("add");
    node.floats({2, 3}, Floats(6)).floats({2}, Floats(2));
    EXPECT_EQ(node.message(), "input 1 [2] does not broadcast with input 0 [2, 3]");
}

TEST(Add, RejectsAnOutputScaleThatCannotHoldTheSum) {
    SingleNode node("add");
    node.codes({1}, {1}, per_tensor(1.0F, 0)).codes({1}, {1}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(1e-7F, 0)).rejection(), "E0423");
}

TEST(Add, RejectsOtherDataTypes) {
    const Tensor truth({DataType::boolean, {1}, {}});
    EXPECT_EQ(SingleNode("add").input(truth).input(truth).message(), "input is bool, expected float32, int8 or int16");
}

} // namespace

} // namespace thimble
