// SPDX-License-Identifier: Apache-2.0
// Kernel variants of fully_connected. Weights quantised per row have a factor for each output, which
// the convolution kernel applies: each row of the batch is a pixel of a 1x1 convolution.
#include "thimble/ops/fully_connected.h"

#include "thimble/lower/armv6m_steps.h"
#include "thimble/lower/armv7em_steps.h"
#include "thimble/lower/bias_operand.h"
#include "thimble/lower/helium_steps.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/neon_steps.h"
#include "thimble/lower/per_channel.h"
#include "thimble/lower/rv32im_steps.h"
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
    return fully_connected_multipliers(node);
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

void lower_s16(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Extents size = extents(node);
    const QuantizedMultiplier factor = factors(node).front();
    const ClampRange range = clamp_range(node);
    const bool is_wide = sum_width(node) == SumWidth::bits64;
    const std::string_view function = is_wide ? "fully_connected_s16" : "fully_connected_s16_bias32";
    add_kernel_call(
        lowering, {portable_folder, "fully_connected.h", function, "FullyConnectedS16Params"},
        {
            integer("batch", size.batch),
            integer("input_size", size.input_size),
            integer("output_size", size.output_size),
            integer("multiplier", factor.multiplier),
            integer("shift", factor.shift),
            integer("output_min", range.low),
            integer("output_max", range.high),
        },
        {lowering.read(0), lowering.read(1), integer_bias_operand(lowering, size.output_size), lowering.write()}
    );
}

/// Fields from batch to padding_left.
std::vector<Parameter> pointwise_geometry(const NodeView& node) {
    const Extents size = extents(node);
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
    };
}

void append_range(const NodeView& node, std::vector<Parameter>& parameters) {
    const ClampRange range = clamp_range(node);
    parameters.push_back(integer("output_min", range.low));
    parameters.push_back(integer("output_max", range.high));
}

std::vector<Operand> pointwise_operands(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const PerChannel per_row = per_channel(factors(node));
    const Operand bias = integer_bias_operand(lowering, extents(node).output_size);
    const Operand multipliers = lowering.constant("multipliers", per_row.multipliers);
    const Operand shifts = lowering.constant("shifts", per_row.shifts);
    return {lowering.read(0), lowering.read(1), bias, multipliers, shifts, lowering.write()};
}

std::vector<Parameter> pointwise_s8_parameters(const NodeView& node) {
    std::vector<Parameter> parameters = pointwise_geometry(node);
    parameters.push_back(integer("input_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    append_range(node, parameters);
    return parameters;
}

void lower_per_row_s8(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "conv2d.h", "conv2d_s8", "Conv2dS8Params"},
        pointwise_s8_parameters(lowering.node()), pointwise_operands(lowering)
    );
}

/// The kernel that convolutions take, with the scratch memory of one block of rows where there are so many.
void lower_per_row_armv7em_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Extents size = extents(node);
    std::vector<Parameter> parameters = pointwise_s8_parameters(node);
    std::vector<Operand> operands = pointwise_operands(lowering);
    const PixelRows rows = {size.batch, size.input_size, size.output_size};
    if (lowering.options().optimize == Optimize::flash) {
        add_compact_rows_call(lowering, rows, std::move(parameters), std::move(operands));
        return;
    }
    const std::int64_t words = patch_scratch_words(lowering, rows);
    parameters.push_back(integer("scratch_words", words));
    operands.push_back(lowering.scratch(static_cast<std::size_t>(words) * 4, DataType::int32));
    add_kernel_call(
        lowering, {armv7em_folder, "conv2d.h", "conv2d_s8", "Conv2dScratchS8Params"}, std::move(parameters),
        std::move(operands)
    );
}

void lower_per_row_s16(NodeLowering& lowering) {
    const bool is_wide = sum_width(lowering.node()) == SumWidth::bits64;
    const std::string_view function = is_wide ? "conv2d_s16" : "conv2d_s16_bias32";
    std::vector<Parameter> parameters = pointwise_geometry(lowering.node());
    append_range(lowering.node(), parameters);
    add_kernel_call(
        lowering, {portable_folder, "conv2d.h", function, "Conv2dS16Params"}, std::move(parameters),
        pointwise_operands(lowering)
    );
}

void lower_f32(NodeLowering& lowering, std::string_view function) {
    const Extents size = extents(lowering.node());
    const std::vector<double> activation = fully_connected_attributes(lowering.node().attributes()).activation;
    std::vector<Operand> operands = {
        lowering.read(0), lowering.read(1), bias_operand<float>(lowering, size.output_size)};
    if (has_int8_weights_only(lowering.node())) {
        operands.push_back(weight_scales_operand(lowering, size.output_size));
    }
    operands.push_back(lowering.write());
    add_kernel_call(
        lowering, {portable_folder, "fully_connected.h", function, "FullyConnectedF32Params"},
        {
            integer("batch", size.batch),
            integer("input_size", size.input_size),
            integer("output_size", size.output_size),
            real("output_min", activation[0]),
            real("output_max", activation[1]),
        },
        std::move(operands)
    );
}

} // namespace

std::vector<KernelVariant> fully_connected_variants() {
    return {
        {"helium/fully_connected_s8", has_helium_fully_connected, lower_helium_fully_connected},
        {"armv7em/fully_connected_row_pairs_s8",
         [](const NodeView& node, const Target& target) {
             return is_per_tensor(node) && has_fully_connected_row_pairs(node, target);
         },
         lower_fully_connected_row_pairs},
        {"armv7em/fully_connected_s8",
         [](const NodeView& node, const Target& target) { return is_per_tensor(node) && has_dsp(target); },
         [](NodeLowering& lowering) { lower_s8(lowering, armv7em_folder); }},
        {"armv6m/fully_connected_s8", has_armv6m_fully_connected, lower_armv6m_fully_connected},
        {"rv32im/fully_connected_s8", has_rv32im_fully_connected, lower_rv32im_fully_connected},
        {"neon/fully_connected_s8", has_neon_fully_connected, lower_neon_fully_connected},
        {"fully_connected_s8", [](const NodeView& node, const Target&) { return is_per_tensor(node); },
         [](NodeLowering& lowering) { lower_s8(lowering, portable_folder); }},
        {"armv7em/conv2d_s8",
         [](const NodeView& node, const Target& target) { return is_per_row(node) && has_dsp(target); },
         lower_per_row_armv7em_s8},
        {"conv2d_s8", [](const NodeView& node, const Target&) { return is_per_row(node); }, lower_per_row_s8},
        {"conv2d_s16",
         [](const NodeView& node, const Target&) {
             return is_int16(node) && node.input(1).quantization->is_per_axis();
         },
         lower_per_row_s16},
        {"fully_connected_s16", [](const NodeView& node, const Target&) { return is_int16(node); }, lower_s16},
        {"fully_connected_f32_w8", [](const NodeView& node, const Target&) { return has_int8_weights_only(node); },
         [](NodeLowering& lowering) { lower_f32(lowering, "fully_connected_f32_w8"); }},
        {"fully_connected_f32", [](const NodeView& node, const Target&) { return is_float32(node); },
         [](NodeLowering& lowering) { lower_f32(lowering, "fully_connected_f32"); }},
    };
}

} // namespace thimble
