// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/pair_call.h"

#include "thimble/lower/broadcast_loops.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

bool covers_output(const NodeView& node, std::size_t index) {
    return node.input(index).shape.element_count() == node.output().shape.element_count();
}

/// Fields from is_flat to stride_b_5.
std::vector<Parameter> broadcast_parameters(const NodeView& node) {
    std::vector<Parameter> parameters = {
        integer("is_flat", is_flat(node) ? 1 : 0),
        integer("count", node.output().shape.element_count()),
    };
    const BroadcastLoops loops = broadcast_loops(node);
    append_loop_fields(parameters, "extent", loops.extents, 1);
    append_loop_fields(parameters, "stride_a", loops.strides[0], 0);
    append_loop_fields(parameters, "stride_b", loops.strides[1], 0);
    return parameters;
}

/// The result may take the place of any input of as many elements that are not smaller: each is read before it is
/// overwritten and not again.
std::vector<InPlacePair> in_place_pairs(const NodeView& node, const std::vector<Operand>& operands) {
    std::vector<InPlacePair> pairs;
    for (std::uint32_t index = 0; index < 2; ++index) {
        const bool is_as_wide = size_bytes(node.input(index).data_type) >= size_bytes(node.output().data_type);
        if (operands[index].kind == OperandKind::buffer && covers_output(node, index) && is_as_wide) {
            pairs.push_back({index, 2});
        }
    }
    return pairs;
}

} // namespace

bool is_flat(const NodeView& node) {
    return covers_output(node, 0) && covers_output(node, 1);
}

void add_pair_call(NodeLowering& lowering, const Kernel& kernel, const std::vector<Parameter>& others) {
    std::vector<Parameter> parameters = broadcast_parameters(lowering.node());
    parameters.insert(parameters.end(), others.begin(), others.end());
    const std::vector<Operand> operands = {lowering.read(0), lowering.read(1), lowering.write()};
    add_kernel_call(lowering, kernel, std::move(parameters), operands, in_place_pairs(lowering.node(), operands));
}

void add_float_pair_call(NodeLowering& lowering, std::string_view file, std::string_view function) {
    const std::vector<double> activation = activation_attribute(lowering.node().attributes());
    add_pair_call(
        lowering, {portable_folder, file, function, "PairF32Params"},
        {real("output_min", activation[0]), real("output_max", activation[1])}
    );
}

void add_integer_sum_call(
    NodeLowering& lowering, std::string_view folder, std::string_view file, std::string_view function,
    const AddQuantization& factors
) {
    const NodeView& node = lowering.node();
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    add_pair_call(
        lowering, {folder, file, function, "AddS8Params"},
        {
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
        }
    );
}

void add_plain_pair_call(NodeLowering& lowering, std::string_view file, std::string_view function) {
    add_pair_call(lowering, {portable_folder, file, function, "PairParams"}, {});
}

void add_integer_pair_call(NodeLowering& lowering, std::string_view file, std::string_view stem) {
    const DataType type = lowering.node().input(0).data_type;
    const std::string element = element_argument(type == DataType::boolean ? DataType::uint8 : type);
    add_plain_pair_call(lowering, file, fmt::format("{}_integers<{}>", stem, element));
}

bool is_int8_pair(const NodeView& node, const Target&) {
    return is_int8(node) && node.input(0).quantization && fits_kernel_loops(node);
}

bool is_int16_pair(const NodeView& node, const Target&) {
    return is_int16(node) && node.input(0).quantization && fits_kernel_loops(node);
}

bool is_float32_pair(const NodeView& node, const Target&) {
    return node.input(0).data_type == DataType::float32 && fits_kernel_loops(node);
}

bool is_integer_pair(const NodeView& node, const Target&) {
    return is_plain_integer(node.input(0)) && fits_kernel_loops(node);
}

} // namespace thimble
