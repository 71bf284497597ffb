// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Pad, SurroundsWithZeros) {
    // Rows: one before; columns: two after.
    SingleNode node("pad", {{"padding", Integers{1, 0, 0, 2}}});
    node.floats({2, 1}, {5, 6});
    EXPECT_EQ(node.infer().shape, (Shape{3, 3}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 0, 0, 5, 0, 0, 6, 0, 0}));
}

TEST(Pad, PadsOuterAndInnerAxesOfAnImage) {
    // [1, 1, 2, 1]: one row before, one column after, one channel before.
    SingleNode node("pad", {{"padding", Integers{0, 0, 1, 0, 0, 1, 1, 0}}});
    node.floats({1, 1, 2, 1}, {5, 6});
    EXPECT_EQ(node.infer().shape, (Shape{1, 2, 3, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 0, 0, 0, 0, 0, 0, 5, 0, 6, 0, 0}));
}

TEST(Pad, FillsInt8WithTheZeroPoint) {
    SingleNode node("pad", {{"padding", Integers{1, 1}}});
    node.codes({2}, {5, 6}, per_tensor(0.5F, -7)).output(per_tensor(0.5F, -7));
    EXPECT_EQ(node.evaluate_codes(), (Codes{-7, 5, 6, -7}));
}

TEST(Pad, RejectsAmountsThatDoNotFit) {
    SingleNode count("pad", {{"padding", Integers{1, 1}}});
    EXPECT_EQ(
        count.floats({1, 1}, {1}).message(),
        "padding is [1, 1], expected 4 values of at least 0: before and after each axis"
    );
    EXPECT_EQ(SingleNode("pad", {{"padding", Integers{-1, 0}}}).floats({2}, {1, 2}).rejection(), "E0422");
}

TEST(Pad, RejectsAnotherOutputQuantization) {
    SingleNode node("pad", {{"padding", Integers{1, 1}}});
    node.codes({2}, {5, 6}, per_tensor(0.5F, -7)).output(per_tensor(0.5F, 0));
    EXPECT_EQ(node.rejection(), "E0423");
}

} // namespace

} // namespace thimble
