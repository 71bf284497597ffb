// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/mean.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Mean, AveragesOverImageAxes) {
    // Pixels (1, 10), (2, 20), (3, 30), (6, 60).
    SingleNode node("mean", {{"axes", Integers{1, 2}}});
    node.floats({1, 2, 2, 2}, {1, 10, 2, 20, 3, 30, 6, 60});
    EXPECT_EQ(node.infer().shape, (Shape{1, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 30}));
}

TEST(Mean, KeepsReducedAxesWhenAsked) {
    SingleNode node("mean", {{"axes", Integers{2, 1}}, {"keep_dims", std::int64_t{1}}});
    EXPECT_EQ(node.floats({1, 2, 2, 2}, Floats(8)).infer().shape, (Shape{1, 1, 1, 2}));
}

TEST(Mean, AveragesOverTheLastAxis) {
    SingleNode node("mean", {{"axes", Integers{1}}});
    EXPECT_EQ(node.floats({2, 2}, {1, 3, 5, 9}).evaluate_floats(), (Floats{2, 7}));
}

TEST(Mean, ReducesToAScalar) {
    SingleNode node("mean", {{"axes", Integers{0}}});
    EXPECT_EQ(node.floats({2}, {1, 2}).evaluate(), Tensor::of(Shape{}, Floats{1.5F}));
}

TEST(Mean, RequantizesInt8) {
    // Columns sum to 11 and -11; 0.5 / 0.25 / 4 = 0.5: 5.5 and -5.5 round up to 6 and -5; plus 3.
    SingleNode node("mean", {{"axes", Integers{0}}});
    node.codes({4, 2}, {1, -1, 2, -2, 3, -3, 5, -5}, per_tensor(0.5F, 0)).output(per_tensor(0.25F, 3));
    EXPECT_EQ(node.evaluate_codes(), (Codes{9, -2}));
}

TEST(Mean, TakesTheZeroPointOffEveryElement) {
    // (10 + 20 + 30 - 3 * 5) / 3 = 15; plus -1.
    SingleNode node("mean", {{"axes", Integers{0}}});
    node.codes({3}, {10, 20, 30}, per_tensor(0.5F, 5)).output(per_tensor(0.5F, -1));
    EXPECT_EQ(node.evaluate_codes(), Codes{14});
}

TEST(Mean, RoundsIntegersTowardsZero) {
    SingleNode node("mean", {{"axes", Integers{1}}});
    EXPECT_EQ(
        node.input(Tensor::of<std::int32_t>({2, 2}, {3, 4, -3, -4})).evaluate(), Tensor::of<std::int32_t>({2}, {3, -3})
    );
}

TEST(MeanMultiplier, FoldsTheCountIn) {
    const TensorType type{DataType::int8, {1}, per_tensor(0.5F, 0)};
    // 1 = 2^30 * 2^-30; by 3: shifted left by floor(log2 3) = 1, 2^31 / 3 = 715827882, shift 1 - 1.
    EXPECT_EQ(mean_multiplier(type, type, 3), (QuantizedMultiplier{715827882, 0}));
    EXPECT_EQ(mean_multiplier(type, type, 4), (QuantizedMultiplier{1 << 30, -1}));
    EXPECT_EQ(mean_multiplier(type, type, 1), (QuantizedMultiplier{1 << 30, 1}));
}

TEST(MeanMultiplier, LosesPrecisionBeforeItShiftsTooFar) {
    // Factor 2^-30 has shift -29; of floor(log2 1000) = 9 only 2 fit: 2^30 * 4 / 1000, shift -31.
    const TensorType input{DataType::int8, {1}, per_tensor(1.0F, 0)};
    const TensorType output{DataType::int8, {1}, per_tensor(1073741824.0F, 0)};
    EXPECT_EQ(mean_multiplier(input, output, 1000), (QuantizedMultiplier{4294967, -31}));
}

TEST(Mean, RejectsAxesThatAreNotThere) {
    for (const Integers& axes : {Integers{2}, Integers{-1}, Integers{0, 0}, Integers{}}) {
        SingleNode node("mean", {{"axes", axes}});
        EXPECT_EQ(node.floats({2, 2}, Floats(4)).rejection(), "E0422");
    }
}

} // namespace

} // namespace thimble
