// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/remove_dead_nodes.h"

#include "thimble/passes/rewrite.h"

#include <algorithm>

namespace thimble {

namespace {

void mark(std::vector<bool>& marks, const std::vector<ValueId>& ids) {
    for (const ValueId id : ids) {
        if (!id.is_none()) {
            marks[id.index] = true;
        }
    }
}

/// Removes dead nodes and returns which values remain in use.
std::vector<bool> erase_dead_nodes(Graph& graph) {
    std::vector<bool> is_used(graph.values.size(), false);
    mark(is_used, graph.outputs);
    for (std::size_t index = graph.nodes.size(); index-- > 0;) {
        Node& node = graph.nodes[index];
        const auto is_wanted = [&](ValueId id) { return is_used[id.index]; };
        if (std::any_of(node.outputs.begin(), node.outputs.end(), is_wanted)) {
            mark(is_used, node.inputs);
            mark(is_used, node.outputs);
        } else {
            disconnect(node);
        }
    }
    erase_disconnected_nodes(graph);
    mark(is_used, graph.inputs);
    return is_used;
}

void renumber(std::vector<ValueId>& ids, const std::vector<ValueId>& new_ids) {
    for (ValueId& id : ids) {
        id = id.is_none() ? id : new_ids[id.index];
    }
}

void keep_values(Graph& graph, const std::vector<bool>& is_kept) {
    std::vector<ValueId> new_ids(graph.values.size());
    std::vector<Value> kept;
    for (std::size_t index = 0; index < graph.values.size(); ++index) {
        if (is_kept[index]) {
            new_ids[index] = {static_cast<std::uint32_t>(kept.size())};
            kept.push_back(std::move(graph.values[index]));
        }
    }
    graph.values = std::move(kept);
    renumber(graph.inputs, new_ids);
    renumber(graph.outputs, new_ids);
    for (Node& node : graph.nodes) {
        renumber(node.inputs, new_ids);
        renumber(node.outputs, new_ids);
    }
}

} // namespace

Graph remove_dead_nodes(Graph graph) {
    keep_values(graph, erase_dead_nodes(graph));
    return graph;
}

} // namespace thimble
