// SPDX-License-Identifier: Apache-2.0
// Both pools share geometry and parameters, and therefore their cases.
#include "tests/device/case_name.h"

#include <limits>

namespace thimble {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct PoolCase {
    std::string name;
    Shape input = {1, 8, 8, 4};
    std::vector<std::int64_t> window = {2, 2};
    std::vector<std::int64_t> stride = {2, 2};
    std::vector<std::int64_t> padding = {0, 0, 0, 0};
    std::vector<double> activation = {-infinity, infinity};
    std::int32_t zero_point = -3;
};

std::vector<PoolCase> pool_cases() {
    return {
        {.name = "Plain"},
        {.name = "Overlapping", .window = {3, 3}, .stride = {1, 1}},
        {.name = "SamePadding", .window = {3, 3}, .stride = {1, 1}, .padding = {1, 1, 1, 1}},
        {.name = "PaddingBottomRightOnly", .input = {1, 7, 7, 4}, .padding = {0, 0, 1, 1}},
        {.name = "Global", .input = {1, 6, 5, 7}, .window = {6, 5}, .stride = {1, 1}},
        {.name = "GlobalManyChannels", .input = {1, 25, 5, 64}, .window = {25, 5}, .stride = {25, 5}},
        {.name = "OneByOne", .input = {1, 4, 4, 5}, .window = {1, 1}, .stride = {1, 1}},
        {.name = "StrideBeyondWindow", .input = {1, 9, 9, 3}, .stride = {3, 4}},
        {.name = "UnequalWindow", .input = {1, 9, 6, 6}, .window = {3, 2}, .stride = {2, 1}, .padding = {1, 0, 1, 1}},
        {.name = "OneChannel", .input = {1, 8, 8, 1}},
        {.name = "ThirteenChannels", .input = {1, 6, 6, 13}},
        {.name = "Batch", .input = {3, 4, 4, 5}},
        {.name = "Relu", .activation = {0.0, infinity}},
        {.name = "Relu6", .activation = {0.0, 6.0}, .zero_point = -128},
        {.name = "ZeroPointHighest", .activation = {-1.0, 1.0}, .zero_point = 127},
    };
}

Attributes attributes(const PoolCase& pool) {
    return {
        {"window", pool.window}, {"stride", pool.stride}, {"padding", pool.padding}, {"activation", pool.activation}};
}

void expect_pool_s8(const std::string& op, const PoolCase& pool, Core core) {
    const Quantization quantization = affine(0.05F, pool.zero_point);
    NodeUnderTest node(op, attributes(pool));
    node.input(DataType::int8, pool.input, quantization).output(DataType::int8, quantization);
    expect_reference_outputs(node, core, kernel_for(core, op + "_s8"));
}

void expect_pool_f32(const std::string& op, const PoolCase& pool) {
    NodeUnderTest node(op, attributes(pool));
    node.input(DataType::float32, pool.input).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, op + "_f32");
}

class Pool2dS8 : public ::testing::TestWithParam<std::tuple<PoolCase, Core>> {};

class Pool2dF32 : public ::testing::TestWithParam<PoolCase> {};

} // namespace

TEST_P(Pool2dS8, AverageEqualsReference) {
    expect_pool_s8("average_pool2d", std::get<0>(GetParam()), std::get<1>(GetParam()));
}

TEST_P(Pool2dS8, MaximumEqualsReference) {
    expect_pool_s8("max_pool2d", std::get<0>(GetParam()), std::get<1>(GetParam()));
}

TEST_P(Pool2dF32, AverageIsCloseToReference) {
    expect_pool_f32("average_pool2d", GetParam());
}

TEST_P(Pool2dF32, MaximumIsCloseToReference) {
    expect_pool_f32("max_pool2d", GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Device, Pool2dS8, ::testing::Combine(::testing::ValuesIn(pool_cases()), portable_and_armv7em()), case_and_core
);
INSTANTIATE_TEST_SUITE_P(Device, Pool2dF32, ::testing::ValuesIn(pool_cases()), case_only);

} // namespace thimble
