// SPDX-License-Identifier: Apache-2.0
// The graph edits that several passes make.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace thimble {

/// Who writes and reads each value, as of when it was made.
class ValueUses {
public:
    explicit ValueUses(const Graph& graph);

    /// The node that writes a value; empty for graph inputs, constants and values made since.
    std::optional<std::size_t> writer(ValueId id) const;

    /// The nodes that read a value, each once.
    const std::vector<std::size_t>& readers(ValueId id) const { return readers_[id.index]; }

    bool is_graph_output(ValueId id) const { return is_output_[id.index]; }

    /// Whether one node alone reads the value and it is no graph output.
    bool has_single_reader(ValueId id) const { return readers(id).size() == 1 && !is_graph_output(id); }

private:
    std::vector<std::int32_t> writers_;
    std::vector<std::vector<std::size_t>> readers_;
    std::vector<bool> is_output_;
};

bool is_graph_output(const Graph& graph, ValueId id);

/// Takes a node out of the graph: it reads and writes nothing any more. Indices of nodes stay valid
/// until erase_disconnected_nodes.
void disconnect(Node& node);

/// Removes the nodes that write nothing. The values they used to write stay.
void erase_disconnected_nodes(Graph& graph);

/// Makes every reader of the node's output read one of its inputs instead and disconnects the node.
/// Both values have the same type and contents.
///
/// A graph output keeps its name and its writer: where the node writes one, the writer of the input
/// comes to write it. False, and nothing changed, where that is impossible because the input is
/// itself a graph input, a graph output or a constant.
bool bypass(Graph& graph, std::size_t node_index, std::size_t input_index = 0);

/// Brings the nodes into an order in which each reads what earlier ones write, as close to the present
/// order as that allows. For passes that append nodes.
void sort_topologically(Graph& graph);

/// A constant for one reader of `id`: the same value changed where there is no other reader, a new one otherwise.
ValueId replace_constant(Graph& graph, ValueId id, Tensor tensor);

/// A new node with one output of this type, appended: sort_topologically brings it to its place.
/// The output's name is made from the stem, which is also the node's.
ValueId append_node(
    Graph& graph, const std::string& stem, const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
    TensorType type
);

} // namespace thimble
