// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/rewrite.h"

#include <algorithm>

namespace thimble {

ValueUses::ValueUses(const Graph& graph)
    : writers_(producers(graph)), readers_(graph.values.size()), is_output_(graph.values.size(), false) {
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        for (const ValueId id : graph.nodes[index].inputs) {
            if (!id.is_none() && (readers(id).empty() || readers(id).back() != index)) {
                readers_[id.index].push_back(index);
            }
        }
    }
    for (const ValueId id : graph.outputs) {
        is_output_[id.index] = true;
    }
}

std::optional<std::size_t> ValueUses::writer(ValueId id) const {
    const std::int32_t index = id.index < writers_.size() ? writers_[id.index] : -1;
    return index < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(index));
}

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

bool bypass(Graph& graph, std::size_t node_index, std::size_t input_index) {
    const ValueId input = graph.nodes[node_index].inputs[input_index];
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

void sort_topologically(Graph& graph) {
    const std::vector<std::int32_t> writers = producers(graph);
    std::vector<Node> sorted;
    std::vector<bool> is_placed(graph.nodes.size(), false);
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        std::vector<std::size_t> waiting = {index};
        while (!waiting.empty()) {
            const std::size_t next = waiting.back();
            const std::size_t count = waiting.size();
            for (const ValueId id : graph.nodes[next].inputs) {
                const std::int32_t writer = id.is_none() ? -1 : writers[id.index];
                if (writer >= 0 && !is_placed[static_cast<std::size_t>(writer)]) {
                    waiting.push_back(static_cast<std::size_t>(writer));
                }
            }
            if (waiting.size() > count) {
                continue;
            }
            waiting.pop_back();
            if (!is_placed[next]) {
                is_placed[next] = true;
                sorted.push_back(graph.nodes[next]);
            }
        }
    }
    graph.nodes = std::move(sorted);
}

ValueId replace_constant(Graph& graph, ValueId id, Tensor tensor) {
    if (use_counts(graph)[id.index] != 1) {
        return graph.add_constant(graph.unused_value_name(graph.value(id).name), std::move(tensor));
    }
    Value& value = graph.value(id);
    value.type = tensor.type;
    value.constant = std::make_shared<const Tensor>(std::move(tensor));
    return id;
}

ValueId append_node(
    Graph& graph, const std::string& stem, const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
    TensorType type
) {
    const ValueId output = graph.add_value(graph.unused_value_name(stem), std::move(type));
    graph.nodes.push_back({stem, op, std::move(attributes), std::move(inputs), {output}});
    return output;
}

} // namespace thimble
