// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using Bytes = std::vector<std::int8_t>;

struct KnownPair {
    std::string op;
    float x;
    float y;
    float result;
};

std::vector<KnownPair> known_pairs() {
    return {
        {"div", 3.0F, -2.0F, -1.5F},
        {"pow", 2.0F, -2.0F, 0.25F},
        {"fmod", -7.5F, 2.0F, -1.5F},
        {"floor_div", -7.0F, 2.0F, -4.0F},
        {"floor_mod", -7.5F, 2.0F, 0.5F},
        {"floor_mod", 7.5F, -2.0F, -0.5F},
        {"minimum", 3.0F, -2.0F, -2.0F},
        {"maximum", 3.0F, -2.0F, 3.0F},
        {"squared_difference", 3.0F, -2.0F, 25.0F},
        {"atan2", 1.0F, -1.0F, 2.3561945F},
    };
}

Bytes of_bytes(const std::string& op, const Bytes& x, const Bytes& y) {
    const Shape shape{static_cast<std::int64_t>(x.size())};
    SingleNode node(op);
    return node.input(Tensor::of(shape, x)).input(Tensor::of(shape, y)).evaluate_codes();
}

} // namespace

TEST(PairMath, HasTheKnownValues) {
    for (const KnownPair& known : known_pairs()) {
        SingleNode node(known.op);
        node.floats({1}, {known.x}).floats({1}, {known.y});
        EXPECT_NEAR(node.evaluate_floats().at(0), known.result, 1e-6F) << known.op;
    }
}

TEST(PairMath, DividesIntegersTowardsZeroOrDown) {
    EXPECT_EQ(of_bytes("div", {7, -7, 7, -7}, {2, 2, -2, -2}), (Bytes{3, -3, -3, 3}));
    EXPECT_EQ(of_bytes("floor_div", {7, -7, 7, -7}, {2, 2, -2, -2}), (Bytes{3, -4, -4, 3}));
    EXPECT_EQ(of_bytes("fmod", {7, -7, 7, -7}, {4, 4, -4, -4}), (Bytes{3, -3, 3, -3}));
    EXPECT_EQ(of_bytes("floor_mod", {7, -7, 7, -7}, {4, 4, -4, -4}), (Bytes{3, 1, -1, -3}));
}

TEST(PairMath, DividesByZeroWithoutATrap) {
    for (const std::string op : {"div", "floor_div", "fmod", "floor_mod"}) {
        EXPECT_EQ(of_bytes(op, {7, -7}, {0, 0}), (Bytes{0, 0})) << op;
    }
}

TEST(PairMath, WrapsIntegersAround) {
    EXPECT_EQ(of_bytes("div", {-128}, {-1}), (Bytes{-128}));
    EXPECT_EQ(of_bytes("fmod", {-128}, {-1}), (Bytes{0}));
    EXPECT_EQ(of_bytes("pow", {2, 3, -2, 5}, {7, 5, 3, 0}), (Bytes{-128, -13, -8, 1}));
    EXPECT_EQ(of_bytes("squared_difference", {100, 3}, {-100, 5}), (Bytes{64, 4})); // -56 squared is 3136
    EXPECT_EQ(of_bytes("add", {127}, {1}), (Bytes{-128}));
    EXPECT_EQ(of_bytes("sub", {-128}, {1}), (Bytes{127}));
    EXPECT_EQ(of_bytes("mul", {16}, {17}), (Bytes{16}));
}

TEST(PairMath, TakesNegativePowersOfIntegers) {
    EXPECT_EQ(of_bytes("pow", {1, -1, -1, 2, 0}, {-3, -3, -2, -1, -1}), (Bytes{1, -1, 1, 0, 0}));
}

TEST(PairMath, PassesOnWhatIsNoNumber) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (const std::string op : {"minimum", "maximum"}) {
        SingleNode node(op);
        const Floats results = node.floats({2}, {nan, 1}).floats({2}, {1, nan}).evaluate_floats();
        EXPECT_TRUE(std::isnan(results[0]) && std::isnan(results[1])) << op;
    }
}

TEST(PairMath, DividesInt8ByAReciprocal) {
    // (10 * 0.5) / (4 * 0.25) = 5 in steps of 0.1 is 50; by -4 it is -50; 0 by anything is 0.
    SingleNode node("div");
    node.codes({3}, {10, 10, 0}, per_tensor(0.5F, 0)).codes({3}, {4, -4, 3}, per_tensor(0.25F, 0));
    EXPECT_EQ(node.output(per_tensor(0.1F, 1)).evaluate_codes(), (Codes{51, -49, 1}));
}

TEST(PairMath, SaturatesAnInt8DivisionByZero) {
    SingleNode node("div");
    node.codes({3}, {10, -10, 0}, per_tensor(0.5F, 0)).codes({3}, {0, 0, 0}, per_tensor(0.25F, 0));
    EXPECT_EQ(node.output(per_tensor(0.1F, 1)).evaluate_codes(), (Codes{127, -128, 1}));
}

TEST(PairMath, SquaresInt8Differences) {
    // (10 * 0.5 - 4 * 0.25) squared is 16, in steps of 0.25 it is 64.
    SingleNode node("squared_difference");
    node.codes({1}, {12}, per_tensor(0.5F, 2)).codes({1}, {4}, per_tensor(0.25F, 0));
    EXPECT_EQ(node.output(per_tensor(0.25F, -10)).evaluate_codes(), (Codes{54}));
}

TEST(PairMath, ComparesStoredValuesOfOneScale) {
    SingleNode node("maximum");
    node.codes({2}, {1, -5}, per_tensor(0.5F, 3)).codes({2}, {2, -6}, per_tensor(0.5F, 3));
    EXPECT_EQ(node.output(per_tensor(0.5F, 3)).evaluate_codes(), (Codes{2, -5}));
    SingleNode other("minimum");
    other.codes({1}, {1}, per_tensor(0.5F, 3)).codes({1}, {2}, per_tensor(0.25F, 3));
    EXPECT_EQ(other.output(per_tensor(0.5F, 3)).rejection(), "E0423");
}

TEST(PairMath, RejectsWhatItHasNoFormFor) {
    SingleNode node("atan2");
    EXPECT_EQ(node.bias({1}).bias({1}).rejection(), "E0420");
    SingleNode scaled("pow");
    EXPECT_EQ(
        scaled.codes({1}, {1}, per_tensor(1, 0)).codes({1}, {1}, per_tensor(1, 0)).output(per_tensor(1, 0)).rejection(),
        "E0420"
    );
    SingleNode activated("div", {{"activation", Reals{0, 6}}});
    EXPECT_EQ(activated.bias({1}).bias({1}).rejection(), "E0422");
}

} // namespace thimble
