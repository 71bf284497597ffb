// SPDX-License-Identifier: Apache-2.0
#include "thimble/ir/graph.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

ValueId Graph::add_value(std::string value_name, TensorType type) {
    values.push_back({std::move(value_name), std::move(type), nullptr});
    return {static_cast<std::uint32_t>(values.size() - 1)};
}

ValueId Graph::add_constant(std::string value_name, Tensor tensor) {
    const ValueId id = add_value(std::move(value_name), tensor.type);
    value(id).constant = std::make_shared<const Tensor>(std::move(tensor));
    return id;
}

ValueId Graph::add_input(std::string value_name, TensorType type) {
    const ValueId id = add_value(std::move(value_name), std::move(type));
    inputs.push_back(id);
    return id;
}

std::string Graph::unused_value_name(const std::string& stem) const {
    const auto taken = [this](const std::string& candidate) {
        return std::any_of(values.begin(), values.end(), [&](const Value& value) { return value.name == candidate; });
    };
    std::string candidate = stem;
    for (int suffix = 1; taken(candidate); ++suffix) {
        candidate = fmt::format("{}_{}", stem, suffix);
    }
    return candidate;
}

Tensor initial_state(const TensorType& type) {
    Tensor tensor(type);
    if (type.quantization && size_bytes(type.data_type) == 1) {
        const auto zero = static_cast<std::byte>(static_cast<std::uint8_t>(type.quantization->zero_point()));
        std::fill(tensor.bytes.begin(), tensor.bytes.end(), zero);
    }
    return tensor;
}

std::vector<std::int32_t> producers(const Graph& graph) {
    std::vector<std::int32_t> result(graph.values.size(), -1);
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        for (const ValueId output : graph.nodes[index].outputs) {
            result[output.index] = static_cast<std::int32_t>(index);
        }
    }
    return result;
}

std::vector<std::uint32_t> use_counts(const Graph& graph) {
    std::vector<std::uint32_t> result(graph.values.size(), 0);
    const auto count = [&](ValueId id) {
        if (!id.is_none()) {
            ++result[id.index];
        }
    };
    for (const Node& node : graph.nodes) {
        std::for_each(node.inputs.begin(), node.inputs.end(), count);
    }
    std::for_each(graph.outputs.begin(), graph.outputs.end(), count);
    return result;
}

void replace_uses(Graph& graph, ValueId from, ValueId to) {
    for (Node& node : graph.nodes) {
        std::replace(node.inputs.begin(), node.inputs.end(), from, to);
    }
    std::replace(graph.outputs.begin(), graph.outputs.end(), from, to);
}

} // namespace thimble
