// SPDX-License-Identifier: Apache-2.0
// Lowering of dynamic_update_slice: a copy of the input, which often is the input itself, then the update.
#include "thimble/lower/copy_step.h"
#include "thimble/lower/index_parameters.h"

namespace thimble {

namespace {

std::array<std::int64_t, index_kernel_axes> aligned(const Shape& shape) {
    std::array<std::int64_t, index_kernel_axes> extents = {1, 1, 1, 1, 1, 1};
    std::copy(shape.extents().rbegin(), shape.extents().rend(), extents.rbegin());
    return extents;
}

bool has_axes(const NodeView& node, const Target&) {
    return node.input(0).shape.rank() <= index_kernel_axes;
}

void lower_dynamic_update_slice(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_copy_step(lowering, lowering.read(0), lowering.write(), node.output().byte_count());
    Operand output = lowering.write();
    output.access = Access::scratch; // it stays behind the copy
    std::vector<Parameter> parameters = {
        integer("start_bytes", element_bytes(node.input(2))), integer("element_bytes", element_bytes(node.input(0))),
        integer("rank", static_cast<std::int64_t>(node.input(0).shape.rank()))};
    append_fields(parameters, "extent", aligned(node.input(0).shape));
    append_fields(parameters, "box", aligned(node.input(1).shape));
    add_kernel_call(
        lowering, {portable_folder, "dynamic_update_slice.h", "dynamic_update_slice", "DynamicUpdateSliceParams"},
        std::move(parameters), {as_bytes(lowering.read(2)), as_bytes(lowering.read(1)), as_bytes(output)}
    );
}

} // namespace

std::vector<KernelVariant> dynamic_update_slice_variants() {
    return {{"dynamic_update_slice", has_axes, lower_dynamic_update_slice}};
}

} // namespace thimble
