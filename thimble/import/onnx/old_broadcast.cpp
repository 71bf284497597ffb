// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/old_broadcast.h"

#include "thimble/core/error.h"
#include "thimble/import/onnx/attributes.h"

#include <algorithm>
#include <array>

namespace thimble::onnx_import {

namespace {

constexpr std::array<std::string_view, 11> pair_operators = {"Add", "Sub", "Mul",   "Div",     "Pow", "And",
                                                             "Or",  "Xor", "Equal", "Greater", "Less"};

/// The axis of the first operand that the second one begins at; negative where nothing is to be done.
std::int64_t first_axis(const onnx::NodeProto& node, std::int64_t rank, std::int64_t second_rank) {
    if (node.input_size() < 2) {
        return -1;
    }
    if (node.op_type() == "PRelu") {
        return second_rank == 1 && rank > 1 ? 1 : -1;
    }
    const bool is_pair =
        std::find(pair_operators.begin(), pair_operators.end(), node.op_type()) != pair_operators.end();
    const AttributeReader attributes(node);
    if (!is_pair || attributes.integer("broadcast", 0) == 0) {
        return -1;
    }
    const std::int64_t axis = attributes.integer("axis", rank - second_rank);
    return axis < 0 ? axis + rank : axis;
}

std::string unused_tensor(const std::string& stem, const GraphBuilder& builder) {
    std::string name = stem;
    while (builder.has(name) || builder.is_unknown(name)) {
        name += "'";
    }
    return name;
}

} // namespace

onnx::NodeProto with_todays_broadcasting(const onnx::NodeProto& node, GraphBuilder& builder) {
    onnx::NodeProto result = node;
    if (node.input_size() < 2 || node.input(0).empty() || node.input(1).empty()) {
        return result;
    }
    const TensorEntry second = builder.find(node.input(1));
    std::vector<std::int64_t> extents = builder.type(second.id).shape.extents();
    const auto rank = static_cast<std::int64_t>(builder.type(builder.find(node.input(0)).id).shape.rank());
    const auto second_rank = static_cast<std::int64_t>(extents.size());
    const std::int64_t axis = first_axis(node, rank, second_rank);
    // A single slope serves every channel.
    const bool is_single = builder.type(second.id).shape.element_count() == 1;
    if (axis < 0 || is_single || axis + second_rank == rank) {
        return result;
    }
    if (axis + second_rank > rank) {
        throw ModelError("E0321", fmt::format("operand of {} axes at axis {} of {}", second_rank, axis, rank));
    }
    extents.resize(static_cast<std::size_t>(rank - axis), 1);
    const ValueId reshaped = builder.add_node("reshape", {second.id}, {{"shape", extents}}, {}).front();
    const std::string name = unused_tensor(node.input(1) + "'", builder);
    builder.define(name, {reshaped, second.is_shifted});
    result.set_input(1, name);
    return result;
}

} // namespace thimble::onnx_import
