// SPDX-License-Identifier: Apache-2.0
// The family of operators that see their input through other strides: transpose, slice, expand, tile.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/strided_view.h"

#include <cstddef>
#include <vector>

namespace thimble {

/// For each axis of the output the axis of the input that it is.
///
/// Errors: ModelError E0422 unless the axes 0 .. rank - 1 are there, each once.
std::vector<std::size_t> transpose_axes(const Attributes& attributes, std::size_t rank);

/// The elements of the input in the order of the output of a node of the family.
///
/// Errors: ModelError E0421, E0422 when the attributes do not fit the input.
StridedView strided_view(const NodeView& node);

} // namespace thimble
