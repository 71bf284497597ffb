// SPDX-License-Identifier: Apache-2.0
// Kernel variants of pad. The kernel works on bytes, so the last axis is counted in bytes.
#include "thimble/ops/pad.h"

#include "thimble/lower/four_axes.h"
#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

bool is_paddable(const NodeView& node, const Target&) {
    return (is_int8(node) || is_float32(node)) && has_four_axes(node);
}

/// Amounts for four axes; the axes that a smaller rank lacks are not padded.
std::array<PadAmount, 4> four_amounts(const NodeView& node) {
    const std::size_t rank = node.input(0).shape.rank();
    const std::vector<PadAmount> amounts = pad_amounts(node.attributes(), rank);
    std::array<PadAmount, 4> result = {};
    for (std::size_t axis = 0; axis < rank; ++axis) {
        result[4 - rank + axis] = amounts[axis];
    }
    return result;
}

void lower_bytes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const TensorType& input = node.input(0);
    const std::array<PadAmount, 4> amounts = four_amounts(node);
    const std::array<std::int64_t, 4> extents = four_axes(input.shape);
    std::vector<Parameter> inputs;
    std::vector<Parameter> befores;
    std::vector<Parameter> afters;
    for (std::size_t axis = 0; axis < 4; ++axis) {
        const std::int64_t unit = axis == 3 ? static_cast<std::int64_t>(size_bytes(input.data_type)) : 1;
        inputs.push_back(integer(fmt::format("input_{}", axis), extents[axis] * unit));
        befores.push_back(integer(fmt::format("before_{}", axis), amounts[axis].before * unit));
        afters.push_back(integer(fmt::format("after_{}", axis), amounts[axis].after * unit));
    }
    std::vector<Parameter> parameters = std::move(inputs);
    parameters.insert(parameters.end(), befores.begin(), befores.end());
    parameters.insert(parameters.end(), afters.begin(), afters.end());
    parameters.push_back(integer("fill", is_int8(node) ? input.quantization->zero_point() : 0));
    Operand from = lowering.read(0);
    Operand to = lowering.write();
    from.element = DataType::int8;
    to.element = DataType::int8;
    add_kernel_call(lowering, {portable_folder, "pad.h", "pad_bytes", "PadParams"}, std::move(parameters), {from, to});
}

} // namespace

std::vector<KernelVariant> pad_variants() {
    return {{"pad_bytes", is_paddable, lower_bytes}};
}

} // namespace thimble
