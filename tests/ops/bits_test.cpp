// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

using Bytes = std::vector<std::int8_t>;

Tensor truths(const std::vector<int>& values) {
    Tensor tensor({DataType::boolean, {static_cast<std::int64_t>(values.size())}, {}});
    for (std::size_t index = 0; index < values.size(); ++index) {
        tensor.elements<bool>()[index] = values[index] != 0;
    }
    return tensor;
}

Bytes of_bytes(const std::string& op, const Bytes& x, const Bytes& y) {
    const Shape shape{static_cast<std::int64_t>(x.size())};
    SingleNode node(op);
    return node.input(Tensor::of(shape, x)).input(Tensor::of(shape, y)).evaluate_codes();
}

} // namespace

TEST(Bits, HasTheTruthTables) {
    const Tensor x = truths({0, 0, 1, 1});
    const Tensor y = truths({0, 1, 0, 1});
    EXPECT_EQ(SingleNode("logical_and").input(x).input(y).evaluate(), truths({0, 0, 0, 1}));
    EXPECT_EQ(SingleNode("logical_or").input(x).input(y).evaluate(), truths({0, 1, 1, 1}));
    EXPECT_EQ(SingleNode("logical_xor").input(x).input(y).evaluate(), truths({0, 1, 1, 0}));
    EXPECT_EQ(SingleNode("logical_not").input(x).evaluate(), truths({1, 1, 0, 0}));
}

TEST(Bits, WorksOnEveryBit) {
    EXPECT_EQ(of_bytes("bitwise_and", {12, -1}, {10, 77}), (Bytes{8, 77}));
    EXPECT_EQ(of_bytes("bitwise_or", {12, -128}, {10, 1}), (Bytes{14, -127}));
    EXPECT_EQ(of_bytes("bitwise_xor", {12, -1}, {10, 77}), (Bytes{6, -78}));
    SingleNode node("bitwise_not");
    EXPECT_EQ(node.input(Tensor::of<std::int8_t>({2}, {0, 77})).evaluate_codes(), (Bytes{-1, -78}));
}

TEST(Bits, LimitsShifts) {
    EXPECT_EQ(of_bytes("shift_left", {3, 3, 3, 3}, {2, 6, 8, -1}), (Bytes{12, -64, 0, 3}));
    EXPECT_EQ(of_bytes("shift_right", {100, -100, -100, 100}, {2, 2, 9, -1}), (Bytes{25, -25, -1, 100}));
}

TEST(Bits, RejectsNumbersAsTruthsAndFloatsAsBits) {
    EXPECT_EQ(SingleNode("logical_not").bias({1}).rejection(), "E0420");
    EXPECT_EQ(SingleNode("bitwise_not").floats({1}, {1}).rejection(), "E0420");
}

} // namespace thimble
