// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/table_copy_step.h"

#include "thimble/lower/moved_bytes.h"

#include <array>

namespace thimble {

namespace {

constexpr std::size_t kernel_axes = 6;

} // namespace

bool has_table_axes(const Shape& input, const IndexTables& tables) {
    return collapsed(input, tables).tables.size() <= kernel_axes;
}

void add_table_copy_step(NodeLowering& lowering, const IndexTables& tables) {
    const TensorType& type = lowering.node().input(0);
    const CollapsedTables collapsed_tables = collapsed(type.shape, tables);
    const std::int64_t block_bytes = collapsed_tables.block * static_cast<std::int64_t>(size_bytes(type.data_type));
    const std::vector<std::int64_t> strides = row_major_strides(collapsed_tables.input);
    const std::size_t first = kernel_axes - collapsed_tables.tables.size();
    std::array<std::int64_t, kernel_axes> extents = {1, 1, 1, 1, 1, 1};
    std::vector<std::int32_t> offsets(first, 0);
    for (std::size_t axis = 0; axis < collapsed_tables.tables.size(); ++axis) {
        extents[first + axis] = static_cast<std::int64_t>(collapsed_tables.tables[axis].size());
        for (const std::int64_t index : collapsed_tables.tables[axis]) {
            offsets.push_back(static_cast<std::int32_t>(index * strides[axis] * block_bytes));
        }
    }
    std::vector<Parameter> parameters = {
        integer("block_bytes", block_bytes), integer("outer_count", collapsed_tables.outer_count),
        integer("outer_bytes", collapsed_tables.input.element_count() * block_bytes)};
    append_fields(parameters, "extent", extents);
    const std::string function = mover_function("table_copy", block_bytes, type.data_type);
    add_kernel_call(
        lowering, {portable_folder, "table_copy.h", function, "TableCopyParams"}, std::move(parameters),
        {as_bytes(lowering.read(0)), lowering.constant("offsets", offsets), as_bytes(lowering.write())}
    );
}

} // namespace thimble
