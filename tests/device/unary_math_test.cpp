// SPDX-License-Identifier: Apache-2.0
// The family unary_math: float kernels, integer kernels, and the table of int8 results over every value.
#include "tests/device/case_name.h"

#include <numeric>

namespace thimble {

namespace {

/// An operator and the part of the real line that it is tried on.
struct UnaryMathCase {
    std::string name;
    float lowest;
    float highest;
};

std::vector<UnaryMathCase> unary_math_cases() {
    return {
        {"abs", -9.0F, 9.0F},      {"neg", -9.0F, 9.0F},          {"sign", -9.0F, 9.0F},
        {"exp", -9.0F, 4.0F},      {"log", 0.1F, 9.0F},           {"sqrt", 0.0F, 9.0F},
        {"rsqrt", 0.1F, 9.0F},     {"square", -9.0F, 9.0F},       {"reciprocal", 0.1F, 9.0F},
        {"floor", -9.0F, 9.0F},    {"ceil", -9.0F, 9.0F},         {"round", -9.0F, 9.0F},
        {"erf", -3.0F, 3.0F},      {"sin", -9.0F, 9.0F},          {"cos", -9.0F, 9.0F},
        {"tan", -1.4F, 1.4F},      {"asin", -0.99F, 0.99F},       {"acos", -0.99F, 0.99F},
        {"atan", -9.0F, 9.0F},     {"sinh", -4.0F, 4.0F},         {"cosh", -4.0F, 4.0F},
        {"asinh", -9.0F, 9.0F},    {"acosh", 1.1F, 9.0F},         {"atanh", -0.9F, 0.9F},
        {"softsign", -9.0F, 9.0F}, {"softplus", -30.0F, 30.0F},   {"mish", -9.0F, 9.0F},
        {"gelu", -4.0F, 4.0F},     {"gelu_tanh", -4.0F, 4.0F},    {"swish", -9.0F, 9.0F},
        {"elu", -9.0F, 9.0F},      {"celu", -9.0F, 9.0F},         {"selu", -9.0F, 9.0F},
        {"shrink", -2.0F, 2.0F},   {"hard_sigmoid", -4.0F, 4.0F}, {"thresholded_relu", -2.0F, 2.0F},
    };
}

class UnaryMath : public ::testing::TestWithParam<UnaryMathCase> {};

} // namespace

TEST_P(UnaryMath, Float32IsCloseToReference) {
    const UnaryMathCase& param = GetParam();
    std::vector<float> values(300);
    for (std::size_t index = 0; index < values.size(); ++index) {
        values[index] = param.lowest + (param.highest - param.lowest) * static_cast<float>(index) / 299.0F;
    }
    NodeUnderTest node(param.name, {});
    node.input(Tensor::of<float>({300}, values)).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, param.name + "_f32");
}

TEST_P(UnaryMath, Int8EqualsReference) {
    std::vector<std::int8_t> codes(256);
    std::iota(codes.begin(), codes.end(), std::int8_t{-128});
    NodeUnderTest node(GetParam().name, {});
    node.input(Tensor::of<std::int8_t>({256}, codes, affine(0.05F, -3))).output(DataType::int8, affine(0.04F, -9));
    expect_reference_outputs(node, Core::portable, "look_up_s8");
}

TEST(UnaryMathOfIntegers, EqualsReference) {
    for (const std::string op : {"abs", "neg", "sign"}) {
        for (const DataType type : {DataType::int8, DataType::int16, DataType::int32, DataType::int64}) {
            NodeUnderTest node(op, {});
            node.input(type, {40}).output(type);
            expect_reference_outputs(node, Core::portable, op + "_integers<" + std::string(name(type)) + "_t>");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Functions, UnaryMath, ::testing::ValuesIn(unary_math_cases()), case_only);

} // namespace thimble
