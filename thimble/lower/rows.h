// SPDX-License-Identifier: Apache-2.0
// The first input as rows of its last axis, for kernels that work row by row.
#pragma once

#include "thimble/lower/kernel_step.h"

namespace thimble {

inline std::int64_t column_count(const NodeView& node) {
    const Shape& shape = node.input(0).shape;
    return shape.rank() == 0 ? 1 : shape[shape.rank() - 1];
}

/// Fields rows and columns.
inline std::vector<Parameter> row_parameters(const NodeView& node) {
    const std::int64_t columns = column_count(node);
    return {integer("rows", node.input(0).shape.element_count() / columns), integer("columns", columns)};
}

/// Adds the call of a kernel from input 0 to output 0, which may be the same memory.
inline void add_row_call(NodeLowering& lowering, const Kernel& kernel, std::vector<Parameter> parameters) {
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    add_kernel_call(lowering, kernel, std::move(parameters), operands, in_place_unless_constant(operands, 0));
}

} // namespace thimble
