// SPDX-License-Identifier: Apache-2.0
// Kernels that work row by row: log_softmax, hardmax, lrn, and lp_normalize, also along other axes.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

struct RowsCase {
    std::string name;
    Shape shape = {40, 6};
    float scale = 0.1F;
    std::int32_t zero_point = 4;
};

std::vector<RowsCase> rows_cases() {
    return {
        {.name = "Plain"},
        {.name = "OneColumn", .shape = {3, 1}},
        {.name = "Vector", .shape = {9}},
        {.name = "TwoColumns", .shape = {200, 2}},
        {.name = "ManyColumns", .shape = {2, 1000}},
        {.name = "MostColumns", .shape = {1, 4095}, .scale = 1e-4F},
        {.name = "FourAxes", .shape = {1, 3, 4, 5}},
        {.name = "SteepScale", .scale = 2.0F},
        {.name = "SteepestScale", .scale = 4e7F},
        {.name = "FlatScale", .scale = 1e-4F},
        {.name = "FlattestScale", .scale = 2e-8F},
        {.name = "LowestZeroPoint", .zero_point = -128},
    };
}

class Rows : public ::testing::TestWithParam<RowsCase> {};

} // namespace

TEST_P(Rows, LogSoftmaxInt8EqualsReference) {
    NodeUnderTest node("log_softmax", {});
    node.input(DataType::int8, GetParam().shape, affine(GetParam().scale, GetParam().zero_point))
        .output(DataType::int8, affine(0.0625F, 127));
    expect_reference_outputs(node, Core::portable, "log_softmax_s8");
}

TEST_P(Rows, LogSoftmaxFloat32IsCloseToReference) {
    NodeUnderTest node("log_softmax", {});
    node.input(DataType::float32, GetParam().shape).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "log_softmax_f32");
}

TEST_P(Rows, HardmaxEqualsReference) {
    NodeUnderTest node("hardmax", {});
    node.input(DataType::float32, GetParam().shape).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "hardmax_f32");
}

TEST_P(Rows, L2NormalizeInt8EqualsReference) {
    NodeUnderTest node("lp_normalize", {{"axis", static_cast<std::int64_t>(GetParam().shape.rank()) - 1}});
    node.input(DataType::int8, GetParam().shape, affine(GetParam().scale, GetParam().zero_point))
        .output(DataType::int8, affine(1.0F / 128.0F, 0));
    expect_reference_outputs(node, Core::portable, "l2_normalize_s8");
}

TEST_P(Rows, LpNormalizeFloat32IsCloseToReference) {
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(GetParam().shape.rank()); ++axis) {
        for (const std::int64_t p : {1, 2}) {
            NodeUnderTest node("lp_normalize", {{"axis", axis}, {"p", p}});
            node.input(DataType::float32, GetParam().shape).output(DataType::float32);
            expect_reference_outputs(node, Core::portable, p == 1 ? "l1_normalize_f32" : "l2_normalize_f32");
        }
    }
}

TEST_P(Rows, LrnIsCloseToReference) {
    for (const std::int64_t before : {0, 2}) {
        for (const std::int64_t after : {-1, 0, 3}) {
            NodeUnderTest node("lrn", {{"before", before}, {"after", after}, {"alpha", 0.3}, {"beta", 0.75}});
            node.input(DataType::float32, GetParam().shape).output(DataType::float32);
            expect_reference_outputs(node, Core::portable, "lrn_f32");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Device, Rows, ::testing::ValuesIn(rows_cases()), case_only);

} // namespace thimble
