// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(HardSwish, IsZeroBelowAndTheInputAbove) {
    SingleNode node("hard_swish");
    node.floats({5}, {-4, -3, 0, 1.5F, 4});
    EXPECT_EQ(node.evaluate_floats(), (Floats{0, 0, 0, 1.125F, 4})); // 1.5 * 4.5 / 6
}

TEST(HardSwish, IsWithinAStepInInt8) {
    for (const float scale : {0.02F, 0.1F, 1.3F}) {
        Codes codes(256);
        std::iota(codes.begin(), codes.end(), std::int8_t{-128});
        SingleNode node("hard_swish");
        const Codes found =
            node.codes({256}, codes, per_tensor(scale, -20)).output(per_tensor(scale * 1.1F, -100)).evaluate_codes();
        for (std::size_t index = 0; index < codes.size(); ++index) {
            const double x = static_cast<double>(scale) * (codes[index] + 20);
            const double exact = x * std::clamp(x + 3.0, 0.0, 6.0) / 6.0 / static_cast<double>(scale * 1.1F) - 100.0;
            EXPECT_NEAR(found[index], std::clamp(exact, -128.0, 127.0), 1.0) << x;
        }
    }
}

TEST(HardSwish, ComputesInt8InSixteenBits) {
    // Input scale 0.25: shifted by 7 bits, 12 (3.0) is 1536 and the output factor 1/128 is 2^14 with shift -6:
    // 1536 * 2^14 / 2^15 = 768. The share of 3.0 is 32767/32768 of it, 767; 767 / 2^6 = 11.98, rounded 12.
    // 4 (1.0): 512 gives 256, times (1 + 3) / 6 = 170; 170 / 64 = 2.66, rounded 3.
    SingleNode node("hard_swish");
    node.codes({3}, {12, 4, -12}, per_tensor(0.25F, 0));
    EXPECT_EQ(node.output(per_tensor(0.25F, 0)).evaluate_codes(), (Codes{12, 3, 0}));
}

TEST(HardSwish, RejectsAnOutputScaleFarBelowTheInputs) {
    SingleNode node("hard_swish");
    node.codes({1}, {1}, per_tensor(1.0F, 0)).output(per_tensor(0.001F, 0));
    EXPECT_EQ(node.rejection(), "E0423");
}

} // namespace

} // namespace thimble
