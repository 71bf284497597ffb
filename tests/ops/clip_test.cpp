// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Clip, LimitsElements) {
    SingleNode node("clip", {{"minimum", 0.0}, {"maximum", 6.0}});
    EXPECT_EQ(node.floats({3}, {-1, 2, 7}).evaluate_floats(), (Floats{0, 2, 6}));
}

TEST(Clip, LeavesElementsAloneByDefault) {
    EXPECT_EQ(SingleNode("clip").floats({2}, {-1e30F, 1e30F}).evaluate_floats(), (Floats{-1e30F, 1e30F}));
}

TEST(Clip, RequantizesInt8) {
    // Input 0.5 * (q - 2): -3, 4, 0. ReLU to scale 0.25, zero point -10: codes from -10; 4 / 0.25 - 10 = 6.
    SingleNode node("clip", {{"minimum", 0.0}});
    node.codes({3}, {-4, 10, 2}, per_tensor(0.5F, 2)).output(per_tensor(0.25F, -10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{-10, 6, -10}));
}

TEST(Clip, KeepsInt8CodesOfEqualQuantization) {
    // ReLU6 in scale 0.1, zero point -128: codes -128 .. -68.
    SingleNode node("clip", {{"minimum", 0.0}, {"maximum", 6.0}});
    node.codes({3}, {-128, -100, 0}, per_tensor(0.1F, -128)).output(per_tensor(0.1F, -128));
    EXPECT_EQ(node.evaluate_codes(), (Codes{-128, -100, -68}));
}

TEST(Clip, RejectsBoundsOutOfOrder) {
    SingleNode node("clip", {{"minimum", 2.0}, {"maximum", 1.0}});
    EXPECT_EQ(node.floats({1}, {1}).message(), "minimum is 2 and maximum 1, expected them in order");
}

TEST(Clip, TakesIntegers) {
    const Tensor input = Tensor::of<std::int64_t>({3}, {-5, 2, std::int64_t{1} << 40});
    SingleNode node("clip", {{"minimum", -1.5}, {"maximum", 3.5}});
    EXPECT_EQ(node.input(input).evaluate(), Tensor::of<std::int64_t>({3}, {-1, 2, 3}));
    EXPECT_EQ(SingleNode("clip").input(input).evaluate(), input);
}

} // namespace

} // namespace thimble
