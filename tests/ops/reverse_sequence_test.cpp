// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(ReverseSequence, ReversesTheBeginningOfEachRow) {
    SingleNode node("reverse_sequence", {{"time_axis", std::int64_t{1}}});
    node.floats({2, 3}, {1, 2, 3, 4, 5, 6}).input(Tensor::of<std::int64_t>({2}, {2, 3}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{2, 1, 3, 6, 5, 4}));
}

TEST(ReverseSequence, ReversesTheBeginningOfEachColumn) {
    SingleNode node("reverse_sequence", {{"time_axis", std::int64_t{0}}});
    node.floats({3, 2}, {1, 2, 3, 4, 5, 6}).input(Tensor::of<std::int32_t>({2}, {9, -1}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{5, 2, 3, 4, 1, 6}));
}

TEST(ReverseSequence, RejectsAnotherNumberOfLengths) {
    SingleNode node("reverse_sequence", {{"time_axis", std::int64_t{0}}});
    EXPECT_EQ(node.floats({2, 3}, Floats(6)).input(Tensor::of<std::int32_t>({2}, {1, 1})).rejection(), "E0421");
}

} // namespace thimble
