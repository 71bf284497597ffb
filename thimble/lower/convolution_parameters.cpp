// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/convolution_parameters.h"

#include "thimble/lower/bias_operand.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/per_channel.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/requantize.h"

namespace thimble {

std::vector<Parameter> convolution_geometry(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    const Window window = convolution_window(node);
    return {
        integer("batch", input[0]),
        integer("input_height", input[1]),
        integer("input_width", input[2]),
        integer("input_channels", input[3]),
        integer("output_height", output[1]),
        integer("output_width", output[2]),
        integer("output_channels", output[3]),
        integer("kernel_height", window.size.height),
        integer("kernel_width", window.size.width),
        integer("stride_height", window.stride.height),
        integer("stride_width", window.stride.width),
        integer("dilation_height", window.dilation.height),
        integer("dilation_width", window.dilation.width),
        integer("padding_top", window.padding.top),
        integer("padding_left", window.padding.left),
    };
}

std::vector<Parameter> convolution_s8_parameters(const NodeView& node) {
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    std::vector<Parameter> parameters = convolution_geometry(node);
    parameters.push_back(integer("input_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("output_min", range.low));
    parameters.push_back(integer("output_max", range.high));
    return parameters;
}

std::vector<Parameter> convolution_s16_parameters(const NodeView& node) {
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    std::vector<Parameter> parameters = convolution_geometry(node);
    parameters.push_back(integer("output_min", range.low));
    parameters.push_back(integer("output_max", range.high));
    return parameters;
}

std::vector<Parameter> convolution_f32_parameters(const NodeView& node) {
    const std::vector<double> activation = activation_attribute(node.attributes());
    std::vector<Parameter> parameters = convolution_geometry(node);
    parameters.push_back(real("output_min", activation[0]));
    parameters.push_back(real("output_max", activation[1]));
    return parameters;
}

std::vector<Operand> convolution_integer_operands(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::int64_t channels = node.output().shape[3];
    const PerChannel factors = per_channel(convolution_multipliers(node, channels));
    return {
        lowering.read(0),
        lowering.read(1),
        integer_bias_operand(lowering, channels),
        lowering.constant("multipliers", factors.multipliers),
        lowering.constant("shifts", factors.shifts),
        lowering.write(),
    };
}

std::vector<Operand> convolution_f32_w8_operands(NodeLowering& lowering) {
    const std::int64_t channels = lowering.node().output().shape[3];
    return {
        lowering.read(0), lowering.read(1), bias_operand<float>(lowering, channels),
        weight_scales_operand(lowering, channels), lowering.write()};
}

std::vector<Operand> convolution_f32_operands(NodeLowering& lowering) {
    const std::int64_t channels = lowering.node().output().shape[3];
    return {lowering.read(0), lowering.read(1), bias_operand<float>(lowering, channels), lowering.write()};
}

} // namespace thimble
