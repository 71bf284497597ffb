// SPDX-License-Identifier: Apache-2.0
#include "tests/device/case_graphs.h"

namespace thimble {

namespace {

constexpr std::size_t most_ports = 32;

/// Adds the graph of one node to `graph`, its names made unique by `prefix`.
void append(Graph& graph, const Graph& part, const std::string& prefix) {
    const auto offset = static_cast<std::uint32_t>(graph.values.size());
    const auto moved = [&](std::vector<ValueId> ids) {
        for (ValueId& id : ids) {
            id = id.is_none() ? id : ValueId{id.index + offset};
        }
        return ids;
    };
    for (Value value : part.values) {
        value.name = prefix + value.name;
        graph.values.push_back(std::move(value));
    }
    for (Node node : part.nodes) {
        node.name = prefix + node.name;
        node.inputs = moved(node.inputs);
        node.outputs = moved(node.outputs);
        graph.nodes.push_back(std::move(node));
    }
    const std::vector<ValueId> inputs = moved(part.inputs);
    const std::vector<ValueId> outputs = moved(part.outputs);
    graph.inputs.insert(graph.inputs.end(), inputs.begin(), inputs.end());
    graph.outputs.insert(graph.outputs.end(), outputs.begin(), outputs.end());
}

} // namespace

void CaseGraphs::add(const std::string& name, const NodeUnderTest& node) {
    if (graphs_.empty() || graphs_.back().inputs.size() + node.graph().inputs.size() > most_ports) {
        graphs_.emplace_back().name = "kernels";
    }
    append(graphs_.back(), node.graph(), name);
}

} // namespace thimble
