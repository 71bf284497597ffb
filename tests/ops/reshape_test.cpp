// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Reshape, KeepsTheElements) {
    SingleNode node("reshape", {{"shape", Integers{3, 2}}});
    node.floats({1, 6}, {1, 2, 3, 4, 5, 6});
    const Tensor result = node.evaluate();
    EXPECT_EQ(result, Tensor::of(Shape{3, 2}, Floats{1, 2, 3, 4, 5, 6}));
}

TEST(Reshape, KeepsInt8AndItsQuantization) {
    SingleNode node("reshape", {{"shape", Integers{2}}});
    node.codes({1, 2}, {-4, 9}, per_tensor(0.5F, 3)).output(per_tensor(0.5F, 3));
    EXPECT_EQ(node.evaluate(), Tensor::of(Shape{2}, Codes{-4, 9}, per_tensor(0.5F, 3)));
}

TEST(Reshape, TakesOtherDataTypes) {
    SingleNode node("reshape", {{"shape", Integers{2, 1}}});
    EXPECT_EQ(node.bias({5, 6}).infer().data_type, DataType::int32);
}

TEST(Reshape, RejectsAnotherElementCount) {
    SingleNode node("reshape", {{"shape", Integers{4, 2}}});
    EXPECT_EQ(node.floats({1, 6}, Floats(6)).message(), "shape [4, 2] has 8 elements, input [1, 6] has 6");
}

TEST(Reshape, RejectsExtentsBelowOne) {
    EXPECT_EQ(SingleNode("reshape", {{"shape", Integers{-1, 2}}}).floats({2}, Floats(2)).rejection(), "E0422");
}

TEST(Reshape, RejectsShapesWhoseSizeOverflows) {
    const std::int64_t large = std::int64_t{1} << 32;
    EXPECT_EQ(SingleNode("reshape", {{"shape", Integers{large, large}}}).floats({1}, {1}).rejection(), "E0421");
}

TEST(Reshape, RejectsAnotherQuantization) {
    SingleNode node("reshape", {{"shape", Integers{2}}});
    node.codes({1, 2}, {-4, 9}, per_tensor(0.5F, 3)).output(per_tensor(0.5F, 4));
    EXPECT_EQ(node.rejection(), "E0423");
}

} // namespace

} // namespace thimble
