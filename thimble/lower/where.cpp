// SPDX-License-Identifier: Apache-2.0
// Kernel variants of where. The kernel moves bytes, so that one serves every data type.
#include "thimble/lower/broadcast_loops.h"

namespace thimble {

namespace {

void lower_bytes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const BroadcastLoops loops = broadcast_loops(node);
    std::vector<Parameter> parameters = {
        integer("element_bytes", static_cast<std::int64_t>(size_bytes(node.output().data_type)))};
    append_loop_fields(parameters, "extent", loops.extents, 1);
    append_loop_fields(parameters, "stride_c", loops.strides[0], 0);
    append_loop_fields(parameters, "stride_a", loops.strides[1], 0);
    append_loop_fields(parameters, "stride_b", loops.strides[2], 0);
    std::vector<Operand> operands = {lowering.read(0), lowering.read(1), lowering.read(2), lowering.write()};
    for (std::size_t index = 1; index < operands.size(); ++index) {
        operands[index].element = DataType::int8;
    }
    add_kernel_call(
        lowering, {portable_folder, "where.h", "where_bytes", "WhereParams"}, std::move(parameters), operands
    );
}

} // namespace

std::vector<KernelVariant> where_variants() {
    return {{"where_bytes", [](const NodeView& node, const Target&) { return fits_kernel_loops(node); }, lower_bytes}};
}

} // namespace thimble
