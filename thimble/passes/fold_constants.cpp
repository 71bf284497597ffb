// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/fold_constants.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/passes/rewrite.h"

#include <algorithm>

namespace thimble {

namespace {

constexpr std::size_t largest_growth_factor = 4;
constexpr std::size_t allowed_growth_bytes = 1024;
/// What all results together may take, as a multiple of the constants given: nodes that each double their input would
/// otherwise make gigabytes of a file of a few kilobytes.
constexpr std::size_t largest_total_factor = 16;
constexpr std::size_t allowed_total_bytes = 65536;

std::size_t byte_count(const Graph& graph, const std::vector<ValueId>& ids) {
    std::size_t bytes = 0;
    for (const ValueId id : ids) {
        bytes += id.is_none() ? 0 : graph.value(id).type.byte_count();
    }
    return bytes;
}

std::size_t bytes_for_results(const Graph& graph) {
    std::size_t constant_bytes = 0;
    for (const Value& value : graph.values) {
        constant_bytes += value.constant == nullptr ? 0 : value.constant->bytes.size();
    }
    return largest_total_factor * constant_bytes + allowed_total_bytes;
}

bool can_fold(const Graph& graph, const Node& node) {
    const auto is_known = [&](ValueId id) { return id.is_none() || graph.is_constant(id); };
    const auto is_output = [&](ValueId id) { return is_graph_output(graph, id); };
    return std::all_of(node.inputs.begin(), node.inputs.end(), is_known) &&
           std::none_of(node.outputs.begin(), node.outputs.end(), is_output) &&
           byte_count(graph, node.outputs) <=
               largest_growth_factor * byte_count(graph, node.inputs) + allowed_growth_bytes;
}

void fold(Graph& graph, const Node& node) {
    std::vector<const Tensor*> inputs;
    for (const ValueId id : node.inputs) {
        inputs.push_back(id.is_none() ? nullptr : graph.value(id).constant.get());
    }
    std::vector<Tensor> results = op_def(node.op).evaluate(NodeView(graph, node), inputs);
    THIMBLE_CHECK(results.size() == node.outputs.size(), "`{}` evaluates to {} outputs", node.op, results.size());
    for (std::size_t index = 0; index < results.size(); ++index) {
        Value& value = graph.value(node.outputs[index]);
        THIMBLE_CHECK(results[index].type == value.type, "`{}` evaluates to another type than its value's", node.op);
        value.constant = std::make_shared<const Tensor>(std::move(results[index]));
    }
}

Graph fold_where(Graph graph, bool (*may_fold)(const Node& node)) {
    std::size_t bytes_left = bytes_for_results(graph);
    for (Node& node : graph.nodes) {
        const std::size_t result_bytes = byte_count(graph, node.outputs);
        if (may_fold(node) && result_bytes <= bytes_left && can_fold(graph, node)) {
            bytes_left -= result_bytes;
            fold(graph, node);
            disconnect(node);
        }
    }
    erase_disconnected_nodes(graph);
    return graph;
}

} // namespace

Graph fold_constants(Graph graph) {
    return fold_where(std::move(graph), [](const Node&) { return true; });
}

Graph fold_plain_constants(Graph graph) {
    return fold_where(std::move(graph), [](const Node& node) { return node.op != "dequantize"; });
}

} // namespace thimble
