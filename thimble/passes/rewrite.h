// SPDX-License-Identifier: Apache-2.0
// The graph edits that several passes make.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>

namespace thimble {

bool is_graph_output(const Graph& graph, ValueId id);

/// Takes a node out of the graph: it reads and writes nothing any more. Indices of nodes stay valid
/// until erase_disconnected_nodes.
void disconnect(Node& node);

/// Removes the nodes that write nothing. The values they used to write stay.
void erase_disconnected_nodes(Graph& graph);

/// Makes every reader of the node's output read its first input instead and disconnects the node.
/// Both values have the same type and contents.
///
/// A graph output keeps its name and its writer: where the node writes one, the writer of the input
/// comes to write it. False, and nothing changed, where that is impossible because the input is
/// itself a graph input, a graph output or a constant.
bool bypass(Graph& graph, std::size_t node_index);

} // namespace thimble
