// SPDX-License-Identifier: Apache-2.0
#include "tests/device/convolution_case.h"

namespace thimble {

namespace {

constexpr float input_scale = 0.02F;

Shape weights_shape(const std::string& op, const ConvolutionCase& convolution) {
    const auto& [height, width] = convolution.kernel;
    if (op == "conv2d") {
        return {convolution.output_channels, height, width, convolution.input[3] / convolution.groups};
    }
    return {1, height, width, convolution.output_channels};
}

Quantization weights_quantization(const std::string& op, const ConvolutionCase& convolution) {
    if (convolution.scales == WeightScales::per_tensor) {
        return affine(0.01F, 0);
    }
    Quantization quantization;
    quantization.axis = op == "conv2d" ? 0 : 3;
    for (std::int64_t channel = 0; channel < convolution.output_channels; ++channel) {
        const bool is_long = convolution.scales == WeightScales::per_channel && channel % 3 == 2;
        const float scale = is_long ? 1e-6F : 0.003F * static_cast<float>(1 + channel % 5);
        quantization.scales.push_back(scale);
        quantization.zero_points.push_back(0);
    }
    return quantization;
}

Quantization bias_quantization(Quantization weights) {
    for (float& scale : weights.scales) {
        scale *= input_scale;
    }
    weights.axis = 0;
    return weights;
}

Attributes attributes(const ConvolutionCase& convolution) {
    Attributes attributes{
        {"stride", convolution.stride},
        {"dilation", convolution.dilation},
        {"padding", convolution.padding},
        {"activation", convolution.activation}};
    if (convolution.groups != 1) {
        attributes.set("groups", convolution.groups);
    }
    if (convolution.round_once != 0) {
        attributes.set("round_once", convolution.round_once);
    }
    return attributes;
}

} // namespace

std::vector<ConvolutionCase> shared_convolution_cases() {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {
        {.name = "Plain"},
        {.name = "SamePadding", .padding = {1, 1, 1, 1}},
        {.name = "PaddingBottomRightOnly", .stride = {2, 2}, .padding = {0, 0, 1, 1}},
        {.name = "PaddingWiderThanKernel", .padding = {4, 4, 4, 4}},
        {.name = "StrideTwo", .input = {1, 9, 7, 4}, .stride = {2, 2}, .padding = {1, 1, 1, 1}},
        {.name = "StrideUnequal", .input = {1, 9, 8, 4}, .stride = {1, 3}},
        {.name = "StrideBeyondKernel", .input = {1, 9, 9, 4}, .kernel = {1, 1}, .stride = {3, 2}},
        {.name = "Dilated", .input = {1, 9, 9, 4}, .dilation = {2, 2}, .padding = {2, 2, 2, 2}},
        {.name = "DilatedRowsOnly", .input = {1, 9, 6, 4}, .dilation = {3, 1}, .padding = {1, 1, 1, 1}},
        {.name = "DilatedColumnsOnly", .input = {1, 6, 9, 4}, .dilation = {1, 3}, .padding = {1, 2, 1, 2}},
        {.name = "KernelOneByOne", .kernel = {1, 1}},
        {.name = "KernelOneByOneOddChannels", .input = {1, 5, 3, 7}, .output_channels = 7, .kernel = {1, 1}},
        {.name = "KernelRow", .input = {1, 1, 20, 3}, .output_channels = 3, .kernel = {1, 5}},
        {.name = "KernelColumn", .input = {1, 20, 1, 5}, .output_channels = 5, .kernel = {7, 1}},
        {.name = "KernelTallerThanImage", .input = {1, 2, 9, 4}, .kernel = {5, 3}, .padding = {2, 1, 2, 1}},
        {.name = "KernelCoversImage", .input = {1, 4, 4, 6}, .output_channels = 6, .kernel = {4, 4}},
        {.name = "OneChannel", .input = {1, 8, 8, 1}, .output_channels = 1, .padding = {1, 1, 1, 1}},
        {.name = "OneChannelToSeveral",
         .input = {1, 12, 10, 1},
         .output_channels = 9,
         .kernel = {10, 4},
         .stride = {2, 2},
         .padding = {4, 1, 5, 1}},
        {.name = "ThreeChannels", .input = {1, 7, 7, 3}, .output_channels = 6, .padding = {1, 1, 1, 1}},
        {.name = "ThirteenChannels", .input = {1, 5, 5, 13}, .output_channels = 13, .padding = {1, 1, 1, 1}},
        {.name = "SixteenChannels", .input = {1, 5, 5, 16}, .output_channels = 16, .padding = {1, 1, 1, 1}},
        {.name = "ManyChannels", .input = {1, 3, 3, 65}, .output_channels = 65},
        {.name = "OnePixelOutput", .input = {1, 3, 3, 2}, .output_channels = 2},
        {.name = "Batch", .input = {3, 5, 5, 3}, .output_channels = 6, .padding = {1, 0, 1, 0}},
        {.name = "Relu", .activation = {0.0, infinity}},
        {.name = "Relu6", .activation = {0.0, 6.0}, .output_zero_point = -128},
        {.name = "InputZeroPointLowest", .padding = {1, 1, 1, 1}, .input_zero_point = -128},
        {.name = "InputZeroPointHighest", .padding = {1, 1, 1, 1}, .input_zero_point = 127},
        {.name = "OutputZeroPointLowest", .output_zero_point = -128},
        {.name = "OutputZeroPointHighest", .output_zero_point = 127},
        {.name = "MultiplierAboveOne", .output_scale = 1.5e-5F},
        {.name = "MultiplierTiny", .output_scale = 4000.0F},
        {.name = "NoBias", .padding = {1, 1, 1, 1}, .bias = BiasKind::absent},
        {.name = "PerTensorScale", .scales = WeightScales::per_tensor},
    };
}

std::vector<ConvolutionCase> rows_of_three_cases() {
    return {
        {.name = "EvenSides", .input = {1, 8, 6, 8}, .padding = {1, 1, 1, 1}},
        {.name = "OddSides", .input = {2, 7, 5, 8}, .padding = {1, 1, 1, 1}, .activation = {0.0, 6.0}},
        {.name = "OneColumn", .input = {1, 7, 1, 4}, .output_channels = 4, .padding = {1, 1, 1, 1}},
        {.name = "OneRow", .input = {1, 1, 9, 4}, .output_channels = 4, .padding = {1, 1, 1, 1}},
        {.name = "EvenSidesStrideTwo", .input = {1, 8, 12, 8}, .stride = {2, 2}, .padding = {0, 0, 1, 1}},
        {.name = "OddSidesStrideTwo", .input = {1, 11, 13, 8}, .stride = {2, 2}, .padding = {1, 1, 1, 1}},
        {.name = "Strips", .input = {1, 21, 24, 4}, .output_channels = 4, .padding = {1, 1, 1, 1}},
        {.name = "StripsStrideTwo",
         .input = {1, 21, 24, 4},
         .output_channels = 4,
         .stride = {2, 2},
         .padding = {0, 0, 1, 1},
         .activation = {0.0, 6.0}},
        {.name = "OneColumnStrideTwo",
         .input = {2, 6, 2, 4},
         .output_channels = 4,
         .stride = {2, 2},
         .padding = {0, 0, 1, 1}},
    };
}

std::vector<ConvolutionCase> with_short_shifts(std::vector<ConvolutionCase> cases) {
    const std::size_t count = cases.size();
    for (std::size_t index = 0; index < count; ++index) {
        ConvolutionCase convolution = cases[index];
        if (convolution.scales == WeightScales::per_channel) {
            convolution.name += "ShortShifts";
            convolution.scales = WeightScales::short_shifts;
            cases.push_back(convolution);
        }
    }
    return cases;
}

NodeUnderTest convolution_s8(const std::string& op, const ConvolutionCase& convolution) {
    const Quantization weights = weights_quantization(op, convolution);
    const Shape shape = weights_shape(op, convolution);
    NodeUnderTest node(op, attributes(convolution));
    node.input(DataType::int8, convolution.input, affine(input_scale, convolution.input_zero_point));
    node.weights(convolution.weights, shape, weights);
    if (convolution.bias == BiasKind::constant) {
        node.constant(DataType::int32, {convolution.output_channels}, bias_quantization(weights));
    }
    return node.output(DataType::int8, affine(convolution.output_scale, convolution.output_zero_point));
}

NodeUnderTest convolution_s16(const std::string& op, const ConvolutionCase& convolution, DataType bias_type) {
    NodeUnderTest node(op, attributes(convolution));
    node.input(DataType::int16, convolution.input, affine(input_scale / 256.0F, 0))
        .constant(DataType::int8, weights_shape(op, convolution), weights_quantization(op, convolution));
    if (convolution.bias == BiasKind::constant) {
        node.constant(bias_type, {convolution.output_channels});
    }
    return node.output(DataType::int16, affine(convolution.output_scale, 0));
}

NodeUnderTest convolution_f32_w8(const std::string& op, const ConvolutionCase& convolution) {
    NodeUnderTest node(op, attributes(convolution));
    node.input(DataType::float32, convolution.input)
        .constant(DataType::int8, weights_shape(op, convolution), weights_quantization(op, convolution));
    if (convolution.bias == BiasKind::constant) {
        node.constant(DataType::float32, {convolution.output_channels});
    }
    return node.output(DataType::float32);
}

NodeUnderTest convolution_f32(const std::string& op, const ConvolutionCase& convolution) {
    NodeUnderTest node(op, attributes(convolution));
    node.input(DataType::float32, convolution.input).constant(DataType::float32, weights_shape(op, convolution));
    if (convolution.bias == BiasKind::constant) {
        node.constant(DataType::float32, {convolution.output_channels});
    }
    return node.output(DataType::float32);
}

} // namespace thimble
