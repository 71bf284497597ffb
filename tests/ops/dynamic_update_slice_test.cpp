// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

SingleNode update_at(const std::vector<std::int32_t>& starts) {
    SingleNode node("dynamic_update_slice");
    node.floats({3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}).floats({2, 1}, {-1, -2});
    node.input(Tensor::of(Shape{static_cast<std::int64_t>(starts.size())}, starts));
    return node;
}

} // namespace

TEST(DynamicUpdateSlice, ReplacesABox) {
    EXPECT_EQ(update_at({1, 2}).evaluate_floats(), (Floats{1, 2, 3, 4, 5, -1, 7, 8, -2}));
}

TEST(DynamicUpdateSlice, MovesTheBoxInside) {
    EXPECT_EQ(update_at({2, -1}).evaluate_floats(), (Floats{1, 2, 3, -1, 5, 6, -2, 8, 9}));
}

TEST(DynamicUpdateSlice, RejectsAnotherNumberOfStarts) {
    EXPECT_EQ(update_at({1}).rejection(), "E0421");
}

TEST(DynamicUpdateSlice, RejectsAnUpdateThatIsLarger) {
    SingleNode node("dynamic_update_slice");
    node.floats({2}, {1, 2}).floats({3}, {1, 2, 3}).input(Tensor::of<std::int32_t>({1}, {0}));
    EXPECT_EQ(node.rejection(), "E0421");
}

} // namespace thimble
