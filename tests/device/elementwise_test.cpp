// SPDX-License-Identifier: Apache-2.0
// clip, quantize and dequantize: every int8 value through different scales.
#include "tests/device/case_name.h"

#include <limits>
#include <numeric>

namespace thimble {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Tensor every_int8(const Quantization& quantization) {
    std::vector<std::int8_t> values(256);
    std::iota(values.begin(), values.end(), std::int8_t{-128});
    return Tensor::of<std::int8_t>({256}, values, quantization);
}

struct RescaleCase {
    std::string name;
    Quantization input = affine(0.05F, -3);
    Quantization output = affine(0.05F, -3);
    double minimum = 0.0;
    double maximum = infinity;
};

std::vector<RescaleCase> rescale_cases() {
    return {
        {.name = "SameScale"},
        {.name = "Finer", .output = affine(0.017F, 20)},
        {.name = "Coarser", .output = affine(0.31F, -100)},
        {.name = "MuchFiner", .output = affine(1e-6F, 0), .minimum = -infinity},
        {.name = "MuchCoarser", .output = affine(1e6F, 0), .minimum = -infinity},
        {.name = "Relu6", .output = affine(6.0F / 255.0F, -128), .maximum = 6.0},
        {.name = "ReluMinusOneToOne", .output = affine(1.0F / 127.0F, 0), .minimum = -1.0, .maximum = 1.0},
        {.name = "ZeroPointsLowest", .input = affine(0.05F, -128), .output = affine(0.04F, -128)},
        {.name = "ZeroPointsHighest", .input = affine(0.05F, 127), .output = affine(0.04F, 127), .minimum = -infinity},
        {.name = "HalfScale", .input = affine(0.25F, 1), .output = affine(0.5F, 2), .minimum = -infinity},
    };
}

class Rescale : public ::testing::TestWithParam<RescaleCase> {};

} // namespace

TEST_P(Rescale, ClipEqualsReference) {
    const RescaleCase& rescale = GetParam();
    NodeUnderTest node("clip", {{"minimum", rescale.minimum}, {"maximum", rescale.maximum}});
    node.input(every_int8(rescale.input)).output(DataType::int8, rescale.output);
    expect_reference_outputs(node, Core::portable, "clip_s8");
}

TEST_P(Rescale, RequantizeEqualsReference) {
    const RescaleCase& rescale = GetParam();
    NodeUnderTest node("quantize", {});
    node.input(every_int8(rescale.input)).output(DataType::int8, rescale.output);
    expect_reference_outputs(node, Core::portable, "requantize_s8");
}

TEST_P(Rescale, QuantizeEqualsReference) {
    const RescaleCase& rescale = GetParam();
    NodeUnderTest node("quantize", {});
    node.input(DataType::float32, {500}).output(DataType::int8, rescale.output);
    expect_reference_outputs(node, Core::portable, "quantize_f32_s8");
}

TEST_P(Rescale, DequantizeEqualsReference) {
    NodeUnderTest node("dequantize", {});
    node.input(every_int8(GetParam().input)).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "dequantize_s8_f32");
}

TEST(Clip, Float32EqualsReference) {
    NodeUnderTest node("clip", {{"minimum", -0.25}, {"maximum", 0.5}});
    node.input(DataType::float32, {3, 50}).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "clip_f32");
}

TEST(Quantize, RoundsHalvesAwayFromZeroAndSaturates) {
    const std::vector<float> values = {0.5F, -0.5F, 1.5F, -1.5F, 0.49999997F, 1e9F, -1e9F, 126.6F, -128.6F, 0.0F};
    NodeUnderTest node("quantize", {});
    node.input(Tensor::of<float>({10}, values)).output(DataType::int8, affine(1.0F, 0));
    expect_reference_outputs(node, Core::portable, "quantize_f32_s8");
}

INSTANTIATE_TEST_SUITE_P(Device, Rescale, ::testing::ValuesIn(rescale_cases()), case_only);

} // namespace thimble
