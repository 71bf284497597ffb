// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/absorb_transposes.h"

#include "thimble/ops/fully_connected.h"
#include "thimble/ops/strided_copy.h"
#include "thimble/passes/stored_constant.h"

#include <algorithm>

namespace thimble {

namespace {

/// How many trailing axes of the input make up one row of a fully_connected, as many as possible; empty
/// when none do.
std::optional<std::size_t> row_axes(const Shape& input, std::int64_t depth) {
    std::optional<std::size_t> found;
    std::int64_t product = 1;
    for (std::size_t count = 1; count <= input.rank(); ++count) {
        product *= input[input.rank() - count];
        if (product == depth) {
            found = count;
        }
    }
    return found;
}

/// Whether the axes before the last `count` stay where they are.
bool keeps_leading_axes(const Permutation& order, std::size_t count) {
    for (std::size_t axis = 0; axis + count < order.size(); ++axis) {
        if (order[axis] != axis) {
            return false;
        }
    }
    return true;
}

bool is_movable(
    const Graph& graph, const ValueUses& uses, const Node& node, ValueId rows, const Shape& image,
    const Permutation& order
) {
    if (node.op != "fully_connected" || node.inputs[0] != rows || node.inputs[1] == rows ||
        !is_stored_constant(graph, uses, node.inputs[1])) {
        return false;
    }
    const std::int64_t depth = graph.value(node.inputs[1]).type.shape[1];
    const Shape& input = graph.value(rows).type.shape;
    const bool keep_dims = fully_connected_attributes(node.attributes).keep_dims;
    if (keep_dims && (input.rank() == 0 || input[input.rank() - 1] != depth)) {
        return false;
    }
    const auto count = row_axes(image, depth);
    return count && keeps_leading_axes(order, *count);
}

/// The fully_connected nodes whose weights have to change; empty when the node cannot absorb.
std::vector<std::size_t>
affected(const Graph& graph, const ValueUses& uses, std::size_t index, const Permutation& order) {
    const Node& node = graph.nodes[index];
    if (node.op != "reshape" && node.op != "fully_connected") {
        return {};
    }
    const Shape& image = graph.value(node.inputs[0]).type.shape;
    if (node.op == "fully_connected") {
        const bool keep_dims = fully_connected_attributes(node.attributes).keep_dims;
        const bool fits = !keep_dims && is_movable(graph, uses, node, node.inputs[0], image, order);
        return fits ? std::vector<std::size_t>{index} : std::vector<std::size_t>{};
    }
    const ValueId rows = node.outputs[0];
    const std::vector<std::size_t>& readers = uses.readers(rows);
    const bool all_fit =
        !uses.is_graph_output(rows) && std::all_of(readers.begin(), readers.end(), [&](std::size_t reader) {
            return is_movable(graph, uses, graph.nodes[reader], rows, image, order);
        });
    return all_fit ? readers : std::vector<std::size_t>{};
}

/// Columns of weights [o, i] that expect `image`, for an image whose axes are in another order.
Tensor reorder_columns(const Tensor& weights, const Shape& image, const Permutation& order) {
    const std::size_t count = *row_axes(image, weights.type.shape[1]);
    Tensor blocks = weights;
    std::vector<std::int64_t> extents = {weights.type.shape[0]};
    Permutation block_order = {0};
    for (std::size_t axis = image.rank() - count; axis < image.rank(); ++axis) {
        extents.push_back(image[axis]);
        block_order.push_back(order[axis] - (image.rank() - count) + 1);
    }
    blocks.type.shape = Shape(extents);
    Tensor result = permute(blocks, block_order);
    result.type.shape = weights.type.shape;
    return result;
}

} // namespace

bool can_absorb(const Graph& graph, const ValueUses& uses, std::size_t node, const Permutation& order) {
    return !affected(graph, uses, node, order).empty();
}

bool absorb_transposes(Graph& graph) {
    bool is_changed = false;
    const ValueUses uses(graph);
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        const Node& node = graph.nodes[index];
        const auto writer =
            node.inputs.empty() || node.inputs[0].is_none() ? std::nullopt : uses.writer(node.inputs[0]);
        if (!writer || graph.nodes[*writer].op != "transpose") {
            continue;
        }
        const Node& transpose = graph.nodes[*writer];
        const Shape image = graph.value(node.inputs[0]).type.shape;
        const Permutation order = inverse(transpose_axes(transpose.attributes, image.rank()));
        const std::vector<std::size_t> readers = affected(graph, uses, index, order);
        for (const std::size_t reader : readers) {
            graph.nodes[reader].inputs[1] =
                with_changed_constant(graph, uses, graph.nodes[reader].inputs[1], [&](const Tensor& weights) {
                    return reorder_columns(weights, image, order);
                });
        }
        if (!readers.empty()) {
            graph.nodes[index].inputs[0] = graph.nodes[*writer].inputs[0];
            is_changed = true;
        }
    }
    sort_topologically(graph);
    return is_changed;
}

} // namespace thimble
