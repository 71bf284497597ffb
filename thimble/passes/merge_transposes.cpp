// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/merge_transposes.h"

#include "thimble/ops/strided_copy.h"
#include "thimble/passes/permutation.h"
#include "thimble/passes/rewrite.h"

namespace thimble {

namespace {

Permutation axes_of(const Node& node) {
    return transpose_axes(node.attributes, node.attributes.get<std::vector<std::int64_t>>("axes").size());
}

void read_through(Graph& graph, const ValueUses& uses, Node& node) {
    const auto writer = uses.writer(node.inputs[0]);
    if (!writer) {
        return;
    }
    const Node& first = graph.nodes[*writer];
    const bool same_quantization =
        graph.value(first.inputs.empty() ? node.inputs[0] : first.inputs[0]).type.quantization ==
        graph.value(node.outputs[0]).type.quantization;
    if (first.op == "transpose" && same_quantization) {
        node.attributes.set("axes", as_attribute(compose(axes_of(first), axes_of(node))));
        node.inputs[0] = first.inputs[0];
    }
}

bool fold(Graph& graph, Node& node) {
    Value& output = graph.value(node.outputs[0]);
    if (!graph.is_constant(node.inputs[0]) || is_graph_output(graph, node.outputs[0])) {
        return false;
    }
    Tensor tensor = permute(*graph.value(node.inputs[0]).constant, axes_of(node));
    tensor.type = output.type;
    output.constant = std::make_shared<const Tensor>(std::move(tensor));
    disconnect(node);
    return true;
}

void merge(Graph& graph, ValueUses& uses, std::size_t index) {
    Node& node = graph.nodes[index];
    read_through(graph, uses, node);
    if (fold(graph, node)) {
        return;
    }
    if (is_identity(axes_of(node)) && graph.value(node.inputs[0]).type == graph.value(node.outputs[0]).type) {
        bypass(graph, index);
        uses = ValueUses(graph);
    }
}

} // namespace

void merge_transposes(Graph& graph) {
    ValueUses uses(graph);
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        if (graph.nodes[index].op == "transpose") {
            merge(graph, uses, index);
        }
    }
    erase_disconnected_nodes(graph);
}

void make_transposes_reshapes(Graph& graph) {
    for (Node& node : graph.nodes) {
        if (node.op == "transpose" && keeps_bytes(graph.value(node.inputs[0]).type.shape, axes_of(node))) {
            node.op = "reshape";
            node.attributes = {{"shape", graph.value(node.outputs[0]).type.shape.extents()}};
        }
    }
}

} // namespace thimble
