// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/fixed_point_log.h"
#include "thimble/ops/fixed_point_root.h"

#include <cmath>

#include <gtest/gtest.h>

namespace thimble {

TEST(LogSoftmax, IsTheLogarithmOfTheShares) {
    const Floats found = SingleNode("log_softmax").floats({1, 4}, {0, -6, 2, 4}).evaluate_floats();
    const Floats expected = {-4.14297F, -10.14297F, -2.14297F, -0.142971F};
    for (std::size_t index = 0; index < expected.size(); ++index) {
        EXPECT_NEAR(found[index], expected[index], 1e-5F);
    }
}

TEST(LogSoftmax, GivesSixteenthsInInt8) {
    // The logarithms of the case above times 16, plus 127; and those of 3, -2, 10, 1.
    SingleNode node("log_softmax");
    node.codes({2, 4}, {0, -12, 4, 8, 6, -4, 20, 2}, per_tensor(0.5F, 0)).output(per_tensor(0.0625F, 127));
    EXPECT_EQ(node.evaluate_codes(), (Codes{61, -35, 93, 125, 15, -65, 127, -17}));
}

TEST(LogSoftmax, StopsAtTheLowestStepInInt8) {
    SingleNode node("log_softmax");
    node.codes({1, 2}, {127, -128}, per_tensor(4.0F, 0)).output(per_tensor(0.0625F, 127));
    EXPECT_EQ(node.evaluate_codes(), (Codes{127, -128}));
}

TEST(LogSoftmax, RejectsWhatItsArithmeticCannotHold) {
    SingleNode scale("log_softmax");
    EXPECT_EQ(scale.codes({1}, {1}, per_tensor(0.5F, 0)).output(per_tensor(0.5F, 127)).rejection(), "E0423");
    SingleNode depth("log_softmax");
    depth.codes({4096}, Codes(4096), per_tensor(0.5F, 0)).output(per_tensor(0.0625F, 127));
    EXPECT_EQ(depth.rejection(), "E0421");
    EXPECT_EQ(SingleNode("log_softmax").floats({}, {1}).rejection(), "E0421");
}

TEST(FixedPointLog, IsWithinAFewUnitsOfTheLogarithm) {
    for (double value = 1.0; value < 4095.0; value *= 1.01) {
        const auto raw = static_cast<std::int32_t>(value * (1 << 19));
        const double expected = std::log(static_cast<double>(raw) / (1 << 19));
        EXPECT_NEAR(static_cast<double>(log_of_one_or_more(raw)) / (1 << 26), expected, 3e-5) << value;
    }
}

TEST(FixedPointRoot, IsCloseToTheReciprocalRoot) {
    for (const std::int32_t value : {1, 2, 3, 4, 100, 65025, 1 << 29, 2147483647}) {
        const QuantizedMultiplier root = reciprocal_root(value);
        const double found = std::ldexp(static_cast<double>(root.multiplier), root.shift - 31);
        EXPECT_NEAR(found * std::sqrt(static_cast<double>(value)), 1.0, 2e-6) << value;
    }
}

} // namespace thimble
