// SPDX-License-Identifier: Apache-2.0
// Kernel variants of fully_connected. Weights quantised per row have a factor for each output, which
// the convolution kernel applies: each row of the batch is a pixel of a 1x1 convolution.
#include "thimble/ops/fully_connected.h"

#include "thimble/lower/armv6m_steps.h"
#include "thimble/lower/bias_operand.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/per_channel.h"
#include "thimble/ops/requantize.h"

namespace thimble {

namespace {

struct Extents {
    std::int64_t batch;
    std::int64_t input_size;
    std::int64_t output_size;
};

Extents extents(const NodeView& node) {
    const Shape& weights = node.input(1).shape;
    return {node.output().shape.element_count() / weights[0], weights[1], weights[0]};
}

ClampRange clamp_range(const NodeView& node) {
    return quantized_clamp(node.output(), fully_connected_attributes(node.attributes()).activation);
}

std::vector<QuantizedMultiplier> factors(const NodeView& node) {
    return fully_connected_multipliers(node.input(0), node.input(1), node.output());
}

bool is_per_row(const NodeView& node) {
    return is_int8(node) && node.input(1).quantization->is_per_axis();
}

bool is_per_tensor(const NodeView& node) {
    return is_int8(node) && !node.input(1).quantization->is_per_axis();
}

void lower_s8(NodeLowering& lowering, std::string_view folder) {
    const NodeView& node = lowering.node();
    const Extents size = extents(node);
    const QuantizedMultiplier factor = factors(node).front();
    const ClampRange range = clamp_range(node);
    add_kernel_call(
        lowering, {folder, "fully_connected.h", "fully_connected_s8", "FullyConnectedS8Params"},
        {
            integer("batch", size.batch),
            integer("input_size", size.input_size),
            integer("output_size", size.output_size),
            integer("input_zero_point", node.input(0).quantization->zero_point()),
            integer("weights_zero_point", node.input(1).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("multiplier", factor.multiplier),
            integer("shift", factor.shift),
            integer("output_min", range.low),
            integer("output_max", range.high),
        },
        {lowering.read(0), lowering.read(1), bias_operand<std::int32_t>(lowering, size.output_size), lowering.write()}
    );
}

std::vector<Parameter> pointwise_parameters(const NodeView& node) {
    const Extents size = extents(node);
    const ClampRange range = clamp_range(node);
    return {
        integer("batch", 1),
        integer("input_height", size.batch),
        integer("input_width", 1),
        integer("input_channels", size.input_size),
        integer("output_height", size.batch),
        integer("output_width", 1),
        integer("output_channels", size.output_size),
        integer("kernel_height", 1),
        integer("kernel_width", 1),
        integer("stride_height", 1),
        integer("stride_width", 1),
        integer("dilation_height", 1),
        integer("dilation_width", 1),
        integer("padding_top", 0),
        integer("padding_left", 0),
        integer("input_zero_point", node.input(0).quantization->zero_point()),
        integer("output_zero_point", node.output().quantization->zero_point()),
        integer("output_min", range.low),
        integer("output_max", range.high),
    };
}

void lower_per_row_s8(NodeLowering& lowering, std::string_view folder) {
    const NodeView& node = lowering.node();
    const PerChannel per_row = per_channel(factors(node));
    const Operand bias = bias_operand<std::int32_t>(lowering, extents(node).output_size);
    const Operand multipliers = lowering.constant("multipliers", per_row.multipliers);
    const Operand shifts = lowering.constant("shifts", per_row.shifts);
    add_kernel_call(
        lowering, {folder, "conv2d.h", "conv2d_s8", "Conv2dS8Params"}, pointwise_parameters(node),
        {lowering.read(0), lowering.read(1), bias, multipliers, shifts, lowering.write()}
    );
}

void lower_f32(NodeLowering& lowering) {
    const Extents size = extents(lowering.node());
    const std::vector<double> activation = fully_connected_attributes(lowering.node().attributes()).activation;
    add_kernel_call(
        lowering, {portable_folder, "fully_connected.h", "fully_connected_f32", "FullyConnectedF32Params"},
        {
            integer("batch", size.batch),
            integer("input_size", size.input_size),
            integer("output_size", size.output_size),
            real("output_min", activation[0]),
            real("output_max", activation[1]),
        },
        {lowering.read(0), lowering.read(1), bias_operand<float>(lowering, size.output_size), lowering.write()}
    );
}

} // namespace

std::vector<KernelVariant> fully_connected_variants() {
    return {
        {"armv7em/fully_connected_s8",
         [](const NodeView& node, const Target& target) { return is_per_tensor(node) && has_dsp(target); },
         [](NodeLowering& lowering) { lower_s8(lowering, armv7em_folder); }},
        {"armv6m/fully_connected_s8", has_armv6m_fully_connected, lower_armv6m_fully_connected},
        {"fully_connected_s8", [](const NodeView& node, const Target&) { return is_per_tensor(node); },
         [](NodeLowering& lowering) { lower_s8(lowering, portable_folder); }},
        {"armv7em/conv2d_s8",
         [](const NodeView& node, const Target& target) { return is_per_row(node) && has_dsp(target); },
         [](NodeLowering& lowering) { lower_per_row_s8(lowering, armv7em_folder); }},
        {"conv2d_s8", [](const NodeView& node, const Target&) { return is_per_row(node); },
         [](NodeLowering& lowering) { lower_per_row_s8(lowering, portable_folder); }},
        {"fully_connected_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble
