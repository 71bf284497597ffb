// SPDX-License-Identifier: Apache-2.0
// logistic, tanh, hard_swish and leaky_relu: float kernels, and the table of int8 results over every value.
#include "tests/device/case_name.h"
#include "thimble/lower/lower.h"

#include <numeric>

namespace thimble {

namespace {

struct UnaryCase {
    std::string name;
    std::string op;
    Quantization output;
    Attributes attributes = {};
};

std::vector<UnaryCase> unary_cases() {
    return {
        {"Logistic", "logistic", affine(1.0F / 256.0F, -128)},
        {"Tanh", "tanh", affine(1.0F / 128.0F, 0)},
        {"HardSwish", "hard_swish", affine(0.05F, -100)},
        {"LeakyRelu", "leaky_relu", affine(0.05F, -90), {{"alpha", 0.3}}},
    };
}

class Unary : public ::testing::TestWithParam<UnaryCase> {};

} // namespace

TEST_P(Unary, Int8EqualsReference) {
    std::vector<std::int8_t> codes(256);
    std::iota(codes.begin(), codes.end(), std::int8_t{-128});
    for (const float scale : {0.001F, 0.04F, 0.11F, 2.0F}) {
        NodeUnderTest node(GetParam().op, GetParam().attributes);
        node.input(Tensor::of<std::int8_t>({2, 128}, codes, affine(scale, 3)))
            .output(DataType::int8, GetParam().output);
        expect_reference_outputs(node, Core::portable, "look_up_s8");
    }
}

TEST_P(Unary, Float32IsCloseToReference) {
    std::vector<float> values(401);
    for (std::size_t index = 0; index < values.size(); ++index) {
        values[index] = (static_cast<float>(index) - 200.0F) / 20.0F;
    }
    NodeUnderTest node(GetParam().op, GetParam().attributes);
    node.input(Tensor::of<float>({401}, values)).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, GetParam().op + "_f32");
}

TEST_P(Unary, MayOverwriteItsInput) {
    NodeUnderTest node(GetParam().op, GetParam().attributes);
    node.input(DataType::int8, {8}, affine(0.04F, 3)).output(DataType::int8, GetParam().output);
    const Step step = lower(node.graph(), target_with(Core::portable)).steps.front();
    ASSERT_EQ(step.in_place.size(), 1U);
    EXPECT_EQ(step.in_place[0].input, 0U);
    EXPECT_EQ(step.in_place[0].output, 2U);
}

INSTANTIATE_TEST_SUITE_P(Device, Unary, ::testing::ValuesIn(unary_cases()), case_only);

} // namespace thimble
