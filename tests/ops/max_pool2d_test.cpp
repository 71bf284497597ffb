// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(MaxPool2d, TakesTheLargestOfEachChannel) {
    SingleNode node("max_pool2d", {{"window", Integers{2, 2}}});
    node.floats({1, 2, 2, 2}, {1, -10, 5, -20, 3, -30, 2, -40});
    EXPECT_EQ(node.evaluate_floats(), (Floats{5, -10}));
}

TEST(MaxPool2d, LeavesPaddingOut) {
    // All elements are negative; a padding of zeros would win.
    SingleNode node("max_pool2d", {{"window", Integers{1, 2}}, {"padding", Integers{0, 1, 0, 0}}});
    node.floats({1, 1, 2, 1}, {-3, -2});
    EXPECT_EQ(node.evaluate_floats(), (Floats{-3, -2}));
}

TEST(MaxPool2d, PoolsInt8WithStride) {
    SingleNode node("max_pool2d", {{"window", Integers{1, 2}}, {"stride", Integers{1, 2}}});
    node.codes({1, 1, 4, 1}, {-128, -100, 7, 3}, per_tensor(0.1F, -3));
    EXPECT_EQ(node.output(per_tensor(0.1F, -3)).evaluate_codes(), (Codes{-100, 7}));
}

TEST(MaxPool2d, ClampsInt8ToTheActivation) {
    SingleNode node("max_pool2d", {{"window", Integers{1, 1}}, {"activation", Reals{0, 6}}});
    node.codes({1, 1, 3, 1}, {-128, 0, 127}, per_tensor(0.1F, -3));
    EXPECT_EQ(node.output(per_tensor(0.1F, -3)).evaluate_codes(), (Codes{-3, 0, 57}));
}

TEST(MaxPool2d, RejectsAnotherOutputQuantization) {
    SingleNode node("max_pool2d", {{"window", Integers{1, 1}}});
    node.codes({1, 1, 1, 1}, {1}, per_tensor(0.5F, 5));
    EXPECT_EQ(node.output(per_tensor(0.5F, 4)).rejection(), "E0423");
}

TEST(MaxPool2d, RejectsOtherRanks) {
    EXPECT_EQ(SingleNode("max_pool2d", {{"window", Integers{1, 1}}}).floats({4}, Floats(4)).rejection(), "E0421");
}

} // namespace

} // namespace thimble
