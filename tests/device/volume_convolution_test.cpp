// SPDX-License-Identifier: Apache-2.0
// The convolutions over volumes: kernels against the reference.
#include "tests/device/case_name.h"

namespace thimble {

namespace {

struct VolumeCase {
    std::string name;
    std::string op;
    Shape input;
    Shape weights;
    Attributes attributes = {};
};

using Integers = std::vector<std::int64_t>;

std::vector<VolumeCase> convolution_cases() {
    return {
        {"Plain", "conv3d", {1, 4, 5, 6, 3}, {4, 2, 3, 2, 3}},
        {"Padded",
         "conv3d",
         {2, 3, 4, 5, 2},
         {3, 3, 3, 3, 2},
         {{"padding", Integers{1, 2, 0, 1, 0, 3}}, {"activation", std::vector{0.0, 6.0}}}},
        {"Strided", "conv3d", {1, 7, 6, 9, 2}, {2, 3, 2, 3, 2}, {{"stride", Integers{2, 3, 2}}}},
        {"Dilated",
         "conv3d",
         {1, 7, 6, 9, 2},
         {2, 3, 2, 3, 2},
         {{"dilation", Integers{2, 3, 2}}, {"padding", Integers{1, 1, 1, 1, 1, 1}}}},
        {"Groups", "conv3d", {1, 3, 4, 5, 6}, {9, 2, 2, 2, 2}, {{"groups", std::int64_t{3}}}},
    };
}

std::vector<VolumeCase> transposed_cases() {
    return {
        {"Image", "transpose_conv", {1, 4, 5, 3}, {4, 3, 2, 3}, {{"output_size", Integers{6, 6}}}},
        {"Strided",
         "transpose_conv",
         {2, 4, 5, 3},
         {2, 3, 3, 3},
         {{"output_size", Integers{8, 14}}, {"stride", Integers{2, 3}}, {"padding", Integers{1, 1}}}},
        {"StrideBeyondKernel",
         "transpose_conv",
         {1, 3, 3, 2},
         {2, 2, 1, 2},
         {{"output_size", Integers{10, 9}}, {"stride", Integers{4, 3}}}},
        {"DilatedGroups",
         "transpose_conv",
         {1, 4, 5, 4},
         {6, 3, 2, 2},
         {{"output_size", Integers{12, 8}},
          {"stride", Integers{2, 1}},
          {"dilation", Integers{2, 3}},
          {"groups", std::int64_t{2}},
          {"activation", std::vector{0.0, 6.0}}}},
        {"Volume",
         "transpose_conv",
         {1, 2, 3, 4, 2},
         {3, 2, 3, 2, 2},
         {{"output_size", Integers{4, 7, 5}}, {"stride", Integers{2, 2, 1}}, {"padding", Integers{0, 1, 0}}}},
    };
}

std::vector<VolumeCase> weighted_cases() {
    std::vector<VolumeCase> cases = convolution_cases();
    for (VolumeCase& transposed : transposed_cases()) {
        transposed.name.insert(0, "Transposed");
        cases.push_back(std::move(transposed));
    }
    return cases;
}

class VolumeConvolution : public ::testing::TestWithParam<VolumeCase> {};

std::string kernel_stem(const std::string& op) {
    return op == "conv3d" ? "conv3d" : "transpose_conv";
}

Quantization scales_of(std::int64_t channels) {
    Quantization scales;
    for (std::int64_t channel = 0; channel < channels; ++channel) {
        scales.scales.push_back(0.002F * static_cast<float>(1 + channel));
        scales.zero_points.push_back(0);
    }
    return scales;
}

} // namespace

TEST_P(VolumeConvolution, Float32IsCloseToReference) {
    const VolumeCase& param = GetParam();
    NodeUnderTest node(param.op, param.attributes);
    node.input(DataType::float32, param.input).constant(DataType::float32, param.weights);
    node.constant(DataType::float32, {param.weights[0]}).output(DataType::float32);
    expect_reference_outputs(node, Core::portable, kernel_stem(param.op) + "_f32");
}

TEST_P(VolumeConvolution, Int8EqualsReference) {
    const VolumeCase& param = GetParam();
    const Quantization scales = scales_of(param.weights[0]);
    NodeUnderTest node(param.op, param.attributes);
    node.input(DataType::int8, param.input, affine(0.02F, -3)).constant(DataType::int8, param.weights, scales);
    node.constant(DataType::int32, {param.weights[0]}).output(DataType::int8, affine(0.06F, 5));
    expect_reference_outputs(node, Core::portable, kernel_stem(param.op) + "_s8");
}

TEST_P(VolumeConvolution, Int16EqualsReference) {
    const VolumeCase& param = GetParam();
    for (const DataType bias : {DataType::int64, DataType::int32}) {
        NodeUnderTest node(param.op, param.attributes);
        node.input(DataType::int16, param.input, affine(0.0001F, 0))
            .constant(DataType::int8, param.weights, scales_of(param.weights[0]))
            .constant(bias, {param.weights[0]})
            .output(DataType::int16, affine(0.0003F, 0));
        const std::string suffix = bias == DataType::int64 ? "_s16" : "_s16_bias32";
        expect_reference_outputs(node, Core::portable, kernel_stem(param.op) + suffix);
    }
}

TEST_P(VolumeConvolution, Float32WithInt8WeightsIsCloseToReference) {
    const VolumeCase& param = GetParam();
    NodeUnderTest node(param.op, param.attributes);
    node.input(DataType::float32, param.input)
        .constant(DataType::int8, param.weights, scales_of(param.weights[0]))
        .constant(DataType::float32, {param.weights[0]})
        .output(DataType::float32);
    expect_reference_outputs(node, Core::portable, kernel_stem(param.op) + "_f32_w8");
}

// In groups conv2d takes the kernels over volumes.
TEST(GroupedConvolution, OfInt16EqualsReference) {
    NodeUnderTest node("conv2d", {{"groups", std::int64_t{2}}});
    node.input(DataType::int16, {1, 5, 5, 4}, affine(0.0001F, 0))
        .constant(DataType::int8, {6, 3, 3, 2}, scales_of(6))
        .output(DataType::int16, affine(0.0003F, 0));
    expect_reference_outputs(node, Core::portable, "conv3d_s16_bias32");
}

TEST(GroupedConvolution, OfFloat32WithInt8WeightsIsCloseToReference) {
    NodeUnderTest node("conv2d", {{"groups", std::int64_t{2}}});
    node.input(DataType::float32, {1, 5, 5, 4})
        .constant(DataType::int8, {6, 3, 3, 2}, scales_of(6))
        .output(DataType::float32);
    expect_reference_outputs(node, Core::portable, "conv3d_f32_w8");
}

INSTANTIATE_TEST_SUITE_P(Device, VolumeConvolution, ::testing::ValuesIn(weighted_cases()), case_only);

class ConvInteger : public ::testing::TestWithParam<VolumeCase> {};

TEST_P(ConvInteger, EqualsReference) {
    Attributes attributes = GetParam().attributes;
    attributes.erase("activation");
    for (const DataType type : {DataType::int8, DataType::uint8, DataType::int16, DataType::int32}) {
        NodeUnderTest node("conv_integer", attributes);
        node.input(type, GetParam().input).input(type, GetParam().weights);
        node.input(type, {}).constant(type, {GetParam().weights[0]}).output(DataType::int32);
        expect_reference_outputs(node, Core::portable, "conv_integers<" + std::string(name(type)) + "_t>");
    }
}

TEST(ConvIntegerOfAnImage, NeedsNoZeroPoints) {
    NodeUnderTest node("conv_integer", {{"padding", Integers{1, 1, 1, 1}}});
    node.input(DataType::uint8, {1, 4, 5, 2}).constant(DataType::uint8, {3, 3, 3, 2}).output(DataType::int32);
    expect_reference_outputs(node, Core::portable, "conv_integers<uint8_t>");
}

INSTANTIATE_TEST_SUITE_P(Device, ConvInteger, ::testing::ValuesIn(convolution_cases()), case_only);

} // namespace thimble
