// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

Floats triangle_of(std::int64_t upper, std::int64_t diagonal) {
    SingleNode node("trilu", {{"upper", upper}, {"diagonal", diagonal}});
    return node.floats({2, 3}, {1, 2, 3, 4, 5, 6}).evaluate_floats();
}

} // namespace

TEST(Trilu, KeepsTheUpperTriangle) {
    EXPECT_EQ(triangle_of(1, 0), (Floats{1, 2, 3, 0, 5, 6}));
    EXPECT_EQ(triangle_of(1, 1), (Floats{0, 2, 3, 0, 0, 6}));
    EXPECT_EQ(triangle_of(1, -1), (Floats{1, 2, 3, 4, 5, 6}));
}

TEST(Trilu, KeepsTheLowerTriangle) {
    EXPECT_EQ(triangle_of(0, 0), (Floats{1, 0, 0, 4, 5, 0}));
    EXPECT_EQ(triangle_of(0, -1), (Floats{0, 0, 0, 4, 0, 0}));
}

TEST(Trilu, TakesAnyDiagonal) {
    EXPECT_EQ(triangle_of(1, std::numeric_limits<std::int64_t>::max()), Floats(6, 0.0F));
    EXPECT_EQ(triangle_of(0, std::numeric_limits<std::int64_t>::min()), Floats(6, 0.0F));
}

TEST(Trilu, RejectsAVector) {
    EXPECT_EQ(SingleNode("trilu").floats({2}, {1, 2}).rejection(), "E0421");
}

} // namespace thimble
