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

TEST(Pad, RepeatsTheInput) {
    const auto padded = [](const char* mode) {
        SingleNode node("pad", {{"padding", Integers{4, 3}}, {"mode", std::string(mode)}});
        return node.floats({3}, {1, 2, 3}).evaluate_floats();
    };
    EXPECT_EQ(padded("reflect"), (Floats{1, 2, 3, 2, 1, 2, 3, 2, 1, 2}));
    EXPECT_EQ(padded("symmetric"), (Floats{3, 3, 2, 1, 1, 2, 3, 3, 2, 1}));
    EXPECT_EQ(padded("edge"), (Floats{1, 1, 1, 1, 1, 2, 3, 3, 3, 3}));
    EXPECT_EQ(padded("wrap"), (Floats{3, 1, 2, 3, 1, 2, 3, 1, 2, 3}));
}

TEST(Pad, ReflectsASingleElement) {
    SingleNode node("pad", {{"padding", Integers{2, 1}}, {"mode", std::string("reflect")}});
    EXPECT_EQ(node.floats({1}, {7}).evaluate_floats(), (Floats{7, 7, 7, 7}));
}

TEST(Pad, AddsAnyValue) {
    SingleNode floats("pad", {{"padding", Integers{1, 0}}, {"value", -1.5}});
    EXPECT_EQ(floats.floats({1}, {7}).evaluate_floats(), (Floats{-1.5F, 7}));
    SingleNode codes("pad", {{"padding", Integers{1, 0}}, {"value", -1.5}});
    codes.codes({1}, {7}, per_tensor(0.5F, 4)).output(per_tensor(0.5F, 4));
    EXPECT_EQ(codes.evaluate_codes(), (Codes{1, 7}));
    SingleNode integers("pad", {{"padding", Integers{1, 0}}, {"value", 1e30}});
    EXPECT_EQ(integers.input(Tensor::of<std::int16_t>({1}, {7})).evaluate(), Tensor::of<std::int16_t>({2}, {32767, 7}));
}

TEST(Pad, RejectsAnUnknownMode) {
    SingleNode node("pad", {{"padding", Integers{1, 0}}, {"mode", std::string("mirror")}});
    EXPECT_EQ(node.floats({1}, {7}).rejection(), "E0422");
}

} // namespace

} // namespace thimble
