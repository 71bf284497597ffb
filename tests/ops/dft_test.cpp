// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

void expect_near(const Floats& found, const Floats& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t index = 0; index < expected.size(); ++index) {
        EXPECT_NEAR(found[index], expected[index], 1e-6F) << index;
    }
}

Attributes along(std::int64_t axis) {
    return {{"axis", axis}};
}

} // namespace

TEST(Dft, TransformsARealSignal) {
    // 1 2 3 4: sum 10, then -2 + 2i, -2, -2 - 2i.
    SingleNode node("dft", along(0));
    expect_near(node.floats({4, 1}, {1, 2, 3, 4}).evaluate_floats(), {10, 0, -2, 2, -2, 0, -2, -2});
}

TEST(Dft, GivesOneSideOnly) {
    SingleNode node("dft", {{"axis", std::int64_t{1}}, {"onesided", std::int64_t{1}}});
    node.floats({1, 4, 1}, {1, 2, 3, 4});
    EXPECT_EQ(node.infer().shape, (Shape{1, 3, 2}));
    expect_near(node.evaluate_floats(), {10, 0, -2, 2, -2, 0});
}

TEST(Dft, InvertsItself) {
    SingleNode node("dft", {{"axis", std::int64_t{0}}, {"inverse", std::int64_t{1}}});
    expect_near(node.floats({4, 2}, {10, 0, -2, 2, -2, 0, -2, -2}).evaluate_floats(), {1, 0, 2, 0, 3, 0, 4, 0});
}

TEST(Dft, GoesAlongAnOuterAxis) {
    // Columns 1 3 and 2 5: sums 4 and 7, differences -2 and -3.
    SingleNode node("dft", along(0));
    expect_near(node.floats({2, 2, 1}, {1, 2, 3, 5}).evaluate_floats(), {4, 0, 7, 0, -2, 0, -3, 0});
}

TEST(Dft, CutsOrContinuesTheSignal) {
    SingleNode cut("dft", {{"axis", std::int64_t{0}}, {"length", std::int64_t{2}}});
    expect_near(cut.floats({3, 1}, {1, 3, 9}).evaluate_floats(), {4, 0, -2, 0});
    SingleNode longer("dft", {{"axis", std::int64_t{0}}, {"length", std::int64_t{4}}});
    expect_near(longer.floats({2, 1}, {1, 1}).evaluate_floats(), {2, 0, 1, -1, 0, 0, 1, 1});
}

TEST(Dft, RejectsWhatIsNoSignal) {
    EXPECT_EQ(SingleNode("dft", along(0)).floats({4, 3}, Floats(12)).rejection(), "E0421");
    EXPECT_EQ(SingleNode("dft", along(0)).floats({2}, Floats(2)).rejection(), "E0421");
    EXPECT_EQ(SingleNode("dft", along(1)).floats({4, 2}, Floats(8)).rejection(), "E0422");
    SingleNode length("dft", {{"axis", std::int64_t{0}}, {"length", std::int64_t{-1}}});
    EXPECT_EQ(length.floats({4, 1}, Floats(4)).rejection(), "E0422");
}

} // namespace thimble
