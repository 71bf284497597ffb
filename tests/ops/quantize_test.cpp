// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(Quantize, RoundsHalvesAwayFromZero) {
    // x / 0.5: 3, 2.5 -> 3, -2.5 -> -3, 0.8 -> 1; plus 10.
    SingleNode node("quantize");
    node.floats({4}, {1.5F, 1.25F, -1.25F, 0.4F}).output(per_tensor(0.5F, 10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{13, 13, 7, 11}));
}

TEST(Quantize, SaturatesWhateverItIsGiven) {
    const float infinity = std::numeric_limits<float>::infinity();
    SingleNode node("quantize");
    node.floats({4}, {1e30F, -1e30F, infinity, std::nanf("")}).output(per_tensor(0.5F, 10));
    EXPECT_EQ(node.evaluate_codes(), (Codes{127, -128, 127, 10}));
}

TEST(Quantize, RequantizesInt8) {
    // 0.5 * (q - 1): 2, -3; to scale 0.25, zero point 4: 8 + 4, -12 + 4.
    SingleNode node("quantize");
    node.codes({2}, {5, -5}, per_tensor(0.5F, 1)).output(per_tensor(0.25F, 4));
    EXPECT_EQ(node.evaluate_codes(), (Codes{12, -8}));
}

TEST(Quantize, GivesInt8) {
    EXPECT_EQ(SingleNode("quantize").floats({2, 3}, Floats(6)).infer(), (TensorType{DataType::int8, {2, 3}, {}}));
}

TEST(Quantize, RejectsAnOutputWithoutScale) {
    EXPECT_EQ(SingleNode("quantize").floats({1}, {1}).output({}).rejection(), "E0423");
}

} // namespace

} // namespace thimble
