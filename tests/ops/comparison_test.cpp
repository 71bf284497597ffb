// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

/// The answers as a word of zeros and ones.
std::string answers(SingleNode& node) {
    std::string word;
    const Tensor result = node.evaluate();
    for (const bool answer : result.elements<bool>()) {
        word += answer ? '1' : '0';
    }
    return word;
}

} // namespace

TEST(Comparison, AnswersForLessEqualAndGreater) {
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"equal", "0100"}, {"not_equal", "1011"},     {"greater", "0010"},
        {"less", "1000"},  {"greater_equal", "0110"}, {"less_equal", "1100"},
    };
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (const auto& [op, word] : expected) {
        SingleNode node(op);
        node.floats({4}, {1, 2, 3, nan}).floats({}, {2});
        EXPECT_EQ(answers(node), word) << op;
    }
}

TEST(Comparison, ComparesIntegersExactly) {
    const std::int64_t large = std::int64_t{1} << 60;
    SingleNode node("less");
    node.input(Tensor::of<std::int64_t>({2}, {large, large})).input(Tensor::of<std::int64_t>({2}, {large + 1, large}));
    EXPECT_EQ(answers(node), "10");
}

TEST(Comparison, ComparesInt8AtACommonScale) {
    // 4 * 0.5 = 2 is 8 * 0.25; 5 * 0.5 is more than that.
    SingleNode node("greater");
    node.codes({2}, {4, 5}, per_tensor(0.5F, 0)).codes({}, {9}, per_tensor(0.25F, 1));
    EXPECT_EQ(answers(node), "01");
}

TEST(Comparison, OrdersNoBooleans) {
    Tensor truth({DataType::boolean, {1}, {}});
    EXPECT_EQ(SingleNode("less").input(truth).input(truth).rejection(), "E0420");
    EXPECT_EQ(SingleNode("equal").input(truth).input(truth).infer().data_type, DataType::boolean);
}

TEST(Comparison, RejectsAScaleOnOneSide) {
    SingleNode node("equal");
    node.input(Tensor::of<std::int8_t>({1}, {1})).codes({1}, {1}, per_tensor(1, 0));
    EXPECT_EQ(node.rejection(), "E0423");
}

} // namespace thimble
