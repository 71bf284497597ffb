// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/remove_identity.h"

#include "thimble/ops/activation.h"
#include "thimble/ops/clip.h"
#include "thimble/ops/requantize.h"
#include "thimble/passes/rewrite.h"

#include <limits>

namespace thimble {

namespace {

/// Whether some value of `type` lies outside [bounds[0], bounds[1]].
bool can_clip(const TensorType& type, const std::vector<double>& bounds) {
    if (type.quantization) {
        return quantized_clamp(type, bounds) != stored_range(type.data_type);
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return bounds[0] != -infinity || bounds[1] != infinity;
}

/// Integer operators with equal types rescale by exactly 1, which is exact in double rounding too.
bool is_identity(const NodeView& view) {
    const std::string& op = view.node().op;
    const bool may_be_identity =
        op == "reshape" || op == "pad" || op == "concat" || op == "clip" || op == "quantize" || op == "cast";
    if (!may_be_identity || view.input_count() != 1 || view.input(0) != view.output()) {
        return false;
    }
    return op != "clip" || !can_clip(view.output(), clip_bounds(view.attributes()));
}

/// Lets a reshape of a reshape read the first one's input.
void shorten_reshape_chain(Graph& graph, std::size_t node_index) {
    Node& node = graph.nodes[node_index];
    if (node.op != "reshape") {
        return;
    }
    const std::int32_t writer = producers(graph)[node.inputs[0].index];
    if (writer < 0 || graph.nodes[static_cast<std::size_t>(writer)].op != "reshape") {
        return;
    }
    const ValueId first = graph.nodes[static_cast<std::size_t>(writer)].inputs[0];
    if (graph.value(first).type.quantization == graph.value(node.inputs[0]).type.quantization) {
        node.inputs[0] = first;
    }
}

void drop_idle_activation(const Graph& graph, Node& node) {
    if (node.attributes.has("activation") &&
        !can_clip(graph.value(node.outputs[0]).type, activation_attribute(node.attributes))) {
        node.attributes.erase("activation");
    }
}

} // namespace

Graph remove_identity(Graph graph) {
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        drop_idle_activation(graph, graph.nodes[index]);
        shorten_reshape_chain(graph, index);
        if (is_identity(NodeView(graph, graph.nodes[index]))) {
            bypass(graph, index);
        }
    }
    erase_disconnected_nodes(graph);
    return graph;
}

} // namespace thimble
