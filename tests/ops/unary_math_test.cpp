// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

struct KnownValue {
    std::string op;
    float x;
    float y;
    Attributes attributes = {};
};

/// Worked out by hand or with tables of functions, not by this program.
std::vector<KnownValue> known_values() {
    return {
        {"abs", -2.5F, 2.5F},
        {"neg", -2.5F, 2.5F},
        {"sign", -2.5F, -1.0F},
        {"exp", 1.0F, 2.7182818F},
        {"log", 2.7182818F, 1.0F},
        {"sqrt", 6.25F, 2.5F},
        {"rsqrt", 6.25F, 0.4F},
        {"square", -1.5F, 2.25F},
        {"reciprocal", -4.0F, -0.25F},
        {"floor", -1.5F, -2.0F},
        {"ceil", -1.5F, -1.0F},
        {"round", 2.5F, 2.0F},
        {"round", 3.5F, 4.0F},
        {"erf", 0.5F, 0.5204999F},
        {"sin", 0.5235988F, 0.5F},
        {"cos", 1.0471976F, 0.5F},
        {"tan", 0.7853982F, 1.0F},
        {"asin", 0.5F, 0.5235988F},
        {"acos", 0.5F, 1.0471976F},
        {"atan", 1.0F, 0.7853982F},
        {"sinh", 1.0F, 1.1752012F},
        {"cosh", 1.0F, 1.5430806F},
        {"asinh", 1.1752012F, 1.0F},
        {"acosh", 1.5430806F, 1.0F},
        {"atanh", 0.5F, 0.5493061F},
        {"softsign", -1.0F, -0.5F},
        {"softplus", 0.0F, 0.6931472F},
        {"softplus", 100.0F, 100.0F},
        {"mish", 1.0F, 0.8650984F},
        {"gelu", 1.0F, 0.8413447F},
        {"gelu_tanh", 1.0F, 0.8411920F},
        {"swish", 1.0F, 0.7310586F},
        {"swish", 1.0F, 0.8807971F, {{"alpha", 2.0}}},
        {"elu", -1.0F, -0.6321206F},
        {"celu", -1.0F, -0.7869387F, {{"alpha", 2.0}}},
        {"selu", 1.0F, 1.0507010F},
        {"selu", -1.0F, -1.1113307F},
        {"hard_sigmoid", 1.0F, 0.7F},
        {"hard_sigmoid", 9.0F, 1.0F},
        {"thresholded_relu", 1.0F, 0.0F},
        {"thresholded_relu", 1.5F, 1.5F},
        {"shrink", 2.0F, 0.75F, {{"threshold", 1.5}, {"bias", 1.25}}},
        {"shrink", 1.0F, 0.0F, {{"threshold", 1.5}, {"bias", 1.25}}},
    };
}

} // namespace

TEST(UnaryMath, HasTheKnownValues) {
    for (const KnownValue& known : known_values()) {
        const Floats found = SingleNode(known.op, known.attributes).floats({1}, {known.x}).evaluate_floats();
        EXPECT_NEAR(found.at(0), known.y, 2e-6F) << known.op << "(" << known.x << ")";
    }
}

TEST(UnaryMath, RoundsInt8ResultsToTheNearestStep) {
    SingleNode node("exp");
    node.codes({3}, {0, 10, 127}, per_tensor(0.1F, 0)).output(per_tensor(0.02F, -128));
    // exp(0) = 1 is 50 steps, exp(1) = 2.718 is 135.9; the last is beyond the range.
    EXPECT_EQ(node.evaluate_codes(), (Codes{-78, 8, 127}));
}

TEST(UnaryMath, CountsWhatIsNoNumberAsZeroInInt8) {
    SingleNode node("sqrt");
    node.codes({1}, {-100}, per_tensor(0.1F, 0)).output(per_tensor(0.1F, 5));
    EXPECT_EQ(node.evaluate_codes(), (Codes{5}));
}

TEST(UnaryMath, TakesIntegersWhereTheResultIsOne) {
    const Tensor input = Tensor::of<std::int64_t>({3}, {-7, 0, 9});
    const Tensor result = SingleNode("abs").input(input).evaluate();
    EXPECT_EQ(result, Tensor::of<std::int64_t>({3}, {7, 0, 9}));
    EXPECT_EQ(SingleNode("exp").input(input).rejection(), "E0420");
}

TEST(UnaryMath, TakesTheLogarithmOfNothingAsTheLowestInt8) {
    SingleNode node("log");
    node.codes({2}, {0, 10}, per_tensor(0.1F, 0)).output(per_tensor(0.1F, 5));
    EXPECT_EQ(node.evaluate_codes(), (Codes{-128, 5}));
}

TEST(UnaryMath, CutsInt8SquareRootsOff) {
    // sqrt(0.7) = 0.8367 is 8.37 steps, sqrt(0.9) = 0.9487 is 9.49.
    SingleNode node("sqrt");
    node.codes({3}, {7, 9, 100}, per_tensor(0.1F, 0)).output(per_tensor(0.1F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{8, 9, 31}));
}

TEST(UnaryMath, ReciprocatesInt8SquareRootsInFixedPoint) {
    // 1 / sqrt(4 * 0.25) = 1 is 50 steps, 1 / sqrt(16 * 0.25) = 0.5 is 25; that of 0 is the largest.
    SingleNode node("rsqrt");
    node.codes({4}, {4, 16, 0, -1}, per_tensor(0.25F, 0)).output(per_tensor(0.02F, 0));
    EXPECT_EQ(node.evaluate_codes(), (Codes{50, 25, 127, 0}));
}

} // namespace thimble
