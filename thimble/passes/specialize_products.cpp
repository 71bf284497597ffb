// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/specialize_products.h"

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

/// [i, o] to [o, i].
Tensor transposed(const Tensor& matrix) {
    return permute(matrix, {1, 0});
}

bool is_set(const Attributes& attributes, std::string_view name) {
    return attributes.has(name) && attributes.get<std::int64_t>(name) != 0;
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

void make_product_of_rows(Graph& graph, const ValueUses& uses, std::size_t index) {
    const NodeView view(graph, graph.nodes[index]);
    if (view.input(0).data_type != DataType::float32 || view.input(1).shape.rank() != 2 ||
        is_set(view.attributes(), "transpose_a")) {
        return;
    }
    if (!is_set(view.attributes(), "transpose_b")) {
        const ValueId weights = with_changed_constant(graph, uses, graph.nodes[index].inputs[1], transposed);
        graph.nodes[index].inputs[1] = weights;
    }
    graph.nodes[index].op = "fully_connected";
    graph.nodes[index].attributes = {{"keep_dims", std::int64_t{1}}};
}

void specialize(Graph& graph, const ValueUses& uses, std::size_t index) {
    const Node& node = graph.nodes[index];
    const bool has_constant_weights = node.inputs.size() > 1 && is_stored_constant(graph, uses, node.inputs[1]);
    if (has_constant_weights && node.op == "mat_mul") {
        make_product_of_rows(graph, uses, index);
    } else if (has_constant_weights && node.op == "conv2d" && !make_depthwise(graph, uses, index)) {
        make_fully_connected(graph, uses, index);
    }
}

} // namespace

Graph specialize_products(Graph graph) {
    const ValueUses uses(graph);
    const std::size_t count = graph.nodes.size();
    for (std::size_t index = 0; index < count; ++index) {
        specialize(graph, uses, index);
    }
    sort_topologically(graph);
    return graph;
}

} // namespace thimble
