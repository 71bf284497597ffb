// SPDX-License-Identifier: Apache-2.0
// Kernel variants of one_hot.
#include "thimble/lower/index_parameters.h"
#include "thimble/ops/index_rules.h"

namespace thimble {

namespace {

void lower_one_hot(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Shape& indices = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", indices.rank() + 1);
    add_kernel_call(
        lowering, {portable_folder, "one_hot.h", "one_hot", "OneHotParams"},
        {integer("index_bytes", element_bytes(node.input(0))), integer("element_bytes", element_bytes(node.input(1))),
         integer("outer_count", count_between(indices, 0, axis)), integer("depth", node.output().shape[axis]),
         integer("inner_count", count_between(indices, axis, indices.rank())),
         integer("counts_from_end", flag_attribute(node.attributes(), "counts_from_end") ? 1 : 0)},
        {as_bytes(lowering.read(0)), as_bytes(lowering.read(1)), as_bytes(lowering.write())}
    );
}

} // namespace

std::vector<KernelVariant> one_hot_variants() {
    return {{"one_hot", [](const NodeView&, const Target&) { return true; }, lower_one_hot}};
}

} // namespace thimble
