// SPDX-License-Identifier: Apache-2.0
// Kernel variants of the convolutions over volumes.
#include "thimble/lower/bias_operand.h"
#include "thimble/lower/per_channel.h"
#include "thimble/lower/volume_parameters.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/volume_geometry.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::int64_t output_channels(const NodeView& node) {
    return node.input(1).shape[0];
}

Operand zero_points(NodeLowering& lowering, std::size_t index) {
    if (lowering.node().has_input(index)) {
        return lowering.read(index);
    }
    return lowering.zeros("zero_point", lowering.node().input(0).data_type, 1);
}

void lower_integers(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const bool is_per_channel = node.has_input(3) && node.input(3).shape.element_count() > 1;
    std::vector<Parameter> parameters = volume_parameters(node);
    parameters.push_back(integer("weights_zero_point_stride", is_per_channel ? 1 : 0));
    const std::string function = fmt::format("conv_integers<{}>", element_argument(node.input(0).data_type));
    add_kernel_call(
        lowering, {portable_folder, "volume_convolution.h", function, "VolumeIntegersParams"}, std::move(parameters),
        {lowering.read(0), lowering.read(1), zero_points(lowering, 2), zero_points(lowering, 3), lowering.write()}
    );
}

bool applies_to_codes(const NodeView& node, const Target& /*target*/) {
    return is_int8(node);
}

bool applies_to_words(const NodeView& node, const Target& /*target*/) {
    return is_int16(node);
}

bool applies_to_floats(const NodeView& node, const Target& /*target*/) {
    return is_float32(node);
}

} // namespace

std::vector<Parameter> volume_parameters(const NodeView& node) {
    const VolumeGeometry geometry = volume_geometry(node);
    std::vector<Parameter> parameters = {integer("batch", geometry.input[0])};
    const auto add_shape = [&](std::string_view stem, const Shape& shape) {
        parameters.push_back(integer(fmt::format("{}_depth", stem), shape[1]));
        parameters.push_back(integer(fmt::format("{}_height", stem), shape[2]));
        parameters.push_back(integer(fmt::format("{}_width", stem), shape[3]));
    };
    const auto add_extent = [&](std::string_view stem, const Extent3d& extent) {
        add_shape(stem, {0, extent[0], extent[1], extent[2]});
    };
    add_shape("input", geometry.input);
    parameters.push_back(integer("input_channels", geometry.input[4]));
    add_shape("output", geometry.output);
    parameters.push_back(integer("output_channels", geometry.output[4]));
    add_shape("kernel", geometry.weights);
    add_extent("stride", geometry.stride);
    add_extent("dilation", geometry.dilation);
    parameters.push_back(integer("padding_front", geometry.padding[0]));
    parameters.push_back(integer("padding_top", geometry.padding[1]));
    parameters.push_back(integer("padding_left", geometry.padding[2]));
    parameters.push_back(integer("groups", geometry.groups));
    return parameters;
}

namespace {

void add_codes_call(NodeLowering& lowering, std::string_view function) {
    const NodeView& node = lowering.node();
    const std::int64_t channels = output_channels(node);
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    const PerChannel factors = per_channel(convolution_multipliers(node, channels));
    std::vector<Parameter> parameters = volume_parameters(node);
    parameters.push_back(integer("input_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("output_min", range.low));
    parameters.push_back(integer("output_max", range.high));
    const Operand bias = integer_bias_operand(lowering, channels);
    const Operand multipliers = lowering.constant("multipliers", factors.multipliers);
    const Operand shifts = lowering.constant("shifts", factors.shifts);
    add_kernel_call(
        lowering, {portable_folder, "volume_convolution.h", function, "VolumeS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.read(1), bias, multipliers, shifts, lowering.write()}
    );
}

} // namespace

void add_volume_s8_call(NodeLowering& lowering, std::string_view stem) {
    add_codes_call(lowering, fmt::format("{}_s8", stem));
}

void add_volume_s16_call(NodeLowering& lowering, std::string_view stem) {
    const bool is_wide = sum_width(lowering.node()) == SumWidth::bits64;
    add_codes_call(lowering, fmt::format("{}_{}", stem, is_wide ? "s16" : "s16_bias32"));
}

void add_volume_f32_call(NodeLowering& lowering, std::string_view stem) {
    const NodeView& node = lowering.node();
    const std::int64_t channels = output_channels(node);
    const std::vector<double> activation = activation_attribute(node.attributes());
    std::vector<Parameter> parameters = volume_parameters(node);
    parameters.push_back(real("output_min", activation[0]));
    parameters.push_back(real("output_max", activation[1]));
    std::vector<Operand> operands = {lowering.read(0), lowering.read(1), bias_operand<float>(lowering, channels)};
    const bool has_scales = has_int8_weights_only(node);
    if (has_scales) {
        operands.push_back(weight_scales_operand(lowering, channels));
    }
    operands.push_back(lowering.write());
    const std::string function = fmt::format("{}_{}", stem, has_scales ? "f32_w8" : "f32");
    add_kernel_call(
        lowering, {portable_folder, "volume_convolution.h", function, "VolumeF32Params"}, std::move(parameters),
        std::move(operands)
    );
}

std::vector<KernelVariant> volume_convolution_variants(std::string_view op) {
    if (op == "conv_integer") {
        return {{"conv_integers", [](const NodeView&, const Target&) { return true; }, lower_integers}};
    }
    if (op == "conv3d") {
        return {
            {"conv3d_s8", applies_to_codes, [](NodeLowering& lowering) { add_volume_s8_call(lowering, "conv3d"); }},
            {"conv3d_s16", applies_to_words, [](NodeLowering& lowering) { add_volume_s16_call(lowering, "conv3d"); }},
            {"conv3d_f32", applies_to_floats, [](NodeLowering& lowering) { add_volume_f32_call(lowering, "conv3d"); }},
        };
    }
    return {
        {"transpose_conv_s8", applies_to_codes,
         [](NodeLowering& lowering) { add_volume_s8_call(lowering, "transpose_conv"); }},
        {"transpose_conv_s16", applies_to_words,
         [](NodeLowering& lowering) { add_volume_s16_call(lowering, "transpose_conv"); }},
        {"transpose_conv_f32", applies_to_floats,
         [](NodeLowering& lowering) { add_volume_f32_call(lowering, "transpose_conv"); }},
    };
}

} // namespace thimble
