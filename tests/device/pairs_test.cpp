// SPDX-License-Identifier: Apache-2.0
// add, sub and mul: kernels over two inputs, one of which may be repeated.
#include "tests/device/case_name.h"

#include <limits>

namespace thimble {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct PairCase {
    std::string name;
    Shape a = {1, 4, 5, 6};
    Shape b = {1, 4, 5, 6};
    Quantization a_quantization = affine(0.05F, -3);
    Quantization b_quantization = affine(0.03F, 11);
    Quantization output_quantization = affine(0.07F, 5);
    std::vector<double> activation = {-infinity, infinity};

    bool is_flat() const { return a.element_count() == b.element_count(); }
};

std::vector<PairCase> pair_cases() {
    return {
        {.name = "SameShape"},
        {.name = "SecondScaleLarger", .a_quantization = affine(0.01F, 7)},
        {.name = "EqualScales", .b_quantization = affine(0.05F, -3)},
        {.name = "OddCount", .a = {7, 13}, .b = {7, 13}},
        {.name = "ThreeElements", .a = {3}, .b = {3}},
        {.name = "OutputScaleSmall", .output_quantization = affine(0.0021F, 5)},
        {.name = "OutputScaleLarge", .output_quantization = affine(900.0F, 5)},
        {.name = "Scalar", .b = {}},
        {.name = "ChannelVector", .b = {6}},
        {.name = "VectorFirst", .a = {6}},
        {.name = "RepeatedRows", .b = {1, 1, 5, 1}},
        {.name = "BothRepeated", .a = {4, 1, 6}, .b = {5, 1}},
        {.name = "RankTwo", .a = {3, 7}, .b = {3, 7}},
        {.name = "RankTwoColumn", .a = {3, 7}, .b = {3, 1}},
        {.name = "LeadingOnes", .a = {4, 5}, .b = {1, 1, 4, 5}},
        {.name = "ScalesFarApart",
         .a_quantization = affine(3.0F, 0),
         .b_quantization = affine(1e-4F, 0),
         .output_quantization = affine(3.0F, 0)},
        {.name = "ZeroPointsLowest",
         .a_quantization = affine(0.05F, -128),
         .b_quantization = affine(0.05F, -128),
         .output_quantization = affine(0.05F, -128)},
        {.name = "ZeroPointsHighest",
         .a_quantization = affine(0.05F, 127),
         .b_quantization = affine(0.04F, 127),
         .output_quantization = affine(0.09F, 127)},
        {.name = "RankSix", .a = {2, 1, 3, 1, 2, 1}, .b = {1, 2, 1, 2, 1, 2}},
        {.name = "RankEightMerged", .a = {2, 1, 2, 1, 2, 2, 1, 2}, .b = {2, 1, 2, 2}},
        {.name = "Relu", .activation = {0.0, infinity}},
        {.name = "Relu6", .activation = {0.0, 6.0}},
    };
}

NodeUnderTest int8_node(const std::string& op, const PairCase& pair) {
    NodeUnderTest node(op, {{"activation", pair.activation}});
    node.input(DataType::int8, pair.a, pair.a_quantization)
        .input(DataType::int8, pair.b, pair.b_quantization)
        .output(DataType::int8, pair.output_quantization);
    return node;
}

class PairS8 : public ::testing::TestWithParam<std::tuple<PairCase, Core>> {};

class PairF32 : public ::testing::TestWithParam<PairCase> {};

} // namespace

TEST_P(PairS8, AddEqualsReference) {
    const auto& [pair, core] = GetParam();
    const std::string kernel = pair.is_flat() ? kernel_for(core, "add_s8") : "add_s8";
    expect_reference_outputs(int8_node("add", pair), core, kernel);
}

TEST_P(PairS8, SubEqualsReference) {
    const auto& [pair, core] = GetParam();
    expect_reference_outputs(int8_node("sub", pair), core, "sub_s8");
}

TEST_P(PairS8, MulEqualsReference) {
    const auto& [pair, core] = GetParam();
    expect_reference_outputs(int8_node("mul", pair), core, "mul_s8");
}

TEST_P(PairF32, IsCloseToReference) {
    for (const std::string op : {"add", "sub", "mul"}) {
        const PairCase& pair = GetParam();
        NodeUnderTest node(op, {{"activation", pair.activation}});
        node.input(DataType::float32, pair.a).constant(DataType::float32, pair.b).output(DataType::float32);
        expect_reference_outputs(node, Core::portable, op + "_f32");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Device, PairS8, ::testing::Combine(::testing::ValuesIn(pair_cases()), cores_with_addition()), case_and_core
);
INSTANTIATE_TEST_SUITE_P(Device, PairF32, ::testing::ValuesIn(pair_cases()), case_only);

} // namespace thimble
