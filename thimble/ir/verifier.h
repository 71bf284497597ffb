// SPDX-License-Identifier: Apache-2.0
// Checks what holds for every Graph whatever its operators mean. thimble/ops/verify.h adds the
// operators' own rules.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Throws unless the graph is well formed:
/// - ids lie in range; only inputs of nodes may be `none`;
/// - a value is at most one of graph input, constant and output of one node, and nodes read only
///   what stands above them;
/// - value names are unique and not empty;
/// - constants have the type of their value and its number of bytes;
/// - graph outputs are graph inputs, constants or written by a node;
/// - quantisation has as many zero points as scales: one, or the extent of its axis; zero points fit
///   the element type.
/// Errors: ModelError E0410 to E0416, with the node and operator where one is concerned.
void verify_structure(const Graph& graph);

} // namespace thimble
