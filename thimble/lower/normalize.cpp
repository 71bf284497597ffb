// SPDX-License-Identifier: Apache-2.0
// Kernel variants of normalize.
#include "thimble/ops/normalize.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/lower/reduction_parameters.h"
#include "thimble/ops/broadcast.h"
#include "thimble/ops/reduction.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::optional<std::vector<AxisGroup>> groups_of(const NodeView& node) {
    const Shape& shape = node.input(0).shape;
    const std::vector<std::int64_t> axes = normalize_attributes(node.attributes()).axes;
    return node.has_input(1) ? axis_groups(shape, axes, broadcast_strides(node.input(1).shape, shape))
                             : axis_groups(shape, axes);
}

/// Fields from keep_0 to epsilon.
std::vector<Parameter> common_parameters(const NodeView& node) {
    const NormalizeAttributes attributes = normalize_attributes(node.attributes());
    std::vector<Parameter> parameters = reduction_parameters(*groups_of(node));
    parameters.push_back(integer("count", reduction_count(node.input(0).shape, attributes.axes)));
    parameters.push_back(integer("is_centered", attributes.is_centered ? 1 : 0));
    parameters.push_back(real("epsilon", attributes.epsilon));
    return parameters;
}

void lower_plain(NodeLowering& lowering) {
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    add_kernel_call(
        lowering, {portable_folder, "normalize.h", "normalize_f32", "NormalizeParams"},
        common_parameters(lowering.node()), operands, in_place_unless_constant(operands, 0)
    );
}

void lower_scaled(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    std::vector<Parameter> parameters = common_parameters(node);
    const std::vector<AxisGroup> groups = *groups_of(node);
    for (std::size_t place = 0; place < groups.size(); ++place) {
        const std::string_view kind = place % 2 == 0 ? "keep" : "over";
        parameters.push_back(integer(fmt::format("stride_{}_{}", kind, place / 2), groups[place].parameter_stride));
    }
    parameters.push_back(integer("has_bias", node.has_input(2) ? 1 : 0));
    // Without a bias its pointer is never followed.
    const std::vector<Operand> operands = {
        lowering.read(0), lowering.read(1), lowering.read(node.has_input(2) ? 2 : 1), lowering.write()};
    add_kernel_call(
        lowering, {portable_folder, "normalize.h", "normalize_scaled_f32", "NormalizeScaledParams"},
        std::move(parameters), operands, in_place_unless_constant(operands, 0)
    );
}

} // namespace

std::vector<KernelVariant> normalize_variants() {
    return {
        {"normalize_scaled_f32",
         [](const NodeView& node, const Target&) { return node.has_input(1) && groups_of(node).has_value(); },
         lower_scaled},
        {"normalize_f32",
         [](const NodeView& node, const Target&) { return !node.has_input(1) && groups_of(node).has_value(); },
         lower_plain},
    };
}

} // namespace thimble
