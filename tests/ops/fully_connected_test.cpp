// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"
#include "thimble/ops/fully_connected.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

TEST(FullyConnected, MultipliesRowsByWeights) {
    // Rows (1, 2) and (3, 4); weights (1, 1), (1, -1), (0, 2); bias 0, 0, 10.
    SingleNode node("fully_connected");
    node.floats({2, 2}, {1, 2, 3, 4}).floats({3, 2}, {1, 1, 1, -1, 0, 2}).floats({3}, {0, 0, 10});
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, -1, 14, 7, -1, 18}));
}

TEST(FullyConnected, FlattensItsInput) {
    SingleNode node("fully_connected");
    node.floats({1, 2, 1, 2}, {1, 2, 3, 4}).floats({1, 4}, {1, 10, 100, 1000});
    EXPECT_EQ(node.infer().shape, (Shape{1, 1}));
    EXPECT_EQ(node.evaluate_floats(), Floats{4321});
}

TEST(FullyConnected, KeepsDimensionsWhenAsked) {
    SingleNode node("fully_connected", {{"keep_dims", std::int64_t{1}}});
    node.floats({1, 3, 2}, {1, 2, 3, 4, 5, 6}).floats({1, 2}, {1, 1});
    EXPECT_EQ(node.infer().shape, (Shape{1, 3, 1}));
    EXPECT_EQ(node.evaluate_floats(), (Floats{3, 7, 11}));
}

TEST(FullyConnected, RequantizesInt8) {
    // Input minus zero point 1: 4, -2. Row 0: 3*4 + 5*-2 = 2, bias 6: 8. Row 1: -4 - 10 = -14.
    // Factor 0.5 * 0.5 / 0.5 = 0.5: 4 and -7; plus 3: 7 and -4.
    SingleNode node("fully_connected");
    node.codes({1, 2}, {5, -1}, per_tensor(0.5F, 1)).codes({2, 2}, {3, 5, -1, 5}, per_tensor(0.5F, 0)).bias({6, 0});
    EXPECT_EQ(node.output(per_tensor(0.5F, 3)).evaluate_codes(), (Codes{7, -4}));
}

TEST(FullyConnected, RequantizesEachRowByItsOwnScale) {
    // As above with factors 0.5 and 0.25: 8 -> 4, -14 -> -3.5 -> -4 (away from zero); plus 3.
    SingleNode node("fully_connected");
    node.codes({1, 2}, {5, -1}, per_tensor(0.5F, 1)).codes({2, 2}, {3, 5, -1, 5}, per_channel({0.5F, 0.25F}, 0));
    EXPECT_EQ(node.bias({6, 0}).output(per_tensor(0.5F, 3)).evaluate_codes(), (Codes{7, -1}));
}

TEST(FullyConnected, RoundsOnceWhenTold) {
    // 8 * 0.3 = 2.4; as 4.8 with a shift, which TensorFlow Lite rounds to 5 and then to 3.
    const auto rounded = [](std::int64_t once) {
        Attributes attributes;
        attributes.set("round_once", once);
        SingleNode node("fully_connected", attributes);
        node.codes({1, 1}, {8}, per_tensor(0.3F, 0)).codes({1, 1}, {1}, per_tensor(1.0F, 0));
        return node.output(per_tensor(1.0F, 0)).evaluate_codes();
    };
    EXPECT_EQ(rounded(0), Codes{3});
    EXPECT_EQ(rounded(1), Codes{2});
}

TEST(FullyConnectedMultipliers, RoundThePerTensorProductToFloat) {
    const float input_scale = 0.1F;
    const float weight_scale = 0.3F;
    SingleNode node("fully_connected");
    node.codes({1, 1}, {1}, per_tensor(input_scale, 0)).codes({1, 1}, {1}, per_tensor(weight_scale, 0));
    node.output(per_tensor(0.7F, 0));
    const float product = input_scale * weight_scale;
    const double exact = static_cast<double>(input_scale) * static_cast<double>(weight_scale);
    ASSERT_NE(static_cast<double>(product), exact);
    const auto expected = quantize_multiplier(static_cast<double>(product) / static_cast<double>(0.7F));
    ASSERT_NE(expected, quantize_multiplier(exact / static_cast<double>(0.7F)));
    EXPECT_EQ(fully_connected_multipliers(node.view()), std::vector<QuantizedMultiplier>{expected});
}

TEST(FullyConnected, CountsMacs) {
    SingleNode node("fully_connected");
    node.floats({2, 8}, Floats(16)).floats({5, 8}, Floats(40));
    EXPECT_EQ(node.macs(), 2 * 5 * 8);
}

TEST(FullyConnected, RejectsRowsOfAnotherLength) {
    SingleNode node("fully_connected");
    node.floats({1, 5}, Floats(5)).floats({1, 2}, Floats(2));
    EXPECT_EQ(node.message(), "weights [1, 2] expect rows of 2, input is [1, 5]");
    SingleNode keep("fully_connected", {{"keep_dims", std::int64_t{1}}});
    keep.floats({1, 4}, Floats(4)).floats({1, 2}, Floats(2));
    EXPECT_EQ(keep.rejection(), "E0421");
}

TEST(FullyConnected, RejectsWeightsLeftOut) {
    EXPECT_EQ(SingleNode("fully_connected").floats({1, 5}, Floats(5)).rejection(), "E0424");
}

} // namespace

} // namespace thimble
