// SPDX-License-Identifier: Apache-2.0
// Computes once what is computed, and keeps once what is stored, several times.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Of constants with the same type and bytes, and of nodes with the same operator, attributes, inputs
/// and output types, one stays: readers of the others read it instead. The others stay for
/// remove_dead_nodes, graph outputs among them as they are.
///
/// Precondition: a graph that verify accepts.
///
///   %a = exp (%x); %b = exp (%x); %y = add (%a, %b)  ->  %a = exp (%x); %b = exp (%x); %y = add (%a, %a)
Graph eliminate_common_nodes(Graph graph);

} // namespace thimble
