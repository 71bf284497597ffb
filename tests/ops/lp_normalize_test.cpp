// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

Attributes along(std::int64_t axis, std::int64_t p = 2) {
    return {{"axis", axis}, {"p", p}};
}

} // namespace

TEST(LpNormalize, DividesByTheEuclideanNorm) {
    const Floats found = SingleNode("lp_normalize", along(1)).floats({2, 2}, {3, 4, -5, 12}).evaluate_floats();
    EXPECT_EQ(found, (Floats{0.6F, 0.8F, -5.0F / 13.0F, 12.0F / 13.0F}));
    const Floats columns = SingleNode("lp_normalize", along(0)).floats({2, 2}, {3, 5, 4, 12}).evaluate_floats();
    EXPECT_EQ(columns, (Floats{0.6F, 5.0F / 13.0F, 0.8F, 12.0F / 13.0F}));
}

TEST(LpNormalize, DividesByTheSumOfMagnitudes) {
    EXPECT_EQ(SingleNode("lp_normalize", along(0, 1)).floats({2}, {-1, 3}).evaluate_floats(), (Floats{-0.25F, 0.75F}));
}

TEST(LpNormalize, DividesZerosByEpsilon) {
    EXPECT_EQ(SingleNode("lp_normalize", along(0)).floats({2}, {0, 0}).evaluate_floats(), (Floats{0, 0}));
}

TEST(LpNormalize, GivesSteps128thInInt8) {
    // 0.6 and 0.8 are 76.8 and 102.4 steps; 1 is beyond the range.
    SingleNode node("lp_normalize", along(1));
    node.codes({2, 2}, {7, 8, 4, 14}, per_tensor(0.3F, 4)).output(per_tensor(1.0F / 128.0F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{77, 102, 0, 127}));
}

TEST(LpNormalize, RejectsWhatHasNoArithmetic) {
    EXPECT_EQ(SingleNode("lp_normalize", along(0, 3)).floats({2}, {1, 2}).rejection(), "E0422");
    EXPECT_EQ(SingleNode("lp_normalize", along(1)).floats({2}, {1, 2}).rejection(), "E0422");
    SingleNode first("lp_normalize", along(0));
    first.codes({1, 2}, {1, 2}, per_tensor(0.5F, 0)).output(per_tensor(1.0F / 128.0F, 0));
    EXPECT_EQ(first.rejection(), "E0422");
    SingleNode scale("lp_normalize", along(0));
    EXPECT_EQ(scale.codes({1}, {1}, per_tensor(0.5F, 0)).output(per_tensor(0.5F, 0)).rejection(), "E0423");
}

} // namespace thimble
