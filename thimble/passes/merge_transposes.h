// SPDX-License-Identifier: Apache-2.0
// What can be said of a transpose by looking at its input alone.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// - A transpose of a transpose reads the first one's input, in both orders at once.
/// - One that moves nothing disappears.
/// - One of a constant becomes a constant, unless it is a graph output.
/// Transposes that lost their readers stay for remove_dead_nodes.
void merge_transposes(Graph& graph);

/// Makes reshapes of the transposes that move only extents of 1.
void make_transposes_reshapes(Graph& graph);

} // namespace thimble
