// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

Floats sums_of(std::int64_t exclusive, std::int64_t reverse) {
    SingleNode node("cum_sum", {{"exclusive", exclusive}, {"reverse", reverse}});
    return node.floats({3}, {1, 2, 4}).evaluate_floats();
}

} // namespace

TEST(CumSum, RunsEitherWay) {
    EXPECT_EQ(sums_of(0, 0), (Floats{1, 3, 7}));
    EXPECT_EQ(sums_of(1, 0), (Floats{0, 1, 3}));
    EXPECT_EQ(sums_of(0, 1), (Floats{7, 6, 4}));
    EXPECT_EQ(sums_of(1, 1), (Floats{6, 4, 0}));
}

TEST(CumSum, RunsAlongAnAxis) {
    SingleNode node("cum_sum", {{"axis", std::int64_t{0}}});
    EXPECT_EQ(node.floats({2, 2}, {1, 2, 3, 4}).evaluate_floats(), (Floats{1, 2, 4, 6}));
}

TEST(CumSum, LetsIntegersWrapAround) {
    SingleNode node("cum_sum");
    EXPECT_EQ(node.input(Tensor::of<std::int8_t>({2}, {127, 2})).evaluate(), Tensor::of<std::int8_t>({2}, {127, -127}));
}

TEST(CumSum, RescalesInt8) {
    SingleNode node("cum_sum");
    // Steps of 0.5 become steps of 1: sums 2, 3, 8, then 1, 1.5, 4, halves away from zero.
    node.codes({3}, {2, 1, 5}, per_tensor(0.5F, 0)).output(per_tensor(1.0F, -1));
    EXPECT_EQ(node.evaluate_codes(), (Codes{0, 1, 3}));
}

TEST(CumSum, BeginsAtMinusTheZeroPointInInt8) {
    SingleNode node("cum_sum");
    // As TensorFlow Lite Micro: 2 steps, of which the first sum begins at -3.
    node.codes({2}, {5, 3}, per_tensor(1.0F, 3)).output(per_tensor(1.0F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{-1, -1}));
}

TEST(CumSum, RejectsWhatDoesNotFit) {
    EXPECT_EQ(SingleNode("cum_sum", {{"axis", std::int64_t{1}}}).floats({1}, {1}).rejection(), "E0422");
    EXPECT_EQ(SingleNode("cum_sum").input(Tensor({DataType::boolean, {2}, {}})).rejection(), "E0420");
}

} // namespace thimble
