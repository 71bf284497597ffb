// SPDX-License-Identifier: Apache-2.0
#include "tests/device/case_name.h"
#include "thimble/execute/kernel_registry.h"

#include <limits>

namespace thimble {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct FullyConnectedCase {
    std::string name;
    Shape input = {1, 32};
    std::int64_t input_size = 32;
    std::int64_t output_size = 10;
    std::vector<double> activation = {-infinity, infinity};
    std::int32_t input_zero_point = -3;
    std::int32_t output_zero_point = 5;
    float output_scale = 0.06F;
    std::int64_t keep_dims = 0;
};

std::vector<FullyConnectedCase> fully_connected_cases() {
    return {
        {.name = "Plain"},
        {.name = "OneInput", .input = {1, 1}, .input_size = 1},
        {.name = "OneOutput", .output_size = 1},
        {.name = "OddSizes", .input = {1, 37}, .input_size = 37, .output_size = 13},
        {.name = "FifteenInputs", .input = {1, 15}, .input_size = 15, .output_size = 6},
        {.name = "ManyInputs", .input = {1, 640}, .input_size = 640, .output_size = 9},
        {.name = "Batch", .input = {5, 18}, .input_size = 18, .output_size = 7},
        {.name = "FlattensImage", .input = {1, 3, 3, 4}, .input_size = 36},
        {.name = "SixRows", .input = {2, 44}, .input_size = 44, .output_size = 6},
        {.name = "KeepsDims", .input = {2, 3, 8}, .input_size = 8, .keep_dims = 1},
        {.name = "Relu", .activation = {0.0, infinity}},
        {.name = "Relu6", .activation = {0.0, 6.0}, .output_zero_point = -128},
        {.name = "ZeroPointsLowest", .input_zero_point = -128, .output_zero_point = -128},
        {.name = "ZeroPointsHighest", .input_zero_point = 127, .output_zero_point = 127},
        {.name = "MultiplierAboveOne", .output_scale = 1.5e-5F},
        {.name = "MultiplierTiny", .output_scale = 9000.0F},
    };
}

NodeUnderTest with_weights(const FullyConnectedCase& layer, const Quantization& weights, Weights kind) {
    const Quantization input = affine(0.02F, layer.input_zero_point);
    Quantization bias = weights;
    for (float& scale : bias.scales) {
        scale *= input.scale();
    }
    NodeUnderTest node("fully_connected", {{"activation", layer.activation}, {"keep_dims", layer.keep_dims}});
    return node.input(DataType::int8, layer.input, input)
        .weights(kind, {layer.output_size, layer.input_size}, weights)
        .constant(DataType::int32, {layer.output_size}, bias)
        .output(DataType::int8, affine(layer.output_scale, layer.output_zero_point));
}

Quantization per_row_scales(std::int64_t rows) {
    Quantization quantization;
    for (std::int64_t row = 0; row < rows; ++row) {
        quantization.scales.push_back(0.002F * static_cast<float>(1 + row % 4));
        quantization.zero_points.push_back(0);
    }
    return quantization;
}

/// Kernels that take weights as they are get them from the graph where others would be taken for constants.
Weights weights_for(Core core) {
    return core == Core::armv7em ? Weights::computed : Weights::any;
}

class FullyConnectedRowPairsS8 : public ::testing::TestWithParam<FullyConnectedCase> {};

class FullyConnectedS8 : public ::testing::TestWithParam<std::tuple<FullyConnectedCase, Core>> {};

class FullyConnectedF32 : public ::testing::TestWithParam<FullyConnectedCase> {};

} // namespace

TEST_P(FullyConnectedS8, EqualsReference) {
    const auto& [layer, core] = GetParam();
    const NodeUnderTest node = with_weights(layer, affine(0.01F, 0), weights_for(core));
    expect_reference_outputs(node, core, kernel_for(core, "fully_connected_s8"));
}

TEST_P(FullyConnectedRowPairsS8, EqualsReference) {
    const FullyConnectedCase& layer = GetParam();
    const bool has_kernel = layer.input_size % 4 == 0 && layer.name != "MultiplierAboveOne";
    const NodeUnderTest node = with_weights(layer, affine(0.01F, 0), Weights::symmetric);
    const std::string function = has_kernel ? "fully_connected_row_pairs_s8" : "fully_connected_s8";
    expect_reference_outputs(node, Core::armv7em, kernel_for(Core::armv7em, function));
}

TEST_P(FullyConnectedS8, EqualsReferenceWithScalesPerRow) {
    const auto& [layer, core] = GetParam();
    const NodeUnderTest node = with_weights(layer, per_row_scales(layer.output_size), weights_for(core));
    const bool is_convolution = layer.output_size != 1 && (core == Core::portable || core == Core::armv7em);
    const std::string function = is_convolution ? "conv2d_s8" : "fully_connected_s8";
    expect_reference_outputs(node, core, kernel_for(core, function));
}

TEST_P(FullyConnectedF32, IsCloseToReference) {
    const FullyConnectedCase& layer = GetParam();
    NodeUnderTest node("fully_connected", {{"activation", layer.activation}, {"keep_dims", layer.keep_dims}});
    node.input(DataType::float32, layer.input)
        .constant(DataType::float32, {layer.output_size, layer.input_size})
        .output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "fully_connected_f32");
}

// (1 - 0) * (3 - 1) + (2 - 0) * (4 - 1) + 5 = 13, and the multiplier 2^30 with shift 1 is 1.
TEST(FullyConnected, SubtractsAZeroPointOfTheWeights) {
    const std::int32_t parameters[] = {1, 2, 1, 0, 1, 0, 1 << 30, 1, -128, 127};
    std::int8_t input[] = {1, 2};
    std::int8_t weights[] = {3, 4};
    std::int32_t bias[] = {5};
    for (const Core core : {Core::portable, Core::armv7em}) {
        std::int8_t output = 0;
        void* arguments[] = {input, weights, bias, &output};
        find_kernel(kernel_for(core, "fully_connected_s8")).call(parameters, arguments);
        EXPECT_EQ(int{output}, 13) << core_name(core);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Device, FullyConnectedS8, ::testing::Combine(::testing::ValuesIn(fully_connected_cases()), every_core()),
    case_and_core
);
INSTANTIATE_TEST_SUITE_P(Device, FullyConnectedRowPairsS8, ::testing::ValuesIn(fully_connected_cases()), case_only);
INSTANTIATE_TEST_SUITE_P(Device, FullyConnectedF32, ::testing::ValuesIn(fully_connected_cases()), case_only);

} // namespace thimble
