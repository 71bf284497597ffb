// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/fold_quantization.h"

#include "thimble/passes/integer_form.h"
#include "thimble/passes/operator_kinds.h"
#include "thimble/passes/remove_dead_nodes.h"
#include "thimble/passes/rewrite.h"

namespace thimble {

namespace {

/// The node that writes the value, when it has this operator.
const Node* writer_of(const Graph& graph, const ValueUses& uses, ValueId id, std::string_view op) {
    const auto writer = id.is_none() ? std::nullopt : uses.writer(id);
    return writer && graph.nodes[*writer].op == op ? &graph.nodes[*writer] : nullptr;
}

/// quantize(dequantize(x)): rescales without the detour over float32.
bool shorten(Graph& graph, const ValueUses& uses, std::size_t index) {
    const Node* const dequantize = writer_of(graph, uses, graph.nodes[index].inputs[0], "dequantize");
    if (dequantize == nullptr) {
        return false;
    }
    const ValueId stored = dequantize->inputs[0];
    Node changed = graph.nodes[index];
    changed.inputs = {stored};
    if (!accepts(graph, changed)) {
        return false;
    }
    graph.nodes[index] = changed;
    if (graph.value(stored).type == graph.value(changed.outputs[0]).type) {
        bypass(graph, index);
    }
    return true;
}

/// move(dequantize(x)) becomes dequantize(move(x)).
bool sink_dequantize(Graph& graph, const ValueUses& uses, std::size_t index) {
    Node moved = graph.nodes[index];
    if (!only_moves_elements(NodeView(graph, moved)) || moved.outputs.size() != 1) {
        return false;
    }
    ValueId first; // of the int8 inputs, whose quantisation all share
    for (ValueId& id : moved.inputs) {
        if (id.is_none() || graph.value(id).type.data_type != DataType::float32) {
            continue;
        }
        const Node* const dequantize = writer_of(graph, uses, id, "dequantize");
        if (dequantize == nullptr) {
            return false;
        }
        id = dequantize->inputs[0];
        const TensorType& stored = graph.value(id).type;
        first = first.is_none() ? id : first;
        if (stored.data_type != DataType::int8 || stored.quantization->is_per_axis() ||
            stored.quantization != graph.value(first).type.quantization) {
            return false;
        }
    }
    if (first.is_none()) {
        return false;
    }
    const ValueId output = moved.outputs[0];
    const std::string name = graph.unused_value_name(graph.value(output).name + "_quantized");
    TensorType type = graph.value(first).type;
    type.shape = graph.value(output).type.shape;
    moved.outputs = {graph.add_value(name, type)};
    if (!accepts(graph, moved)) {
        graph.values.pop_back();
        return false;
    }
    graph.nodes.push_back({moved.name, "dequantize", {}, moved.outputs, {output}});
    graph.nodes[index] = std::move(moved);
    return true;
}

/// quantize(move(x)) becomes move(quantize(x)), where the quantize alone reads what was moved.
bool hoist_quantize(Graph& graph, const ValueUses& uses, std::size_t index) {
    const ValueId between = graph.nodes[index].inputs[0];
    const auto writer = uses.writer(between);
    if (!writer || !uses.has_single_reader(between) || !only_moves_elements(NodeView(graph, graph.nodes[*writer]))) {
        return false;
    }
    Node moved = graph.nodes[*writer];
    moved.outputs = graph.nodes[index].outputs;
    TensorType type = graph.value(moved.outputs[0]).type;
    if (type.data_type != DataType::int8 || type.quantization->is_per_axis()) {
        return false;
    }
    const std::size_t value_count = graph.values.size();
    std::vector<Node> quantized;
    for (ValueId& id : moved.inputs) {
        if (id.is_none() || graph.value(id).type.data_type != DataType::float32) {
            continue;
        }
        type.shape = graph.value(id).type.shape;
        const ValueId output = graph.add_value(graph.unused_value_name(graph.value(id).name + "_quantized"), type);
        quantized.push_back({graph.nodes[index].name, "quantize", graph.nodes[index].attributes, {id}, {output}});
        id = output;
    }
    if (!accepts(graph, moved)) {
        graph.values.resize(value_count);
        return false;
    }
    graph.nodes[*writer] = moved;
    disconnect(graph.nodes[index]);
    graph.nodes.insert(graph.nodes.end(), quantized.begin(), quantized.end());
    return true;
}

/// quantize(f(dequantize(x), ...)) becomes f in int8.
bool fold_operator(Graph& graph, const ValueUses& uses, std::size_t index) {
    const ValueId between = graph.nodes[index].inputs[0];
    const auto writer = uses.writer(between);
    if (!writer || !uses.has_single_reader(between) || graph.nodes[*writer].outputs.size() != 1) {
        return false;
    }
    const ValueId output = graph.nodes[index].outputs[0];
    const std::size_t value_count = graph.values.size();
    auto integer = integer_form(graph, uses, graph.nodes[*writer]);
    if (!integer || graph.value(output).type.data_type != DataType::int8) {
        graph.values.resize(value_count);
        return false;
    }
    integer->outputs = {output};
    if (accepts(graph, *integer)) {
        graph.nodes[index] = *integer;
    } else if (const auto dictated = dictated_quantization(graph, *integer)) {
        const TensorType type = {DataType::int8, graph.value(output).type.shape, dictated};
        integer->outputs = {graph.add_value(graph.unused_value_name(graph.value(between).name + "_quantized"), type)};
        Node rescale = graph.nodes[index];
        rescale.inputs = integer->outputs;
        if (!accepts(graph, *integer) || !accepts(graph, rescale)) {
            graph.values.resize(value_count);
            return false;
        }
        graph.nodes[index] = rescale;
        graph.nodes.push_back(*integer);
    } else {
        graph.values.resize(value_count);
        return false;
    }
    return true;
}

bool change(Graph& graph, const ValueUses& uses, std::size_t index) {
    const Node& node = graph.nodes[index];
    if (node.outputs.empty()) {
        return false;
    }
    if (node.op == "quantize" && graph.value(node.inputs[0]).type.data_type == DataType::float32) {
        return shorten(graph, uses, index) || fold_operator(graph, uses, index) || hoist_quantize(graph, uses, index);
    }
    return sink_dequantize(graph, uses, index);
}

bool change_once_each(Graph& graph) {
    bool is_changed = false;
    ValueUses uses(graph);
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        if (change(graph, uses, index)) {
            uses = ValueUses(graph);
            is_changed = true;
        }
    }
    erase_disconnected_nodes(graph);
    sort_topologically(graph);
    return is_changed;
}

} // namespace

Graph fold_quantization(Graph graph) {
    do {
        graph = remove_dead_nodes(std::move(graph));
    } while (change_once_each(graph));
    return graph;
}

} // namespace thimble
