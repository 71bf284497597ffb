// SPDX-License-Identifier: Apache-2.0
// Kernel variants of add.
#include "thimble/ops/add.h"

#include "thimble/lower/four_axes.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/requantize.h"

#include <fmt/format.h>

namespace thimble {

namespace {

/// Strides in elements with which an input follows the output's indices: 0 along a repeated axis.
std::array<std::int64_t, 4> broadcast_strides(const Shape& input) {
    const std::array<std::int64_t, 4> extents = four_axes(input);
    std::array<std::int64_t, 4> strides = {};
    std::int64_t stride = 1;
    for (std::size_t axis = 4; axis-- > 0;) {
        strides[axis] = extents[axis] == 1 ? 0 : stride;
        stride *= extents[axis];
    }
    return strides;
}

void append(std::vector<Parameter>& parameters, std::string_view stem, const std::array<std::int64_t, 4>& values) {
    for (std::size_t axis = 0; axis < 4; ++axis) {
        parameters.push_back(integer(fmt::format("{}_{}", stem, axis), values[axis]));
    }
}

bool covers_output(const NodeView& node, std::size_t index) {
    return node.input(index).shape.element_count() == node.output().shape.element_count();
}

bool is_flat(const NodeView& node) {
    return covers_output(node, 0) && covers_output(node, 1);
}

/// Fields from is_flat to stride_b_3.
std::vector<Parameter> broadcast_parameters(const NodeView& node) {
    std::vector<Parameter> parameters = {
        integer("is_flat", is_flat(node) ? 1 : 0),
        integer("count", node.output().shape.element_count()),
    };
    append(parameters, "extent", four_axes(node.output().shape));
    append(parameters, "stride_a", broadcast_strides(node.input(0).shape));
    append(parameters, "stride_b", broadcast_strides(node.input(1).shape));
    return parameters;
}

/// The sum may take the place of any input that is as large as itself: each element is read before it
/// is overwritten and not again.
std::vector<InPlacePair> in_place_pairs(const NodeView& node, const std::vector<Operand>& operands) {
    std::vector<InPlacePair> pairs;
    for (std::uint32_t index = 0; index < 2; ++index) {
        if (operands[index].kind == OperandKind::buffer && covers_output(node, index)) {
            pairs.push_back({index, 2});
        }
    }
    return pairs;
}

void add_call(NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters) {
    const std::vector<Operand> operands = {lowering.read(0), lowering.read(1), lowering.write()};
    add_kernel_call(lowering, kernel, std::move(parameters), operands, in_place_pairs(lowering.node(), operands));
}

void lower_s8(NodeLowering& lowering, std::string_view folder) {
    const NodeView& node = lowering.node();
    const AddQuantization factors = add_quantization(node.input(0), node.input(1), node.output());
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    std::vector<Parameter> parameters = broadcast_parameters(node);
    const std::vector<Parameter> quantization = {
        integer("input_a_zero_point", node.input(0).quantization->zero_point()),
        integer("input_b_zero_point", node.input(1).quantization->zero_point()),
        integer("output_zero_point", node.output().quantization->zero_point()),
        integer("multiplier_a", factors.first.multiplier),
        integer("shift_a", factors.first.shift),
        integer("multiplier_b", factors.second.multiplier),
        integer("shift_b", factors.second.shift),
        integer("multiplier_out", factors.output.multiplier),
        integer("shift_out", factors.output.shift),
        integer("output_min", range.low),
        integer("output_max", range.high),
    };
    parameters.insert(parameters.end(), quantization.begin(), quantization.end());
    add_call(lowering, {folder, "add.h", "add_s8", "AddS8Params"}, std::move(parameters));
}

void lower_f32(NodeLowering& lowering) {
    const std::vector<double> activation = activation_attribute(lowering.node().attributes());
    std::vector<Parameter> parameters = broadcast_parameters(lowering.node());
    parameters.push_back(real("output_min", activation[0]));
    parameters.push_back(real("output_max", activation[1]));
    add_call(lowering, {portable_folder, "add.h", "add_f32", "AddF32Params"}, std::move(parameters));
}

} // namespace

std::vector<KernelVariant> add_variants() {
    return {
        {"armv7em/add_s8",
         [](const NodeView& node, const Target& target) {
             return is_int8(node) && has_four_axes(node) && is_flat(node) && has_dsp(target);
         },
         [](NodeLowering& lowering) { lower_s8(lowering, armv7em_folder); }},
        {"add_s8", [](const NodeView& node, const Target&) { return is_int8(node) && has_four_axes(node); },
         [](NodeLowering& lowering) { lower_s8(lowering, portable_folder); }},
        {"add_f32", [](const NodeView& node, const Target&) { return is_float32(node) && has_four_axes(node); },
         lower_f32},
    };
}

} // namespace thimble
