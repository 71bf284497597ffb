// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(Lrn, DividesByAPowerOfTheNeighboursSquares) {
    // 1 + squares: 1 + 1 + 4 = 6, 1 + 1 + 4 + 9 = 15, 1 + 4 + 9 = 14; to the power of 1.
    SingleNode node("lrn", {{"before", std::int64_t{1}}, {"after", std::int64_t{1}}, {"beta", 1.0}});
    const Floats found = node.floats({1, 3}, {1, 2, 3}).evaluate_floats();
    EXPECT_EQ(found, (Floats{1.0F / 6.0F, 2.0F / 15.0F, 3.0F / 14.0F}));
}

TEST(Lrn, TakesOtherNumbersOfNeighboursOnEachSide) {
    // 2 + 0.5 * squares of the channel below and the channel: 2.5, 4.5; square root.
    SingleNode node(
        "lrn", {{"before", std::int64_t{1}}, {"after", std::int64_t{0}}, {"alpha", 0.5}, {"bias", 2.0}, {"beta", 0.5}}
    );
    const Floats found = node.floats({1, 2}, {1, 2}).evaluate_floats();
    EXPECT_FLOAT_EQ(found[0], 0.6324555F);
    EXPECT_FLOAT_EQ(found[1], 0.9428090F);
}

TEST(Lrn, RejectsNegativeReaches) {
    SingleNode node("lrn", {{"before", std::int64_t{-1}}, {"after", std::int64_t{0}}});
    EXPECT_EQ(node.floats({1, 2}, {1, 2}).rejection(), "E0422");
}

} // namespace thimble
