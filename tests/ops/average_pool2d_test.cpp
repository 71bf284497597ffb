// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(AveragePool2d, AveragesEachChannel) {
    // Pixels (1, 10), (2, 20), (3, 30), (6, 60): means 3, 30.
    SingleNode node("average_pool2d", {{"window", Integers{2, 2}}});
    node.floats({1, 2, 2, 2}, {1, 10, 2, 20, 3, 30, 6, 60});
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 30}));
}

TEST(AveragePool2d, DividesByTheTapsInside) {
    // Row 1, 2, 3; window 3, padding 1: (1 + 2) / 2, (1 + 2 + 3) / 3, (2 + 3) / 2.
    SingleNode node("average_pool2d", {{"window", Integers{1, 3}}, {"padding", Integers{0, 1, 0, 1}}});
    node.floats({1, 1, 3, 1}, {1, 2, 3});
    EXPECT_EQ(node.evaluate_floats(), (Floats{1.5F, 2, 2.5F}));
}

TEST(AveragePool2d, RoundsInt8HalvesAwayFromZero) {
    // (1 + 2) / 2 = 1.5 -> 2, (-1 - 2) / 2 -> -2, (1 + 0) / 2 -> 1, (-1 + 0) / 2 -> -1.
    SingleNode node("average_pool2d", {{"window", Integers{1, 2}}, {"stride", Integers{1, 2}}});
    node.codes({1, 1, 8, 1}, {1, 2, -1, -2, 1, 0, -1, 0}, per_tensor(0.1F, 5));
    EXPECT_EQ(node.output(per_tensor(0.1F, 5)).evaluate_codes(), (Codes{2, -2, 1, -1}));
}

TEST(AveragePool2d, ClampsInt8ToTheActivation) {
    // ReLU6 with scale 0.1 and zero point 5: codes 5 .. 65.
    SingleNode node("average_pool2d", {{"window", Integers{1, 1}}, {"activation", Reals{0, 6}}});
    node.codes({1, 1, 3, 1}, {-100, 30, 100}, per_tensor(0.1F, 5));
    EXPECT_EQ(node.output(per_tensor(0.1F, 5)).evaluate_codes(), (Codes{5, 30, 65}));
}

TEST(AveragePool2d, RejectsAnotherOutputQuantization) {
    SingleNode node("average_pool2d", {{"window", Integers{1, 1}}});
    node.codes({1, 1, 1, 1}, {1}, per_tensor(0.5F, 5));
    EXPECT_EQ(
        node.output(per_tensor(0.25F, 5)).message(),
        "output has scale 0.25 and zero point 5, expected those of input 0: 0.5 and 5"
    );
}

TEST(AveragePool2d, RejectsPaddingThatFillsAWindow) {
    SingleNode node("average_pool2d", {{"window", Integers{2, 2}}, {"padding", Integers{0, 2, 0, 0}}});
    EXPECT_EQ(node.floats({1, 2, 2, 1}, Floats(4)).rejection(), "E0422");
}

} // namespace

} // namespace thimble
