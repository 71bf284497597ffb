// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Concat, JoinsAlongTheLastAxis) {
    SingleNode node("concat", {{"axis", std::int64_t{1}}});
    node.floats({2, 1}, {1, 2}).floats({2, 2}, {10, 11, 20, 21});
    EXPECT_EQ(node.evaluate(), Tensor::of(Shape{2, 3}, Floats{1, 10, 11, 2, 20, 21}));
}

TEST(Concat, JoinsAlongTheFirstAxis) {
    SingleNode node("concat", {{"axis", std::int64_t{0}}});
    node.floats({1, 2}, {1, 2}).floats({2, 2}, {3, 4, 5, 6}).floats({1, 2}, {7, 8});
    EXPECT_EQ(node.evaluate(), Tensor::of(Shape{4, 2}, Floats{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(Concat, PassesASingleInputOn) {
    SingleNode node("concat", {{"axis", std::int64_t{0}}});
    EXPECT_EQ(node.floats({2}, {1, 2}).evaluate_floats(), (Floats{1, 2}));
}

TEST(Concat, JoinsInt8OfEqualQuantization) {
    SingleNode node("concat", {{"axis", std::int64_t{0}}});
    node.codes({1}, {-3}, per_tensor(0.5F, 1)).codes({2}, {4, 5}, per_tensor(0.5F, 1)).output(per_tensor(0.5F, 1));
    EXPECT_EQ(node.evaluate_codes(), (Codes{-3, 4, 5}));
}

TEST(Concat, RejectsInputsOfDifferentQuantization) {
    SingleNode node("concat", {{"axis", std::int64_t{0}}});
    node.codes({1}, {-3}, per_tensor(0.5F, 1)).codes({2}, {4, 5}, per_tensor(0.5F, 2)).output(per_tensor(0.5F, 1));
    EXPECT_EQ(node.message(), "output has scale 0.5 and zero point 1, expected those of input 1: 0.5 and 2");
}

TEST(Concat, RejectsShapesThatDoNotJoin) {
    SingleNode node("concat", {{"axis", std::int64_t{1}}});
    node.floats({2, 1}, {1, 2}).floats({3, 1}, {1, 2, 3});
    EXPECT_EQ(node.message(), "input 1 [3, 1] does not join input 0 [2, 1] along axis 1");
    SingleNode rank("concat", {{"axis", std::int64_t{1}}});
    EXPECT_EQ(rank.floats({2, 1}, {1, 2}).floats({2}, {1, 2}).rejection(), "E0421");
}

TEST(Concat, RejectsAnAxisThatIsNotThere) {
    EXPECT_EQ(SingleNode("concat", {{"axis", std::int64_t{1}}}).floats({2}, {1, 2}).rejection(), "E0422");
}

} // namespace

} // namespace thimble
