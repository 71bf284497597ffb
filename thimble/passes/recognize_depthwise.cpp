// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/recognize_depthwise.h"

#include "thimble/ops/convolution.h"
#include "thimble/passes/permutation.h"
#include "thimble/passes/stored_constant.h"

namespace thimble {

namespace {

std::int64_t groups_of(const Node& node) {
    return node.attributes.has("groups") ? node.attributes.get<std::int64_t>("groups") : 1;
}

/// [o, kh, kw, 1] to [1, kh, kw, o].
Tensor as_depthwise_weights(const Tensor& weights) {
    return permute(weights, {3, 1, 2, 0});
}

/// [o, 1, 1, i] to [o, i].
Tensor as_matrix(const Tensor& weights) {
    Tensor matrix = weights;
    matrix.type.shape = {weights.type.shape[0], weights.type.shape[3]};
    return matrix;
}

bool make_depthwise(Graph& graph, const ValueUses& uses, std::size_t index) {
    const NodeView view(graph, graph.nodes[index]);
    const std::int64_t groups = groups_of(view.node());
    if (groups == 1 || groups != view.input(0).shape[3]) {
        return false;
    }
    const ValueId weights = with_changed_constant(graph, uses, graph.nodes[index].inputs[1], as_depthwise_weights);
    Node& node = graph.nodes[index];
    node.op = "depthwise_conv2d";
    node.attributes.erase("groups");
    node.inputs[1] = weights;
    return true;
}

bool is_single_pixel(const NodeView& view) {
    const Shape& input = view.input(0).shape;
    const Shape& weights = view.input(1).shape;
    return input[1] == 1 && input[2] == 1 && weights[1] == 1 && weights[2] == 1 && weights[3] == input[3] &&
           view.output().shape[1] == 1 && view.output().shape[2] == 1 &&
           convolution_window(view).padding == Padding2d{};
}

bool make_fully_connected(Graph& graph, const ValueUses& uses, std::size_t index) {
    const NodeView view(graph, graph.nodes[index]);
    const bool rounds_alike = view.input(0).data_type == DataType::float32 ||
                              (view.input(1).quantization && view.input(1).quantization->is_per_axis());
    if (!is_single_pixel(view) || !rounds_alike) {
        return false;
    }
    Attributes attributes;
    if (view.attributes().has("activation")) {
        attributes.set("activation", view.attributes().get<std::vector<double>>("activation"));
    }
    attributes.set("keep_dims", std::int64_t{1});
    const ValueId weights = with_changed_constant(graph, uses, graph.nodes[index].inputs[1], as_matrix);
    Node& node = graph.nodes[index];
    node.op = "fully_connected";
    node.attributes = attributes;
    node.inputs[1] = weights;
    return true;
}

} // namespace

Graph recognize_depthwise(Graph graph) {
    const ValueUses uses(graph);
    const std::size_t count = graph.nodes.size();
    for (std::size_t index = 0; index < count; ++index) {
        const Node& node = graph.nodes[index];
        if (node.op == "conv2d" && is_stored_constant(graph, uses, node.inputs[1]) &&
            !make_depthwise(graph, uses, index)) {
            make_fully_connected(graph, uses, index);
        }
    }
    sort_topologically(graph);
    return graph;
}

} // namespace thimble
