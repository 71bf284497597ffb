// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/fold_batch_norm.h"

#include "thimble/ops/activation.h"
#include "thimble/passes/channel_constant.h"
#include "thimble/passes/operator_kinds.h"
#include "thimble/passes/rewrite.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace thimble {

namespace {

using Numbers = std::vector<double>;

/// What an element-wise operator with one constant operand does to every channel of the other one.
struct ChannelMap {
    std::size_t operand = 0; ///< the input that is no constant
    Numbers factors;
    Numbers offsets;
};

std::optional<ChannelMap> channel_map(const NodeView& view) {
    const std::string& op = view.node().op;
    if (op != "add" && op != "sub" && op != "mul" && op != "div") {
        return std::nullopt;
    }
    const std::size_t operand = view.constant(0) != nullptr ? 1 : 0;
    const Shape& shape = view.input(operand).shape;
    const auto numbers = channel_constant(view.graph(), view.node().inputs[1 - operand], shape);
    if (!numbers || view.output().shape != shape || view.output().data_type != DataType::float32) {
        return std::nullopt;
    }
    const std::size_t count = numbers->size();
    ChannelMap map = {operand, Numbers(count, 1.0), Numbers(count, 0.0)};
    for (std::size_t channel = 0; channel < count; ++channel) {
        const double number = (*numbers)[channel];
        if (op == "mul" || op == "div") {
            map.factors[channel] = op == "mul" ? number : 1.0 / number;
        } else {
            map.offsets[channel] = op == "sub" && operand == 0 ? -number : number;
            map.factors[channel] = op == "sub" && operand == 1 ? -1.0 : 1.0;
        }
    }
    const bool is_division_by_it = op != "div" || operand == 0;
    const bool is_finite =
        std::all_of(map.factors.begin(), map.factors.end(), [](double x) { return std::isfinite(x); });
    return is_division_by_it && is_finite ? std::optional(map) : std::nullopt;
}

bool has_activation(const Node& node) {
    return node.attributes.has("activation");
}

/// Output and input channel of each weight.
struct WeightPlace {
    std::size_t output_channel = 0;
    std::size_t input_channel = 0;
};

/// A float32 operator with constant weights and bias, which can be changed.
class WeightedNode {
public:
    static std::optional<WeightedNode> of(const Graph& graph, const Node& node) {
        if (!has_weights(node) || graph.value(node.inputs[0]).type.data_type != DataType::float32) {
            return std::nullopt;
        }
        if (graph.value(node.inputs[1]).type.data_type != DataType::float32) {
            return std::nullopt;
        }
        const bool has_bias = node.inputs.size() > 2 && !node.inputs[2].is_none();
        if (!graph.is_constant(node.inputs[1]) || (has_bias && !graph.is_constant(node.inputs[2]))) {
            return std::nullopt;
        }
        WeightedNode result;
        result.shape_ = graph.value(node.inputs[1]).type.shape;
        result.is_depthwise_ = node.op == "depthwise_conv2d";
        const Shape& input = graph.value(node.inputs[0]).type.shape;
        result.input_channels_ = input.rank() == 0 ? 0 : input[input.rank() - 1];
        const std::span<const float> weights = graph.value(node.inputs[1]).constant->elements<float>();
        result.weights_.assign(weights.begin(), weights.end());
        result.bias_.assign(static_cast<std::size_t>(result.output_channels()), 0.0);
        if (has_bias) {
            const std::span<const float> bias = graph.value(node.inputs[2]).constant->elements<float>();
            result.bias_.assign(bias.begin(), bias.end());
        }
        return result;
    }

    std::int64_t output_channels() const { return is_depthwise_ ? shape_[3] : shape_[0]; }

    /// Whether each weight belongs to one channel of the input: not where several pixels make up a row.
    bool reads_channels() const {
        if (shape_.rank() == 2) {
            return input_channels_ == shape_[1];
        }
        return is_depthwise_ || input_channels_ % shape_[shape_.rank() - 1] == 0;
    }

    WeightPlace place(std::size_t index) const {
        const auto last = static_cast<std::size_t>(shape_[shape_.rank() - 1]);
        if (is_depthwise_) {
            const std::size_t multiplicity = last / static_cast<std::size_t>(input_channels_);
            return {index % last, index % last / multiplicity};
        }
        const std::size_t output = index / (weights_.size() / static_cast<std::size_t>(shape_[0]));
        // Each group of output channels reads its own group of input channels.
        const std::size_t groups = static_cast<std::size_t>(input_channels_) / last;
        const std::size_t group = output / (static_cast<std::size_t>(shape_[0]) / groups);
        return {output, group * last + index % last};
    }

    void map_output(const ChannelMap& map) {
        for (std::size_t index = 0; index < weights_.size(); ++index) {
            weights_[index] *= map.factors[place(index).output_channel];
        }
        for (std::size_t channel = 0; channel < bias_.size(); ++channel) {
            bias_[channel] = bias_[channel] * map.factors[channel] + map.offsets[channel];
        }
    }

    void map_input(const ChannelMap& map) {
        for (std::size_t index = 0; index < weights_.size(); ++index) {
            const WeightPlace at = place(index);
            bias_[at.output_channel] += weights_[index] * map.offsets[at.input_channel];
            weights_[index] *= map.factors[at.input_channel];
        }
    }

    /// Gives the node the changed weights and bias.
    void store(Graph& graph, std::size_t node_index) const {
        Node& node = graph.nodes[node_index];
        const auto tensor = [](const Shape& shape, const Numbers& numbers) {
            return Tensor::of(shape, std::vector<float>(numbers.begin(), numbers.end()));
        };
        node.inputs[1] = replace_constant(graph, node.inputs[1], tensor(shape_, weights_));
        const Tensor bias = tensor({output_channels()}, bias_);
        if (node.inputs.size() > 2 && !node.inputs[2].is_none()) {
            node.inputs[2] = replace_constant(graph, node.inputs[2], bias);
        } else if (std::any_of(bias_.begin(), bias_.end(), [](double b) { return b != 0.0; })) {
            node.inputs.resize(3);
            node.inputs[2] = graph.add_constant(graph.unused_value_name(node.name + "_bias"), bias);
        }
    }

private:
    Shape shape_;
    bool is_depthwise_ = false;
    std::int64_t input_channels_ = 0;
    Numbers weights_;
    Numbers bias_;
};

/// Lets the operator that writes the operand do what `index` does.
bool fold_after(Graph& graph, const ValueUses& uses, std::size_t index) {
    const auto map = channel_map(NodeView(graph, graph.nodes[index]));
    if (!map) {
        return false;
    }
    const ValueId between = graph.nodes[index].inputs[map->operand];
    const auto writer = uses.writer(between);
    if (!writer || !uses.has_single_reader(between) || has_activation(graph.nodes[*writer])) {
        return false;
    }
    auto weighted = WeightedNode::of(graph, graph.nodes[*writer]);
    const Shape& shape = graph.value(between).type.shape;
    if (!weighted || shape.rank() == 0 || shape[shape.rank() - 1] != weighted->output_channels()) {
        return false;
    }
    weighted->map_output(*map);
    weighted->store(graph, *writer);
    Node& node = graph.nodes[index];
    if (has_activation(node)) {
        graph.nodes[*writer].attributes.set("activation", activation_attribute(node.attributes));
    }
    graph.nodes[*writer].outputs = node.outputs;
    disconnect(node);
    return true;
}

/// Whether every output sums over the same inputs: no padding stands for some of them.
bool sums_evenly(const Node& node) {
    if (node.op == "transpose_conv" || !node.attributes.has("padding")) {
        return node.op != "transpose_conv";
    }
    const auto& padding = node.attributes.get<std::vector<std::int64_t>>("padding");
    return std::all_of(padding.begin(), padding.end(), [](std::int64_t amount) { return amount == 0; });
}

/// Lets the operator `index` do what the writer of its input does.
bool fold_before(Graph& graph, const ValueUses& uses, std::size_t index) {
    const Node& node = graph.nodes[index];
    const auto writer = has_weights(node) ? uses.writer(node.inputs[0]) : std::nullopt;
    if (!writer || !uses.has_single_reader(node.inputs[0]) || has_activation(graph.nodes[*writer])) {
        return false;
    }
    const auto map = channel_map(NodeView(graph, graph.nodes[*writer]));
    const bool shifts =
        map && std::any_of(map->offsets.begin(), map->offsets.end(), [](double offset) { return offset != 0.0; });
    if (!map || (shifts && !sums_evenly(node))) {
        return false;
    }
    auto weighted = WeightedNode::of(graph, node);
    if (!weighted || !weighted->reads_channels()) {
        return false;
    }
    weighted->map_input(*map);
    weighted->store(graph, index);
    graph.nodes[index].inputs[0] = graph.nodes[*writer].inputs[map->operand];
    disconnect(graph.nodes[*writer]);
    return true;
}

bool fold_somewhere(Graph& graph, const std::function<bool(Graph&, const ValueUses&, std::size_t)>& fold) {
    bool is_changed = false;
    ValueUses uses(graph);
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        while (fold(graph, uses, index)) {
            uses = ValueUses(graph);
            is_changed = true;
        }
    }
    erase_disconnected_nodes(graph);
    return is_changed;
}

} // namespace

Graph fold_batch_norm(Graph graph) {
    while (fold_somewhere(graph, fold_after) || fold_somewhere(graph, fold_before)) {
    }
    return graph;
}

} // namespace thimble
