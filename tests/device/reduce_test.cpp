// SPDX-License-Identifier: Apache-2.0
// The family reduce, and normalize, which walks the same groups of axes.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

struct AxesCase {
    std::string name;
    Shape shape = {2, 3, 4, 5};
    Integers axes = {1, 2};
};

std::vector<AxesCase> axes_cases() {
    return {
        {.name = "Image"},
        {.name = "Channels", .axes = {3}},
        {.name = "Everything", .axes = {0, 1, 2, 3}},
        {.name = "FirstAndLast", .axes = {0, 3}},
        {.name = "Batch", .axes = {0}},
        {.name = "Alternating", .axes = {0, 2}},
        {.name = "Vector", .shape = {7}, .axes = {0}},
        {.name = "OneElement", .shape = {1, 1}, .axes = {0}},
        {.name = "SixAxesOdd", .shape = {2, 3, 2, 3, 2, 3}, .axes = {1, 3, 5}},
        {.name = "SixAxesEven", .shape = {2, 3, 2, 3, 2, 3}, .axes = {0, 2, 4}},
        {.name = "SevenAxes", .shape = {2, 2, 3, 1, 2, 3, 2}, .axes = {1, 3, 6}},
    };
}

class Reduce : public ::testing::TestWithParam<AxesCase> {};

class Normalize : public ::testing::TestWithParam<AxesCase> {};

/// Positive numbers, so that logarithms and products are tame.
Tensor positive_floats(const Shape& shape) {
    Tensor tensor({DataType::float32, shape, {}});
    float next = 0.5F;
    for (float& element : tensor.elements<float>()) {
        element = next;
        next = next > 1.4F ? 0.5F : next + 0.07F;
    }
    return tensor;
}

} // namespace

TEST_P(Reduce, Float32IsCloseToReference) {
    for (const std::string op :
         {"reduce_sum", "reduce_max", "reduce_min", "reduce_prod", "reduce_l1", "reduce_l2", "reduce_log_sum",
          "reduce_log_sum_exp", "reduce_sum_square"}) {
        NodeUnderTest node(op, {{"axes", GetParam().axes}});
        node.input(positive_floats(GetParam().shape)).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, op + "_f32");
    }
}

TEST_P(Reduce, IntegersEqualReference) {
    for (const std::string op :
         {"reduce_sum", "reduce_max", "reduce_min", "reduce_prod", "reduce_l1", "reduce_sum_square"}) {
        for (const DataType type :
             {DataType::int8, DataType::uint8, DataType::int16, DataType::int32, DataType::int64}) {
            NodeUnderTest node(op, {{"axes", GetParam().axes}});
            node.input(type, GetParam().shape).output(type);
            expect_reference_outputs(node, Core::portable, op + "_integers<" + std::string(name(type)) + "_t>");
        }
    }
}

TEST_P(Reduce, CodesEqualReference) {
    for (const std::string op : {"reduce_max", "reduce_min"}) {
        NodeUnderTest node(op, {{"axes", GetParam().axes}});
        node.input(DataType::int8, GetParam().shape, affine(0.05F, -9)).output(DataType::int8, affine(0.05F, -9));
        expect_reference_outputs(node, Core::portable, op + "_integers<int8_t>");
    }
    for (const float scale : {0.004F, 0.3F, 9.0F}) {
        NodeUnderTest node("reduce_sum", {{"axes", GetParam().axes}});
        node.input(DataType::int8, GetParam().shape, affine(0.05F, -9)).output(DataType::int8, affine(scale, 7));
        expect_reference_outputs(node, Core::portable, "reduce_sum_s8");
    }
}

TEST_P(Reduce, BooleansEqualReference) {
    const std::vector<std::pair<std::string, std::string>> kernels = {
        {"reduce_any", "reduce_max_integers<uint8_t>"},
        {"reduce_max", "reduce_max_integers<uint8_t>"},
        {"reduce_all", "reduce_min_integers<uint8_t>"},
        {"reduce_min", "reduce_min_integers<uint8_t>"},
    };
    for (const auto& [op, kernel] : kernels) {
        NodeUnderTest node(op, {{"axes", GetParam().axes}});
        node.input(DataType::boolean, GetParam().shape).output(DataType::boolean);
        expect_reference_outputs(node, Core::portable, kernel);
    }
}

TEST_P(Reduce, MeanOfManyAxesAndIntegersEqualsReference) {
    NodeUnderTest integers("mean", {{"axes", GetParam().axes}});
    integers.input(DataType::int32, GetParam().shape).output(DataType::int32);
    expect_reference_outputs(integers, Core::portable, "mean_integers<int32_t>");
    NodeUnderTest codes("mean", {{"axes", GetParam().axes}});
    codes.input(DataType::int8, GetParam().shape, affine(0.05F, -9)).output(DataType::int8, affine(0.04F, 7));
    expect_reference_outputs(codes, Core::portable, "mean_s8");
}

TEST_P(Normalize, IsCloseToReference) {
    for (const std::int64_t centered : {0, 1}) {
        NodeUnderTest node("normalize", {{"axes", GetParam().axes}, {"centered", centered}, {"epsilon", 0.01}});
        node.input(DataType::float32, GetParam().shape).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, "normalize_f32");
    }
}

TEST_P(Normalize, ScaledByChannelIsCloseToReference) {
    const std::int64_t channels = GetParam().shape.extents().back();
    NodeUnderTest node("normalize", {{"axes", GetParam().axes}, {"epsilon", 0.01}});
    node.input(DataType::float32, GetParam().shape);
    node.constant(DataType::float32, {channels}).constant(DataType::float32, {channels}).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "normalize_scaled_f32");
}

TEST(NormalizeParameters, AreSpreadAsTheyBroadcast) {
    for (const Shape& parameter : {Shape{4, 5}, Shape{3, 1, 1}, Shape{1, 4, 1}, Shape{2, 3, 4, 5}, Shape{1}}) {
        for (const Integers& axes : {Integers{3}, Integers{1, 2}, Integers{2, 3}}) {
            NodeUnderTest node("normalize", {{"axes", axes}, {"epsilon", 0.01}});
            node.input(DataType::float32, {2, 3, 4, 5}).constant(DataType::float32, parameter);
            expect_reference_outputs(node.output(DataType::float32), Core::portable, "normalize_scaled_f32");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Device, Reduce, ::testing::ValuesIn(axes_cases()), case_only);
INSTANTIATE_TEST_SUITE_P(Device, Normalize, ::testing::ValuesIn(axes_cases()), case_only);

} // namespace thimble
