// SPDX-License-Identifier: Apache-2.0
// Lowering of concat: one step an input, each copying its rows to their place in the output.
#include "thimble/ops/concat.h"

#include "thimble/lower/kernel_step.h"

namespace thimble {

namespace {

/// Bytes of `type` that lie together along `axis` and the axes after it.
std::int64_t row_bytes(const TensorType& type, std::size_t axis) {
    auto bytes = static_cast<std::int64_t>(size_bytes(type.data_type));
    for (std::size_t inner = axis; inner < type.shape.rank(); ++inner) {
        bytes *= type.shape[inner];
    }
    return bytes;
}

void lower_parts(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const TensorType& output = node.output();
    const std::size_t axis = concat_axis(node.attributes(), output.shape.rank());
    const std::int64_t output_row_bytes = row_bytes(output, axis);
    const std::int64_t rows = static_cast<std::int64_t>(output.byte_count()) / output_row_bytes;
    std::int64_t offset_bytes = 0;
    for (std::size_t index = 0; index < node.input_count(); ++index) {
        const std::int64_t part_bytes = row_bytes(node.input(index), axis);
        Operand part = lowering.read(index);
        Operand whole = lowering.write();
        part.element = DataType::int8; // the kernel moves bytes of any type
        whole.element = DataType::int8;
        add_kernel_call(
            lowering, {portable_folder, "concat.h", "concat_part", "ConcatPartParams"},
            {
                integer("rows", rows),
                integer("part_bytes", part_bytes),
                integer("output_row_bytes", output_row_bytes),
                integer("output_offset_bytes", offset_bytes),
            },
            {part, whole}
        );
        offset_bytes += part_bytes;
    }
}

} // namespace

std::vector<KernelVariant> concat_variants() {
    return {{"concat_part", [](const NodeView&, const Target&) { return true; }, lower_parts}};
}

} // namespace thimble
