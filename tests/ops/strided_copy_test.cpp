// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/strided_view.h"

#include <array>

#include <gtest/gtest.h>

namespace thimble {

namespace {

SingleNode slice(const Integers& starts, const Integers& extents, const Integers& steps) {
    return SingleNode("slice", {{"starts", starts}, {"extents", extents}, {"steps", steps}});
}

} // namespace

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

TEST(Transpose, TakesAnyType) {
    SingleNode node("transpose", {{"axes", Integers{1, 0}}});
    EXPECT_EQ(
        node.input(Tensor::of<std::int64_t>({2, 2}, {1, 2, 3, 4})).evaluate(),
        Tensor::of<std::int64_t>({2, 2}, {1, 3, 2, 4})
    );
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

TEST(Slice, TakesEverySecondElement) {
    SingleNode node = slice({1, 0}, {1, 2}, {1, 2});
    node.floats({2, 4}, {1, 2, 3, 4, 5, 6, 7, 8});
    EXPECT_EQ(node.infer().shape, (Shape{1, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{5, 7}));
}

TEST(Slice, GoesBackwards) {
    SingleNode node = slice({1, 2}, {2, 3}, {-1, -1});
    EXPECT_EQ(node.floats({2, 3}, {1, 2, 3, 4, 5, 6}).evaluate_floats(), (Floats{6, 5, 4, 3, 2, 1}));
}

TEST(Slice, RejectsWhatLeavesTheInput) {
    const std::vector<std::array<std::int64_t, 3>> outside = {
        {3, 1, 1}, {-1, 1, 1}, {2, 2, 1}, {0, 2, -1}, {0, 0, 1}, {0, 2, 0}, {1, 2, std::int64_t{1} << 62}};
    for (const auto& [start, extent, step] : outside) {
        SingleNode node = slice({start}, {extent}, {step});
        EXPECT_EQ(node.floats({3}, {1, 2, 3}).rejection(), "E0422") << start << ", " << extent << ", " << step;
    }
    EXPECT_EQ(slice({0}, {1}, {1}).floats({1, 1}, {1}).rejection(), "E0422");
}

TEST(Expand, RepeatsAxesOfOneElement) {
    SingleNode node("expand", {{"shape", Integers{2, 2, 3}}});
    node.floats({2, 1}, {1, 2});
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2}));
}

TEST(Expand, RejectsOtherExtents) {
    for (const Integers& shape : {Integers{4}, Integers{2, 6}, Integers{0, 3}, Integers{-1, 3}}) {
        SingleNode node("expand", {{"shape", shape}});
        EXPECT_EQ(node.floats({1, 3}, {1, 2, 3}).rejection(), "E0422");
    }
}

TEST(Tile, RepeatsTheWhole) {
    SingleNode node("tile", {{"repeats", Integers{2, 2}}});
    node.floats({1, 2}, {1, 2});
    EXPECT_EQ(node.infer().shape, (Shape{2, 4}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 2, 1, 2, 1, 2, 1, 2}));
}

TEST(Tile, RejectsRepeatsBelowOne) {
    EXPECT_EQ(SingleNode("tile", {{"repeats", Integers{0}}}).floats({1}, {1}).rejection(), "E0422");
    EXPECT_EQ(SingleNode("tile", {{"repeats", Integers{std::int64_t{1} << 40}}}).floats({1}, {1}).rejection(), "E0422");
}

TEST(StridedView, JoinsAxesThatLieTogether) {
    const StridedView view = collapsed({0, {{2, 12}, {1, 99}, {3, 4}, {4, 1}}});
    EXPECT_EQ(view.axes, (std::vector<ViewAxis>{{24, 1}}));
    const StridedView apart = collapsed({0, {{2, 0}, {3, 0}, {4, -1}}});
    EXPECT_EQ(apart.axes, (std::vector<ViewAxis>{{6, 0}, {4, -1}}));
}

} // namespace thimble
