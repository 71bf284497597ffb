// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {

namespace {

constexpr float step = 1.0F / 256.0F;

TEST(Logistic, IsOneHalfAtZero) {
    SingleNode node("logistic");
    node.floats({3}, {0.0F, 100.0F, -100.0F});
    const Floats results = node.evaluate_floats();
    EXPECT_EQ(results[0], 0.5F);
    EXPECT_EQ(results[1], 1.0F);
    EXPECT_NEAR(results[2], 0.0F, 1e-30F);
}

TEST(Logistic, ComputesInt8) {
    // Zero: 128 steps of 1/256 from -128. ln 3 has 3/4, which is 192 steps; its opposite 64.
    SingleNode node("logistic");
    node.codes({3}, {2, 3, 1}, per_tensor(1.0986123F, 2));
    EXPECT_EQ(node.output(per_tensor(step, -128)).evaluate_codes(), (Codes{0, 64, -64}));
}

TEST(Logistic, EndsWhereQ4Ends) {
    // 15 and beyond are at the ends; the largest int8 stands for 255/256.
    SingleNode node("logistic");
    node.codes({4}, {15, 16, -15, 127}, per_tensor(1.0F, 0));
    EXPECT_EQ(node.output(per_tensor(step, -128)).evaluate_codes(), (Codes{127, 127, -128, 127}));
}

TEST(Logistic, IsWithinAStepEverywhere) {
    for (const float scale : {0.003F, 0.04F, 0.1F, 1.7F, 300.0F}) {
        Codes codes(256);
        std::iota(codes.begin(), codes.end(), std::int8_t{-128});
        SingleNode node("logistic");
        const Codes found =
            node.codes({256}, codes, per_tensor(scale, 5)).output(per_tensor(step, -128)).evaluate_codes();
        for (std::size_t index = 0; index < codes.size(); ++index) {
            const double x = static_cast<double>(scale) * (codes[index] - 5);
            // An input of 0 less its zero point counts as at the lower end once a step is beyond 16.
            if (x != 0.0) {
                EXPECT_NEAR(found[index], std::min(256.0 / (1.0 + std::exp(-x)) - 128.0, 127.0), 0.51) << x;
            }
        }
    }
}

TEST(Logistic, RejectsAnotherOutputQuantisation) {
    SingleNode node("logistic");
    node.codes({1}, {1}, per_tensor(1.0F, 0)).output(per_tensor(step, 0));
    EXPECT_EQ(node.message(), "output has scale 0.00390625 and zero point 0, expected 1/256 and -128");
}

TEST(Logistic, RejectsATinyInputScale) {
    SingleNode node("logistic");
    node.codes({1}, {1}, per_tensor(1e-9F, 0)).output(per_tensor(step, -128));
    EXPECT_EQ(node.rejection(), "E0423");
}

} // namespace

} // namespace thimble
