// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/stored_constant.h"

#include "thimble/core/visit_data_type.h"

namespace thimble {

namespace {

/// The dequantize that makes a value from a constant.
const Node* dequantize_of_constant(const Graph& graph, const ValueUses& uses, ValueId id) {
    const auto writer = uses.writer(id);
    if (!writer) {
        return nullptr;
    }
    const Node& node = graph.nodes[*writer];
    return node.op == "dequantize" && graph.is_constant(node.inputs[0]) ? &node : nullptr;
}

/// real = scale * (stored - zero point) of every element.
std::vector<double> dequantized(const Tensor& tensor) {
    const Quantization& quantization = *tensor.type.quantization;
    std::int64_t inner = 1;
    for (std::size_t axis = quantization.axis + 1; axis < tensor.type.shape.rank(); ++axis) {
        inner *= tensor.type.shape[axis];
    }
    const auto count = static_cast<std::int64_t>(quantization.scales.size());
    std::vector<double> reals;
    visit_data_type(tensor.type.data_type, [&]<typename Element>(Element) {
        for (const Element element : tensor.elements<Element>()) {
            const auto channel = static_cast<std::size_t>(static_cast<std::int64_t>(reals.size()) / inner % count);
            const double steps = static_cast<double>(element) - quantization.zero_points[channel];
            reals.push_back(static_cast<double>(quantization.scales[channel]) * steps);
        }
    });
    return reals;
}

} // namespace

bool is_stored_constant(const Graph& graph, const ValueUses& uses, ValueId id) {
    return graph.is_constant(id) || (!id.is_none() && dequantize_of_constant(graph, uses, id) != nullptr);
}

std::optional<std::vector<double>> real_constant(const Graph& graph, const ValueUses& uses, ValueId id) {
    if (graph.is_constant(id)) {
        const Tensor& constant = *graph.value(id).constant;
        const std::span<const float> elements = constant.elements<float>();
        return constant.type.data_type == DataType::float32
                   ? std::optional(std::vector<double>(elements.begin(), elements.end()))
                   : std::nullopt;
    }
    const Node* const dequantize = id.is_none() ? nullptr : dequantize_of_constant(graph, uses, id);
    if (dequantize == nullptr || !graph.value(dequantize->inputs[0]).type.quantization) {
        return std::nullopt;
    }
    return dequantized(*graph.value(dequantize->inputs[0]).constant);
}

ValueId with_changed_constant(
    Graph& graph, const ValueUses& uses, ValueId id, const std::function<Tensor(const Tensor&)>& change
) {
    if (graph.is_constant(id)) {
        return replace_constant(graph, id, change(*graph.value(id).constant));
    }
    const auto writer = *uses.writer(id);
    const bool is_shared = uses.readers(id).size() > 1 || uses.is_graph_output(id);
    const ValueId stored = graph.nodes[writer].inputs[0];
    Tensor changed = change(*graph.value(stored).constant);
    TensorType type = graph.value(id).type;
    type.shape = changed.type.shape;
    if (!is_shared) {
        graph.nodes[writer].inputs[0] = replace_constant(graph, stored, std::move(changed));
        graph.value(id).type = type;
        return id;
    }
    const ValueId copy = graph.add_constant(graph.unused_value_name(graph.value(stored).name), std::move(changed));
    return append_node(graph, graph.value(id).name, "dequantize", {}, {copy}, type);
}

} // namespace thimble
