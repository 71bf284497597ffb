// SPDX-License-Identifier: Apache-2.0
// Kernel variants of gather, gather_elements and gather_nd. The kernels move bytes, and read indices of 4 or 8 bytes.
#include "thimble/lower/index_parameters.h"
#include "thimble/ops/index_rules.h"

namespace thimble {

namespace {

std::size_t axis_of(const NodeView& node) {
    return axis_attribute(node.attributes(), "axis", node.input(0).shape.rank());
}

void add_call(
    NodeLowering& lowering, std::string_view function, std::string_view type, std::vector<Parameter> parameters
) {
    add_kernel_call(
        lowering, {portable_folder, "gather.h", function, type}, std::move(parameters),
        {as_bytes(lowering.read(0)), as_bytes(lowering.read(1)), as_bytes(lowering.write())}
    );
}

void lower_gather(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const GatherPlaces places = gather_places(node);
    add_call(
        lowering, "gather_blocks", "GatherParams",
        {integer("index_bytes", element_bytes(node.input(1))), integer("batch_count", places.batch_count),
         integer("outer_count", places.outer_count), integer("extent", places.extent),
         integer("index_count", places.index_count),
         integer("block_bytes", places.block * element_bytes(node.input(0)))}
    );
}

void lower_elements(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_call(lowering, "gather_elements", "IndexedElementsParams", elements_parameters(node, axis_of(node)));
}

void lower_tuples(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::int64_t batch_dims =
        node.attributes().has("batch_dims") ? node.attributes().get<std::int64_t>("batch_dims") : 0;
    add_call(
        lowering, "gather_tuples", "IndexedTuplesParams", tuples_parameters(node, static_cast<std::size_t>(batch_dims))
    );
}

} // namespace

std::vector<KernelVariant> gather_variants(std::string_view op) {
    if (op == "gather") {
        return {{"gather_blocks", [](const NodeView&, const Target&) { return true; }, lower_gather}};
    }
    if (op == "gather_elements") {
        return {
            {"gather_elements",
             [](const NodeView& node, const Target&) { return has_elements_axes(node, axis_of(node)); },
             lower_elements}};
    }
    return {{"gather_tuples", [](const NodeView& node, const Target&) { return has_tuples_axes(node); }, lower_tuples}};
}

} // namespace thimble
