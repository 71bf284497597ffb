// SPDX-License-Identifier: Apache-2.0
// Kernel variants of reverse_sequence.
#include "thimble/lower/index_parameters.h"
#include "thimble/ops/index_rules.h"

namespace thimble {

namespace {

void lower_reverse_sequence(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Shape& shape = node.input(0).shape;
    const bool is_time_first = axis_attribute(node.attributes(), "time_axis", 2) == 0;
    add_kernel_call(
        lowering, {portable_folder, "reverse_sequence.h", "reverse_sequence", "ReverseSequenceParams"},
        {integer("length_bytes", element_bytes(node.input(1))), integer("extent_0", shape[0]),
         integer("extent_1", shape[1]), integer("is_time_first", is_time_first ? 1 : 0),
         integer("block_bytes", count_between(shape, 2, shape.rank()) * element_bytes(node.input(0)))},
        {as_bytes(lowering.read(0)), as_bytes(lowering.read(1)), as_bytes(lowering.write())}
    );
}

} // namespace

std::vector<KernelVariant> reverse_sequence_variants() {
    return {{"reverse_sequence", [](const NodeView&, const Target&) { return true; }, lower_reverse_sequence}};
}

} // namespace thimble
