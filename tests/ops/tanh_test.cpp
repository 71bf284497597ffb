// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {

namespace {

constexpr float step = 1.0F / 128.0F;

TEST(Tanh, IsOdd) {
    SingleNode node("tanh");
    node.floats({3}, {0.0F, 0.5493061F, -0.5493061F});
    const Floats results = node.evaluate_floats();
    EXPECT_EQ(results[0], 0.0F);
    EXPECT_NEAR(results[1], 0.5F, 1e-6F); // half of ln 3
    EXPECT_EQ(results[2], -results[1]);
}

TEST(Tanh, ComputesInt8) {
    // Half of ln 3 has 1/2, which is 64 steps of 1/128.
    SingleNode node("tanh");
    node.codes({3}, {7, 8, 6}, per_tensor(0.5493061F, 7));
    EXPECT_EQ(node.output(per_tensor(step, 0)).evaluate_codes(), (Codes{0, 64, -64}));
}

TEST(Tanh, IsWithinAStepEverywhere) {
    for (const float scale : {0.003F, 0.04F, 0.1F, 1.7F}) {
        Codes codes(256);
        std::iota(codes.begin(), codes.end(), std::int8_t{-128});
        SingleNode node("tanh");
        const Codes found =
            node.codes({256}, codes, per_tensor(scale, -9)).output(per_tensor(step, 0)).evaluate_codes();
        for (std::size_t index = 0; index < codes.size(); ++index) {
            const double x = static_cast<double>(scale) * (codes[index] + 9);
            EXPECT_NEAR(found[index], std::min(128.0 * std::tanh(x), 127.0), 0.51) << x;
        }
    }
}

TEST(Tanh, RejectsAnotherOutputQuantisation) {
    SingleNode node("tanh");
    node.codes({1}, {1}, per_tensor(1.0F, 0)).output(per_tensor(step, 1));
    EXPECT_EQ(node.message(), "output has scale 0.0078125 and zero point 1, expected 1/128 and 0");
}

TEST(Tanh, RejectsOtherDataTypes) {
    SingleNode node("tanh");
    EXPECT_EQ(node.bias({1}).message(), "input is int32, expected float32, int8 or int16");
}

} // namespace

} // namespace thimble
