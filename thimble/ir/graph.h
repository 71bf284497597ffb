// SPDX-License-Identifier: Apache-2.0
// The Graph: what is computed. Nodes apply operators to values; every value has a known type.
//
// - NHWC is the canonical layout. Convolution weights are [out, kh, kw, in], depthwise weights
//   [1, kh, kw, channels], fully connected weights [out, in].
// - `nodes` is in topological order: a node reads only graph inputs, constants and values that
//   earlier nodes write. Each value is written at most once.
// - A Graph is a plain value: passes take one and return one.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/attributes.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace thimble {

/// Index of a value in Graph::values. `ValueId::none()` stands for an optional input left out.
struct ValueId {
    std::uint32_t index = 0xFFFFFFFFU;

    static constexpr ValueId none() { return {}; }

    bool is_none() const { return index == 0xFFFFFFFFU; }

    auto operator<=>(const ValueId&) const = default;
};

struct Value {
    std::string name; ///< unique in the graph
    TensorType type;
    std::shared_ptr<const Tensor> constant; ///< null unless the value is a constant
};

struct Node {
    std::string name; ///< as the model file calls it; used in reports and errors
    std::string op;   ///< name of an OpDef
    Attributes attributes;
    std::vector<ValueId> inputs;
    std::vector<ValueId> outputs;
};

struct Graph {
    std::string name = "model";
    std::vector<Value> values;
    std::vector<Node> nodes;
    std::vector<ValueId> inputs;
    std::vector<ValueId> outputs;
    /// So many of the last inputs are states, kept by the model between runs: what as many of the last outputs hold
    /// after a run they hold in the next, and zeros in the first. See docs/decisions/0012.
    std::size_t state_count = 0;

    /// The inputs and outputs that the model's users see, without the states.
    std::span<const ValueId> port_inputs() const { return std::span(inputs).first(inputs.size() - state_count); }

    std::span<const ValueId> port_outputs() const { return std::span(outputs).first(outputs.size() - state_count); }

    std::span<const ValueId> state_inputs() const { return std::span(inputs).last(state_count); }

    std::span<const ValueId> state_outputs() const { return std::span(outputs).last(state_count); }

    Value& value(ValueId id) { return values[id.index]; }

    const Value& value(ValueId id) const { return values[id.index]; }

    bool is_constant(ValueId id) const { return !id.is_none() && value(id).constant != nullptr; }

    ValueId add_value(std::string value_name, TensorType type);
    ValueId add_constant(std::string value_name, Tensor tensor);
    ValueId add_input(std::string value_name, TensorType type);

    /// A value name that is not taken yet, made from `stem`.
    std::string unused_value_name(const std::string& stem) const;
};

/// A node together with its graph: what operator definitions read.
class NodeView {
public:
    NodeView(const Graph& graph, const Node& node) : graph_(&graph), node_(&node) {}

    const Graph& graph() const { return *graph_; }

    const Node& node() const { return *node_; }

    const Attributes& attributes() const { return node_->attributes; }

    std::size_t input_count() const { return node_->inputs.size(); }

    bool has_input(std::size_t index) const { return index < input_count() && !node_->inputs[index].is_none(); }

    const TensorType& input(std::size_t index) const { return graph_->value(node_->inputs[index]).type; }

    const TensorType& output(std::size_t index = 0) const { return graph_->value(node_->outputs[index]).type; }

    /// The constant behind an input, or null when it is computed or left out.
    const Tensor* constant(std::size_t index) const {
        return has_input(index) ? graph_->value(node_->inputs[index]).constant.get() : nullptr;
    }

private:
    const Graph* graph_;
    const Node* node_;
};

/// What a state of this type holds before the first run: 0.0 in every element.
Tensor initial_state(const TensorType& type);

/// For every value the index of the node that writes it, or -1.
std::vector<std::int32_t> producers(const Graph& graph);

/// For every value how often it is read: by nodes and as a graph output.
std::vector<std::uint32_t> use_counts(const Graph& graph);

/// Replaces every read of `from` (by nodes and as graph output) with `to`.
void replace_uses(Graph& graph, ValueId from, ValueId to);

} // namespace thimble
