// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(MatMul, MultipliesMatrices) {
    // [1 2 3; 4 5 6] times [1 2; 0 1; 1 0] = [4 4; 10 13].
    SingleNode node("mat_mul");
    node.floats({2, 3}, {1, 2, 3, 4, 5, 6}).floats({3, 2}, {1, 2, 0, 1, 1, 0});
    EXPECT_EQ(node.infer().shape, (Shape{2, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{4, 4, 10, 13}));
    EXPECT_EQ(node.macs(), 12);
}

TEST(MatMul, TransposesEitherInput) {
    SingleNode node("mat_mul", {{"transpose_a", std::int64_t{1}}, {"transpose_b", std::int64_t{1}}});
    node.floats({3, 2}, {1, 4, 2, 5, 3, 6}).floats({2, 3}, {1, 0, 1, 2, 1, 0});
    EXPECT_EQ(node.evaluate_floats(), (Floats{4, 4, 10, 13}));
}

TEST(MatMul, BroadcastsLeadingAxes) {
    // Two rows [1 2], [3 4] against three columns (1 1), (2 0), (0 2).
    SingleNode node("mat_mul");
    node.floats({2, 1, 1, 2}, {1, 2, 3, 4}).floats({3, 2, 1}, {1, 1, 2, 0, 0, 2});
    EXPECT_EQ(node.infer().shape, (Shape{2, 3, 1, 1}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 2, 4, 7, 6, 8}));
}

TEST(MatMul, RequantizesInt8) {
    // (3 - 1) * (4 + 2) + (-1 - 1) * (1 + 2) = 6 in units of 0.5 * 0.25; output scale 0.5: 1.5 rounds to 2.
    SingleNode node("mat_mul");
    node.codes({1, 2}, {3, -1}, per_tensor(0.5F, 1)).codes({2, 1}, {4, 1}, per_tensor(0.25F, -2));
    node.output(per_tensor(0.5F, 10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{12}));
}

TEST(MatMul, TakesZeroPointsOffIntegers) {
    // uint8 [11 7] less 9 is [2 -2]; columns less 1 and 2: (3 - 1, 5 - 1), (4 - 2, 2 - 2).
    SingleNode node("mat_mul");
    node.input(Tensor::of<std::uint8_t>({1, 2}, {11, 7})).input(Tensor::of<std::uint8_t>({2, 2}, {3, 4, 5, 2}));
    node.input(Tensor::of<std::uint8_t>({}, {9})).input(Tensor::of<std::uint8_t>({2}, {1, 2}));
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int32_t>({1, 2}, {-4, 4}));
}

TEST(MatMul, KeepsInt64) {
    SingleNode node("mat_mul");
    node.input(Tensor::of<std::int64_t>({1, 1}, {std::int64_t{1} << 40}));
    node.input(Tensor::of<std::int64_t>({1, 1}, {3}));
    EXPECT_EQ(node.evaluate(), Tensor::of<std::int64_t>({1, 1}, {std::int64_t{3} << 40}));
}

TEST(MatMul, RejectsWhatDoesNotFit) {
    EXPECT_EQ(SingleNode("mat_mul").floats({2}, {1, 2}).floats({2, 1}, {1, 2}).rejection(), "E0421");
    EXPECT_EQ(SingleNode("mat_mul").floats({1, 2}, {1, 2}).floats({1, 2}, {1, 2}).rejection(), "E0421");
    EXPECT_EQ(
        SingleNode("mat_mul").floats({2, 1, 1}, {1, 2}).floats({3, 1, 1}, {1, 2, 3}).message(),
        "input 1 [3] does not broadcast with input 0 [2]"
    );
    EXPECT_EQ(
        SingleNode("mat_mul").floats({1, 1}, {1}).input(Tensor::of<std::int32_t>({1, 1}, {1})).rejection(), "E0420"
    );
}

} // namespace thimble
