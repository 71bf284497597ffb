// SPDX-License-Identifier: Apache-2.0
#include "tests/ops/single_node.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

Attributes over(Integers axes) {
    return {{"axes", std::move(axes)}};
}

Floats reduce_floats(const std::string& op, const Floats& values) {
    return SingleNode(op, over({0})).floats({static_cast<std::int64_t>(values.size())}, values).evaluate_floats();
}

template <typename Element> Tensor reduce_row(const std::string& op, const std::vector<Element>& values) {
    const Tensor input = Tensor::of<Element>({static_cast<std::int64_t>(values.size())}, values);
    return SingleNode(op, over({0})).input(input).evaluate();
}

Tensor booleans(Shape shape, const std::vector<std::uint8_t>& values) {
    Tensor tensor({DataType::boolean, std::move(shape), {}});
    std::copy(values.begin(), values.end(), tensor.elements<bool>().begin());
    return tensor;
}

} // namespace

TEST(Reduce, HasTheKnownValues) {
    const std::vector<std::pair<std::string, float>> known = {
        {"reduce_sum", -3.0F},        {"reduce_max", 2.0F},
        {"reduce_min", -4.0F},        {"reduce_prod", 8.0F},
        {"reduce_l1", 7.0F},          {"reduce_l2", 4.5825757F},
        {"reduce_sum_square", 21.0F}, {"reduce_log_sum_exp", 2.0509458F}, // log(e^-1 + e^2 + e^-4)
    };
    for (const auto& [op, expected] : known) {
        EXPECT_NEAR(reduce_floats(op, {-1.0F, 2.0F, -4.0F}).at(0), expected, 1e-6F) << op;
    }
    EXPECT_NEAR(reduce_floats("reduce_log_sum", {1.0F, 2.0F, 4.0F}).at(0), 1.9459101F, 1e-6F);
}

TEST(Reduce, ExponentialsDoNotOverflow) {
    EXPECT_FLOAT_EQ(reduce_floats("reduce_log_sum_exp", {1000.0F, 1000.0F}).at(0), 1000.6931F);
    constexpr float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(reduce_floats("reduce_log_sum_exp", {-infinity, -infinity}).at(0), -infinity);
}

TEST(Reduce, GoesOverAnyAxes) {
    // [2, 3, 2] over the outer two: columns 0 + 2 + .. + 10 and 1 + 3 + .. + 11.
    SingleNode node("reduce_sum", {{"axes", Integers{0, 1}}, {"keep_dims", std::int64_t{1}}});
    const Tensor result = node.floats({2, 3, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).evaluate();
    EXPECT_EQ(result, Tensor::of(Shape{1, 1, 2}, Floats{30, 36}));
    SingleNode middle("reduce_max", over({1}));
    EXPECT_EQ(
        middle.floats({2, 3, 2}, {0, 9, 2, 3, 4, 5, 6, 7, 8, 1, 0, 11}).evaluate(),
        Tensor::of(Shape{2, 2}, Floats{4, 9, 8, 11})
    );
}

TEST(Reduce, TakesIntegersModuloTheirRange) {
    EXPECT_EQ(reduce_row<std::int64_t>("reduce_sum", {1, -5, 7}), Tensor::of<std::int64_t>({}, {3}));
    EXPECT_EQ(reduce_row<std::int32_t>("reduce_prod", {65536, 65536, 3}), Tensor::of<std::int32_t>({}, {0}));
    EXPECT_EQ(reduce_row<std::uint8_t>("reduce_sum", {200, 100}), Tensor::of<std::uint8_t>({}, {44}));
    EXPECT_EQ(reduce_row<std::int16_t>("reduce_l1", {-5, 6}), Tensor::of<std::int16_t>({}, {11}));
    EXPECT_EQ(reduce_row<std::int32_t>("reduce_sum_square", {-5, 6}), Tensor::of<std::int32_t>({}, {61}));
    EXPECT_EQ(reduce_row<std::int8_t>("reduce_max", {-5, -6}), Tensor::of<std::int8_t>({}, {-5}));
    EXPECT_EQ(reduce_row<std::int8_t>("reduce_min", {-5, -6}), Tensor::of<std::int8_t>({}, {-6}));
}

TEST(Reduce, TakesBooleans) {
    const Tensor input = booleans({2, 2}, {0, 1, 1, 1});
    EXPECT_EQ(SingleNode("reduce_any", over({1})).input(input).evaluate(), booleans({2}, {1, 1}));
    EXPECT_EQ(SingleNode("reduce_all", over({1})).input(input).evaluate(), booleans({2}, {0, 1}));
    EXPECT_EQ(SingleNode("reduce_max", over({0, 1})).input(input).evaluate(), booleans({}, {1}));
    EXPECT_EQ(SingleNode("reduce_min", over({0, 1})).input(input).evaluate(), booleans({}, {0}));
}

TEST(Reduce, RequantizesSumsOfInt8) {
    // 10 + 20 + 30 - 3 * 5 = 45 quarters, rounded twice: 22.5 to 23 halves, 11.5 to 12; plus -1.
    SingleNode node("reduce_sum", over({0}));
    node.codes({3}, {10, 20, 30}, per_tensor(0.5F, 5)).output(per_tensor(2.0F, -1));
    EXPECT_EQ(node.evaluate_codes(), Codes{11});
}

TEST(Reduce, KeepsTheScaleOfTheLargest) {
    SingleNode node("reduce_max", over({1}));
    node.codes({2, 2}, {10, 20, -30, -40}, per_tensor(0.5F, 5)).output(per_tensor(0.5F, 5));
    EXPECT_EQ(node.evaluate_codes(), (Codes{20, -30}));
    SingleNode other("reduce_max", over({1}));
    EXPECT_EQ(other.codes({1, 1}, {1}, per_tensor(0.5F, 5)).output(per_tensor(0.25F, 5)).rejection(), "E0423");
}

TEST(Reduce, RejectsTypesThatAnOperatorDoesNotReduce) {
    const Tensor integers = Tensor::of<std::int32_t>({1}, {1});
    EXPECT_EQ(SingleNode("reduce_l2", over({0})).input(integers).rejection(), "E0420");
    EXPECT_EQ(SingleNode("reduce_any", over({0})).input(integers).rejection(), "E0420");
    EXPECT_EQ(SingleNode("reduce_any", over({0})).floats({1}, {1}).rejection(), "E0420");
    EXPECT_EQ(SingleNode("reduce_sum", over({0})).input(booleans({1}, {1})).rejection(), "E0420");
    SingleNode prod("reduce_prod", over({0}));
    EXPECT_EQ(prod.codes({1}, {1}, per_tensor(1.0F, 0)).output(per_tensor(1.0F, 0)).rejection(), "E0420");
}

TEST(Reduce, RejectsAxesThatAreNotThere) {
    for (const Integers& axes : {Integers{2}, Integers{-1}, Integers{0, 0}, Integers{}}) {
        EXPECT_EQ(SingleNode("reduce_sum", over(axes)).floats({2, 2}, Floats(4)).rejection(), "E0422");
    }
}

} // namespace thimble
