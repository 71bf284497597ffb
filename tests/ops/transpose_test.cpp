// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Transpose, SwapsRowsAndColumns) {
    SingleNode node("transpose", {{"axes", Integers{1, 0}}});
    node.floats({2, 3}, {1, 2, 3, 4, 5, 6});
    EXPECT_EQ(node.infer().shape, (Shape{3, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 4, 2, 5, 3, 6}));
}

TEST(Transpose, MakesChannelsLast) {
    // Two channels of a 1 x 3 image.
    SingleNode node("transpose", {{"axes", Integers{0, 2, 3, 1}}});
    node.codes({1, 2, 1, 3}, {1, 2, 3, 11, 12, 13}, per_tensor(0.5F, 4));
    EXPECT_EQ(node.output(per_tensor(0.5F, 4)).evaluate_codes(), (Codes{1, 11, 2, 12, 3, 13}));
}

TEST(Transpose, CountsOutputAxes) {
    // Not its own inverse: output axis 0 is input axis 2.
    SingleNode node("transpose", {{"axes", Integers{2, 0, 1}}});
    node.floats({1, 2, 3}, {1, 2, 3, 4, 5, 6});
    EXPECT_EQ(node.infer().shape, (Shape{3, 1, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 4, 2, 5, 3, 6}));
}

TEST(Transpose, RejectsAxesThatAreNotAPermutation) {
    for (const Integers& axes : {Integers{0, 0}, Integers{0}, Integers{0, 2}, Integers{-1, 0}, Integers{0, 1, 1}}) {
        SingleNode node("transpose", {{"axes", axes}});
        EXPECT_EQ(node.floats({1, 2}, {1, 2}).rejection(), "E0422");
    }
}

TEST(Transpose, RejectsAnotherOutputQuantisation) {
    SingleNode node("transpose", {{"axes", Integers{0}}});
    node.codes({1}, {1}, per_tensor(1.0F, 0)).output(per_tensor(0.5F, 0));
    EXPECT_EQ(node.rejection(), "E0423");
}

} // namespace

} // namespace thimble
