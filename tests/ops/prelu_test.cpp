// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(Prelu, TakesTheSlopeOfTheChannel) {
    SingleNode node("prelu");
    node.floats({2, 2}, {-2, -2, 3, 0}).floats({2}, {0.5F, -1});
    EXPECT_EQ(node.evaluate_floats(), (Floats{-1, 2, 3, 0}));
}

TEST(Prelu, RescalesInt8) {
    // 10 * 0.5 = 5 is 20 steps of 0.25; -10 * 0.5 * (4 * 0.1) = -2 is -8 steps.
    SingleNode node("prelu");
    node.codes({2}, {11, -9}, per_tensor(0.5F, 1)).codes({1}, {6}, per_tensor(0.1F, 2));
    EXPECT_EQ(node.output(per_tensor(0.25F, 3)).evaluate_codes(), (Codes{23, -5}));
}

TEST(Prelu, RejectsASlopeThatWidensTheInput) {
    EXPECT_EQ(SingleNode("prelu").floats({1}, {1}).floats({2}, {1, 2}).rejection(), "E0421");
}

} // namespace thimble
