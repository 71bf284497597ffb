// SPDX-License-Identifier: Apache-2.0
// Lowering of operators that see their input through one list of indices an axis.
#pragma once

#include "thimble/lower/kernel_variant.h"
#include "thimble/ops/index_tables.h"

namespace thimble {

/// Whether the kernels have axes enough for these tables.
bool has_table_axes(const Shape& input, const IndexTables& tables);

/// Adds the step that fills output 0 from input 0 by `tables`, none of which has a negative index.
void add_table_copy_step(NodeLowering& lowering, const IndexTables& tables);

} // namespace thimble
