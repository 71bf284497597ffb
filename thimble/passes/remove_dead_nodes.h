// SPDX-License-Identifier: Apache-2.0
// Removes what no graph output depends on.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Drops the nodes that no graph output depends on, and every value that is then neither a graph
/// input nor read nor written; value ids are renumbered without gaps, in their old order.
///
/// Precondition: a graph that verify accepts.
/// Guarantee:    each node leads to a graph output; each constant is read or a graph output. Graph
///               inputs stay, used or not: they are part of the model's interface.
///
///   %a = clip (%x); %b = clip (%x); output %b  ->  %b = clip (%x); output %b
Graph remove_dead_nodes(Graph graph);

} // namespace thimble
