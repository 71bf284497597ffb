// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

/// One unit of two filters over two inputs that remember three runs.
SingleNode two_filters(Attributes attributes) {
    SingleNode node("svdf", std::move(attributes));
    // Filter 0 takes x0 + 2 x1, filter 1 takes x0 - x1; both weigh their memory (1 10 100) and (0 0 1).
    node.floats({1, 2}, {3, 4}).floats({2, 2}, {1, 2, 1, -1}).floats({2, 3}, {1, 10, 100, 0, 0, 1});
    node.floats({1, 6}, {7, 8, 9, 5, 5, 5});
    return node;
}

} // namespace

TEST(Svdf, ShiftsTheNewestResultIn) {
    // Memory 0: 8 9 11, memory 1: 5 5 -1.
    EXPECT_EQ(two_filters({{"rank", std::int64_t{2}}}).evaluate_floats(), (Floats{8 + 90 + 1100 - 1}));
    EXPECT_EQ(two_filters({{"rank", std::int64_t{1}}}).evaluate_floats(), (Floats{1198, -1}));
    EXPECT_EQ(two_filters({{"rank", std::int64_t{2}}}).macs(), 10);
}

TEST(Svdf, AddsTheBiasAndClamps) {
    SingleNode node = two_filters({{"rank", std::int64_t{1}}, {"activation", Reals{0, 1000}}});
    EXPECT_EQ(node.floats({2}, {-200, 2}).evaluate_floats(), (Floats{998, 1}));
}

TEST(Svdf, RequantizesTwice) {
    // Input 4 - 2 = 2 times 6 in units of 0.5 * 0.5 is 3, or 3 / 2 steps of the state's scale 2, which round to 2.
    // Memory 1, 2 times weights 3, 4 is 11, plus a bias of 1, in units of 2 * 0.25; the output's scale is 1: 6, + 10.
    SingleNode node("svdf", {{"rank", std::int64_t{1}}});
    node.codes({1, 1}, {4}, per_tensor(0.5F, 2)).codes({1, 1}, {6}, per_tensor(0.5F, 0));
    node.input(Tensor::of<std::int16_t>({1, 2}, {3, 4}, per_tensor(0.25F, 0)));
    node.input(Tensor::of<std::int16_t>({1, 2}, {9, 1}, per_tensor(2.0F, 0))).bias({1}).output(per_tensor(1.0F, 10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{16}));
}

TEST(Svdf, RejectsWhatDoesNotFit) {
    EXPECT_EQ(two_filters({{"rank", std::int64_t{3}}}).rejection(), "E0422");
    SingleNode node("svdf", {{"rank", std::int64_t{1}}});
    node.floats({1, 2}, {3, 4}).floats({1, 2}, {1, 2}).floats({1, 3}, {1, 2, 3}).floats({1, 2}, {0, 0});
    EXPECT_EQ(node.rejection(), "E0421");
}

} // namespace thimble
