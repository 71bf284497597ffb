// SPDX-License-Identifier: Apache-2.0
// Lowering of scatter_elements and scatter_nd: a copy of the data, which often is the data itself, then the updates.
#include "thimble/ops/scatter.h"

#include "thimble/lower/copy_step.h"
#include "thimble/lower/index_parameters.h"
#include "thimble/ops/index_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::size_t axis_of(const NodeView& node) {
    return axis_attribute(node.attributes(), "axis", node.input(0).shape.rank());
}

std::int64_t reduction_number(const NodeView& node) {
    return static_cast<std::int64_t>(reduction_attribute(node.attributes()));
}

/// Adds the call of a kernel of `family` for the data's type.
void add_updates(
    NodeLowering& lowering, const std::string& family, std::string_view type, std::vector<Parameter> parameters
) {
    const NodeView& node = lowering.node();
    const DataType element = node.input(0).data_type;
    const Reduction reduction = reduction_attribute(node.attributes());
    Operand updates = lowering.read(2);
    Operand output = lowering.write();
    output.access = Access::scratch; // it stays behind the copy
    std::string function = family + "_bytes";
    if (reduction == Reduction::none) {
        updates = as_bytes(updates);
        output = as_bytes(output);
    } else {
        function = element == DataType::float32 ? family + "_f32"
                                                : fmt::format("{}_integers<{}>", family, element_argument(element));
    }
    add_kernel_call(
        lowering, {portable_folder, "scatter.h", function, type}, std::move(parameters),
        {as_bytes(lowering.read(1)), updates, output}
    );
}

void add_data_copy(NodeLowering& lowering) {
    add_copy_step(lowering, lowering.read(0), lowering.write(), lowering.node().output().byte_count());
}

void lower_elements(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_data_copy(lowering);
    add_updates(
        lowering, "scatter_elements", "IndexedElementsParams",
        elements_parameters(node, axis_of(node), reduction_number(node))
    );
}

void lower_tuples(NodeLowering& lowering) {
    add_data_copy(lowering);
    add_updates(
        lowering, "scatter_tuples", "IndexedTuplesParams",
        tuples_parameters(lowering.node(), 0, reduction_number(lowering.node()))
    );
}

} // namespace

std::vector<KernelVariant> scatter_variants(std::string_view op) {
    if (op == "scatter_elements") {
        return {
            {"scatter_elements",
             [](const NodeView& node, const Target&) { return has_elements_axes(node, axis_of(node)); },
             lower_elements}};
    }
    return {
        {"scatter_tuples", [](const NodeView& node, const Target&) { return has_tuples_axes(node); }, lower_tuples}};
}

} // namespace thimble
