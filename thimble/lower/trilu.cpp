// SPDX-License-Identifier: Apache-2.0
// Kernel variants of trilu.
#include "thimble/ops/trilu.h"

#include "thimble/lower/moved_bytes.h"

namespace thimble {

namespace {

void lower_trilu(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Shape& shape = node.input(0).shape;
    const std::int64_t rows = shape[shape.rank() - 2];
    const std::int64_t columns = shape[shape.rank() - 1];
    const Triangle kept = triangle(node.attributes(), rows, columns);
    const std::vector<Operand> operands = {as_bytes(lowering.read(0)), as_bytes(lowering.write())};
    add_kernel_call(
        lowering, {portable_folder, "trilu.h", "trilu", "TriluParams"},
        {integer("element_bytes", static_cast<std::int64_t>(size_bytes(node.input(0).data_type))),
         integer("matrix_count", shape.element_count() / (rows * columns)), integer("rows", rows),
         integer("columns", columns), integer("is_upper", kept.is_upper ? 1 : 0), integer("diagonal", kept.diagonal)},
        operands, in_place_unless_constant(operands, 0)
    );
}

} // namespace

std::vector<KernelVariant> trilu_variants() {
    return {{"trilu", [](const NodeView&, const Target&) { return true; }, lower_trilu}};
}

} // namespace thimble
