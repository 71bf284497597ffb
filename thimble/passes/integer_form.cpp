// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/integer_form.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/passes/operator_kinds.h"
#include "thimble/passes/stored_constant.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thimble {

namespace {

/// The int8 value that this one is the dequantised form of.
std::optional<ValueId> stored_form(const Graph& graph, const ValueUses& uses, ValueId id) {
    const auto writer = uses.writer(id);
    if (!writer || graph.nodes[*writer].op != "dequantize") {
        return std::nullopt;
    }
    const ValueId stored = graph.nodes[*writer].inputs[0];
    return graph.value(stored).type.data_type == DataType::int8 ? std::optional(stored) : std::nullopt;
}

/// A number as int8 with the scale that represents it best.
ValueId add_number(Graph& graph, const std::string& stem, const Shape& shape, float number) {
    const float scale = number == 0.0F ? 1.0F : std::abs(number) / 127.0F;
    const auto steps = static_cast<std::int8_t>(number == 0.0F ? 0 : (number > 0.0F ? 127 : -127));
    const Quantization quantization = {{scale}, {0}, 0};
    return graph.add_constant(
        graph.unused_value_name(stem + "_quantized"), Tensor::of(shape, std::vector<std::int8_t>{steps}, quantization)
    );
}

std::optional<ValueId> integer_input(Graph& graph, const ValueUses& uses, ValueId id) {
    if (id.is_none() || graph.value(id).type.data_type != DataType::float32) {
        return id;
    }
    if (const auto stored = stored_form(graph, uses, id)) {
        return stored;
    }
    const Value value = graph.value(id);
    const bool is_number = value.constant != nullptr && value.type.shape.element_count() == 1 &&
                           std::isnormal(value.constant->elements<float>()[0] / 127.0F + 1.0F);
    if (!is_number) {
        return std::nullopt;
    }
    return add_number(graph, value.name, value.type.shape, value.constant->elements<float>()[0]);
}

/// The bias in steps of input scale * weight scale.
std::optional<ValueId> integer_bias(Graph& graph, const ValueUses& uses, const Node& node, ValueId bias) {
    const auto real = real_constant(graph, uses, bias);
    const TensorType& input = graph.value(node.inputs[0]).type;
    const TensorType& weights = graph.value(node.inputs[1]).type;
    if (!real || !weights.quantization || !input.quantization) {
        return std::nullopt;
    }
    Quantization quantization = *weights.quantization;
    quantization.axis = 0;
    for (float& scale : quantization.scales) {
        scale *= input.quantization->scale();
    }
    constexpr double largest = std::numeric_limits<std::int32_t>::max();
    const std::span<const double> numbers = *real;
    std::vector<std::int32_t> steps;
    for (std::size_t channel = 0; channel < numbers.size(); ++channel) {
        const std::size_t index = quantization.is_per_axis() ? channel : 0;
        if (index >= quantization.scales.size() || !(quantization.scales[index] > 0.0F)) {
            return std::nullopt;
        }
        const double rounded = std::round(numbers[channel] / static_cast<double>(quantization.scales[index]));
        steps.push_back(static_cast<std::int32_t>(std::clamp(rounded, -largest, largest)));
    }
    return graph.add_constant(
        graph.unused_value_name(graph.value(bias).name + "_quantized"),
        Tensor::of({static_cast<std::int64_t>(steps.size())}, steps, quantization)
    );
}

/// Quantisations that an operator's integer arithmetic yields and no other.
/// Source: TensorFlow Lite 8-bit quantization specification.
struct FixedOutput {
    std::string_view op;
    float scale;
    std::int32_t zero_point;
};

constexpr FixedOutput fixed_outputs[] = {
    {"softmax", 1.0F / 256.0F, -128},     {"logistic", 1.0F / 256.0F, -128},  {"tanh", 1.0F / 128.0F, 0},
    {"log_softmax", 16.0F / 256.0F, 127}, {"lp_normalize", 1.0F / 128.0F, 0},
};

/// Operators whose output has the quantisation of their first input.
constexpr std::string_view like_input[] = {"average_pool2d", "max_pool2d", "reduce_max", "reduce_min"};

} // namespace

bool accepts(const Graph& graph, const Node& node) {
    try {
        op_def(node.op).infer(NodeView(graph, node));
        return true;
    } catch (const ModelError&) {
        return false;
    }
}

std::optional<Node> integer_form(Graph& graph, const ValueUses& uses, const Node& node) {
    Node result = node;
    for (std::size_t index = 0; index < node.inputs.size(); ++index) {
        const bool is_bias = index == 2 && has_weights(node) && !node.inputs[2].is_none();
        const auto input = is_bias ? integer_bias(graph, uses, result, node.inputs[2])
                                   : integer_input(graph, uses, node.inputs[index]);
        if (!input) {
            return std::nullopt;
        }
        result.inputs[index] = *input;
    }
    if (has_weights(node)) {
        result.attributes.set("round_once", std::int64_t{1});
    }
    return result;
}

std::optional<Quantization> dictated_quantization(const Graph& graph, const Node& integer_node) {
    for (const FixedOutput& fixed : fixed_outputs) {
        if (fixed.op == integer_node.op) {
            return Quantization{{fixed.scale}, {fixed.zero_point}, 0};
        }
    }
    if (std::find(std::begin(like_input), std::end(like_input), integer_node.op) != std::end(like_input)) {
        return graph.value(integer_node.inputs[0]).type.quantization;
    }
    return std::nullopt;
}

} // namespace thimble
