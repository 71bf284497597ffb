// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

std::vector<bool> answers(const std::string& op, Attributes attributes) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    SingleNode node(op, std::move(attributes));
    node.floats({4}, {1.0F, infinity, -infinity, std::numeric_limits<float>::quiet_NaN()});
    const Tensor result = node.evaluate();
    return {result.elements<bool>().begin(), result.elements<bool>().end()};
}

using Answers = std::vector<bool>;

} // namespace

TEST(FloatClass, FindsWhatIsNoNumber) {
    EXPECT_EQ(answers("is_nan", {}), (Answers{false, false, false, true}));
}

TEST(FloatClass, FindsInfinitiesOfTheSignsAskedFor) {
    EXPECT_EQ(answers("is_inf", {}), (Answers{false, true, true, false}));
    EXPECT_EQ(answers("is_inf", {{"detect_negative", std::int64_t{0}}}), (Answers{false, true, false, false}));
    EXPECT_EQ(answers("is_inf", {{"detect_positive", std::int64_t{0}}}), (Answers{false, false, true, false}));
}

TEST(FloatClass, RejectsIntegers) {
    EXPECT_EQ(SingleNode("is_nan").bias({1}).rejection(), "E0420");
}

} // namespace thimble
