// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/rewrite.h"

#include <algorithm>

namespace thimble {

bool is_graph_output(const Graph& graph, ValueId id) {
    return std::find(graph.outputs.begin(), graph.outputs.end(), id) != graph.outputs.end();
}

void disconnect(Node& node) {
    node.inputs.clear();
    node.outputs.clear();
}

void erase_disconnected_nodes(Graph& graph) {
    std::erase_if(graph.nodes, [](const Node& node) { return node.outputs.empty(); });
}

bool bypass(Graph& graph, std::size_t node_index) {
    const ValueId input = graph.nodes[node_index].inputs[0];
    const ValueId output = graph.nodes[node_index].outputs[0];
    if (!is_graph_output(graph, output)) {
        disconnect(graph.nodes[node_index]);
        replace_uses(graph, output, input);
        return true;
    }
    const std::int32_t writer = producers(graph)[input.index];
    if (writer < 0 || is_graph_output(graph, input)) {
        return false;
    }
    disconnect(graph.nodes[node_index]);
    std::vector<ValueId>& written = graph.nodes[static_cast<std::size_t>(writer)].outputs;
    std::replace(written.begin(), written.end(), input, output);
    replace_uses(graph, input, output);
    return true;
}

} // namespace thimble
