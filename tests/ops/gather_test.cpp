// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(Gather, TakesRowsInAnyOrder) {
    SingleNode node("gather");
    node.floats({3, 2}, {1, 2, 3, 4, 5, 6}).input(Tensor::of<std::int32_t>({2}, {2, 0}));
    EXPECT_EQ(node.infer().shape, (Shape{2, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{5, 6, 1, 2}));
}

TEST(Gather, TakesColumnsByAMatrixOfIndices) {
    SingleNode node("gather", {{"axis", std::int64_t{1}}});
    node.floats({2, 3}, {1, 2, 3, 4, 5, 6}).input(Tensor::of<std::int64_t>({2, 1}, {2, 0}));
    EXPECT_EQ(node.infer().shape, (Shape{2, 2, 1}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 1, 6, 4}));
}

TEST(Gather, CountsFromTheEndAndStaysWithin) {
    SingleNode node("gather");
    node.floats({3}, {1, 2, 3}).input(Tensor::of<std::int32_t>({4}, {-1, -3, 7, -9}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 1, 3, 1}));
}

TEST(Gather, LooksUpWithinABatch) {
    SingleNode node("gather", {{"axis", std::int64_t{1}}, {"batch_dims", std::int64_t{1}}});
    node.floats({2, 3}, {1, 2, 3, 4, 5, 6}).input(Tensor::of<std::int32_t>({2, 2}, {0, 2, 1, 1}));
    EXPECT_EQ(node.infer().shape, (Shape{2, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 3, 5, 5}));
}

TEST(Gather, DropsTheAxisForASingleIndex) {
    SingleNode node("gather");
    node.floats({2, 2}, {1, 2, 3, 4}).input(Tensor::of<std::int32_t>({}, {1}));
    EXPECT_EQ(node.infer().shape, (Shape{2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 4}));
}

TEST(Gather, RejectsWhatDoesNotFit) {
    const Tensor index = Tensor::of<std::int32_t>({1}, {0});
    EXPECT_EQ(SingleNode("gather", {{"axis", std::int64_t{1}}}).floats({1}, {1}).input(index).rejection(), "E0422");
    EXPECT_EQ(SingleNode("gather").floats({}, {1}).input(index).rejection(), "E0422");
    EXPECT_EQ(SingleNode("gather").floats({1}, {1}).floats({1}, {0}).rejection(), "E0420");
    const Attributes batch = {{"axis", std::int64_t{1}}, {"batch_dims", std::int64_t{1}}};
    EXPECT_EQ(SingleNode("gather", batch).floats({2, 1}, {1, 2}).input(index).rejection(), "E0422");
}

TEST(GatherElements, LooksUpEveryElement) {
    SingleNode node("gather_elements", {{"axis", std::int64_t{1}}});
    node.floats({2, 2}, {1, 2, 3, 4}).input(Tensor::of<std::int64_t>({2, 3}, {0, 0, 1, -1, 0, 1}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{1, 1, 2, 4, 3, 4}));
}

TEST(GatherElements, RejectsIndicesBeyondTheOtherAxes) {
    SingleNode node("gather_elements", {{"axis", std::int64_t{1}}});
    node.floats({1, 2}, {1, 2}).input(Tensor::of<std::int64_t>({2, 1}, {0, 0}));
    EXPECT_EQ(node.rejection(), "E0421");
}

TEST(GatherNd, FollowsPaths) {
    SingleNode elements("gather_nd");
    elements.floats({2, 2}, {1, 2, 3, 4}).input(Tensor::of<std::int32_t>({2, 2}, {0, 1, 1, 0}));
    EXPECT_EQ(elements.evaluate_floats(), (Floats{2, 3}));
    SingleNode rows("gather_nd");
    rows.floats({2, 2}, {1, 2, 3, 4}).input(Tensor::of<std::int32_t>({2, 1}, {1, 0}));
    EXPECT_EQ(rows.infer().shape, (Shape{2, 2}));
    EXPECT_EQ(rows.evaluate_floats(), (Floats{3, 4, 1, 2}));
}

TEST(GatherNd, LooksUpWithinABatch) {
    SingleNode node("gather_nd", {{"batch_dims", std::int64_t{1}}});
    node.floats({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}).input(Tensor::of<std::int32_t>({2, 1}, {1, 0}));
    EXPECT_EQ(node.infer().shape, (Shape{2, 2}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 4, 5, 6}));
}

TEST(GatherNd, RejectsPathsLongerThanTheAxes) {
    SingleNode node("gather_nd");
    node.floats({2}, {1, 2}).input(Tensor::of<std::int32_t>({1, 2}, {0, 0}));
    EXPECT_EQ(node.rejection(), "E0421");
}

} // namespace thimble
