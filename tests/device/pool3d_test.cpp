// SPDX-License-Identifier: Apache-2.0
// The pools over three spatial axes share geometry and parameters, and therefore their cases.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

struct Pool3dCase {
    std::string name;
    Shape input = {1, 4, 5, 6, 3};
    Integers window = {2, 2, 2};
    Integers stride = {1, 1, 1};
    Integers dilation = {1, 1, 1};
    Integers padding = {0, 0, 0, 0, 0, 0};
};

std::vector<Pool3dCase> pool3d_cases() {
    return {
        {.name = "Plain"},
        {.name = "Strided", .stride = {2, 3, 1}},
        {.name = "Dilated", .dilation = {3, 2, 1}},
        {.name = "Padded", .padding = {1, 0, 1, 0, 1, 1}},
        {.name = "PaddedAndDilated", .dilation = {2, 2, 2}, .padding = {2, 1, 2, 1, 2, 2}},
        {.name = "WindowBetweenElements",
         .input = {1, 1, 1, 1, 2},
         .window = {1, 1, 2},
         .dilation = {1, 1, 5},
         .padding = {0, 0, 3, 0, 0, 4}},
        {.name = "Global", .window = {4, 5, 6}},
        {.name = "Image", .input = {2, 1, 7, 5, 4}, .window = {1, 3, 2}, .stride = {1, 2, 2}},
        {.name = "Signal", .input = {2, 1, 1, 20, 4}, .window = {1, 1, 3}, .stride = {1, 1, 2}},
        {.name = "OneByOne", .window = {1, 1, 1}},
    };
}

NodeUnderTest pool_node(const std::string& op, const Pool3dCase& pool) {
    return {
        op, {{"window", pool.window}, {"stride", pool.stride}, {"dilation", pool.dilation}, {"padding", pool.padding}}};
}

class Pool3d : public ::testing::TestWithParam<Pool3dCase> {};

} // namespace

TEST_P(Pool3d, Float32IsCloseToReference) {
    for (const std::string op : {"average_pool3d", "max_pool3d", "lp_pool3d"}) {
        NodeUnderTest node = pool_node(op, GetParam());
        node.input(DataType::float32, GetParam().input).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, op + "_f32");
    }
}

TEST_P(Pool3d, IntegersEqualReference) {
    for (const DataType type : {DataType::int8, DataType::uint8, DataType::int16, DataType::int32, DataType::int64}) {
        NodeUnderTest node = pool_node("max_pool3d", GetParam());
        node.input(type, GetParam().input).output(type);
        expect_reference_outputs(node, Core::portable, "max_pool3d_integers<" + std::string(name(type)) + "_t>");
    }
    NodeUnderTest codes = pool_node("max_pool3d", GetParam());
    codes.input(DataType::int8, GetParam().input, affine(0.5F, 3)).output(DataType::int8, affine(0.5F, 3));
    expect_reference_outputs(codes, Core::portable, "max_pool3d_integers<int8_t>");
}

TEST_P(Pool3d, IndicesEqualReference) {
    NodeUnderTest floats = pool_node("max_pool3d_indices", GetParam());
    floats.input(DataType::float32, GetParam().input).output(DataType::int64);
    expect_reference_outputs(floats, Core::portable, "max_pool3d_indices_f32");
    NodeUnderTest integers = pool_node("max_pool3d_indices", GetParam());
    integers.input(DataType::uint8, GetParam().input).output(DataType::int64);
    expect_reference_outputs(integers, Core::portable, "max_pool3d_indices_integers<uint8_t>");
}

TEST(LpPool3d, TakesAnyNorm) {
    for (const double p : {1.0, 3.0, 2.5}) {
        NodeUnderTest node("lp_pool3d", {{"window", Integers{1, 2, 3}}, {"p", p}});
        node.input(DataType::float32, {1, 1, 4, 5, 2}).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, "lp_pool3d_f32");
    }
}

TEST(MaxPool3dIndices, RunDepthFirstWhenAsked) {
    NodeUnderTest node("max_pool3d_indices", {{"window", Integers{2, 2, 3}}, {"column_major", std::int64_t{1}}});
    node.input(DataType::float32, {2, 3, 4, 5, 2}).output(DataType::int64);
    expect_reference_outputs(node, Core::portable, "max_pool3d_indices_f32");
}

INSTANTIATE_TEST_SUITE_P(Device, Pool3d, ::testing::ValuesIn(pool3d_cases()), case_only);

} // namespace thimble
