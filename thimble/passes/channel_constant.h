// SPDX-License-Identifier: Apache-2.0
// Constant operands of element-wise operators that are the same for all pixels: one number a channel.
#pragma once

#include "thimble/ir/graph.h"

#include <optional>
#include <vector>

namespace thimble {

/// The float32 constant as one number for each index of the last axis of `shape`, to which it broadcasts;
/// empty for any other value and for constants that differ along other axes or enlarge the shape.
std::optional<std::vector<double>> channel_constant(const Graph& graph, ValueId id, const Shape& shape);

} // namespace thimble
