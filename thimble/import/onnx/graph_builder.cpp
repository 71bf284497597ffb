// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/graph_builder.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"

#include <algorithm>
#include <numeric>

namespace thimble::onnx_import {

namespace {

// A small file may ask for the repetition of a constant; what is larger than this stays a node.
constexpr std::size_t largest_folded_bytes = std::size_t{16} << 20;

bool is_layout_change(const Node& node) {
    return node.op == "transpose" || node.op == "reshape" || node.op == "quantize" || node.op == "dequantize";
}

} // namespace

GraphBuilder::GraphBuilder(std::string graph_name) {
    graph_.name = std::move(graph_name);
}

std::string GraphBuilder::unused_name(const std::string& stem) {
    std::string name = stem.empty() ? "value" : stem;
    while (!names_.insert(name).second) {
        name = fmt::format("{}_{}", stem, ++suffixes_[stem] + 1);
    }
    return name;
}

void GraphBuilder::add_input(const std::string& tensor, TensorType type) {
    define(tensor, {graph_.add_input(unused_name(tensor), std::move(type))});
}

void GraphBuilder::add_constant(const std::string& tensor, Tensor value) {
    define(tensor, {graph_.add_constant(unused_name(tensor), std::move(value))});
}

ValueId GraphBuilder::add_inner_constant(const std::string& stem, Tensor value) {
    return graph_.add_constant(unused_name(fmt::format("{}.{}", operator_name_, stem)), std::move(value));
}

void GraphBuilder::add_output(const std::string& tensor) {
    graph_.outputs.push_back(find(tensor).id);
}

const TensorEntry& GraphBuilder::find(const std::string& tensor) const {
    const auto found = entries_.find(tensor);
    if (found == entries_.end()) {
        ModelError error("E0321", fmt::format("reads `{}`, which nothing above it writes", tensor));
        error.set_hint("nodes must stand in order of execution, without cycles");
        throw error;
    }
    return found->second;
}

void GraphBuilder::define(const std::string& tensor, TensorEntry entry) {
    if (!entries_.emplace(tensor, entry).second) {
        throw ModelError("E0321", fmt::format("tensor `{}` is written twice", tensor));
    }
    if (inner_.erase(entry.id.index) > 0) {
        graph_.value(entry.id).name = unused_name(tensor);
    }
}

std::vector<ValueId> GraphBuilder::add_node(
    const std::string& op, std::vector<ValueId> inputs, Attributes attributes,
    const std::optional<QuantizedType>& output
) {
    Node node{operator_name_, op, std::move(attributes), std::move(inputs), {}};
    if (output) {
        // Rules on quantised outputs read the recorded type.
        node.outputs = {graph_.add_value(inner_name(op), {output->data_type, {}, output->quantization})};
    }
    add_outputs(node);
    const bool is_constant = std::all_of(node.inputs.begin(), node.inputs.end(), [&](ValueId id) {
        return id.is_none() || graph_.is_constant(id);
    });
    if (is_constant && op != "dequantize" && output_bytes(node) <= largest_folded_bytes) {
        compute_at_once(node);
        return node.outputs;
    }
    producer_nodes_.resize(graph_.values.size(), -1);
    for (const ValueId id : node.outputs) {
        producer_nodes_[id.index] = static_cast<std::int32_t>(graph_.nodes.size());
    }
    graph_.nodes.push_back(node);
    return node.outputs;
}

std::string GraphBuilder::inner_name(const std::string& op) {
    return unused_name(fmt::format("{}.{}", operator_name_, op));
}

void GraphBuilder::add_outputs(Node& node) {
    Node complete = node;
    complete.attributes = with_defaults(op_def(node.op), node.attributes);
    const std::vector<TensorType> types = op_def(node.op).infer(NodeView(graph_, complete));
    const TensorType first =
        node.inputs.empty() || node.inputs.front().is_none() ? TensorType() : type(node.inputs.front());
    for (std::size_t index = 0; index < types.size(); ++index) {
        TensorType type = types[index];
        if (!type.quantization && type.data_type == first.data_type) {
            type.quantization = first.quantization;
        }
        if (index < node.outputs.size()) {
            graph_.value(node.outputs[index]).type = type;
        } else {
            node.outputs.push_back(graph_.add_value(inner_name(node.op), type));
        }
        inner_.insert(node.outputs[index].index);
    }
}

std::size_t GraphBuilder::output_bytes(const Node& node) const {
    return std::accumulate(node.outputs.begin(), node.outputs.end(), std::size_t{0}, [&](std::size_t sum, ValueId id) {
        return sum + type(id).byte_count();
    });
}

void GraphBuilder::compute_at_once(const Node& node) {
    Node complete = node;
    const OpDef& def = op_def(node.op);
    complete.attributes = with_defaults(def, node.attributes);
    std::vector<const Tensor*> inputs;
    for (const ValueId id : node.inputs) {
        inputs.push_back(id.is_none() ? nullptr : graph_.value(id).constant.get());
    }
    std::vector<Tensor> results = def.evaluate(NodeView(graph_, complete), inputs);
    for (std::size_t index = 0; index < results.size(); ++index) {
        graph_.value(node.outputs[index]).constant = std::make_shared<const Tensor>(std::move(results[index]));
    }
}

bool GraphBuilder::set_quantization(ValueId id, const Quantization& quantization) {
    Value& value = graph_.value(id);
    if (value.type.quantization) {
        return *value.type.quantization == quantization;
    }
    value.type.quantization = quantization;
    if (value.constant != nullptr) {
        Tensor tensor = *value.constant;
        tensor.type.quantization = quantization;
        value.constant = std::make_shared<const Tensor>(std::move(tensor));
    }
    return true;
}

std::string GraphBuilder::input_behind(ValueId id) const {
    std::set<std::uint32_t> seen;
    std::vector<ValueId> open = {id};
    while (!open.empty()) {
        const ValueId next = open.back();
        open.pop_back();
        if (next.is_none() || graph_.is_constant(next) || !seen.insert(next.index).second) {
            continue;
        }
        if (std::find(graph_.inputs.begin(), graph_.inputs.end(), next) != graph_.inputs.end()) {
            return graph_.value(next).name;
        }
        if (next.index < producer_nodes_.size() && producer_nodes_[next.index] >= 0) {
            const Node& node = graph_.nodes[static_cast<std::size_t>(producer_nodes_[next.index])];
            open.insert(open.end(), node.inputs.begin(), node.inputs.end());
        }
    }
    return {};
}

void GraphBuilder::begin_operator(std::string name) {
    operator_name_ = std::move(name);
    first_node_ = graph_.nodes.size();
}

void GraphBuilder::end_operator() {
    const auto first = graph_.nodes.begin() + static_cast<std::ptrdiff_t>(first_node_);
    auto main = std::find_if_not(first, graph_.nodes.end(), is_layout_change);
    if (main == graph_.nodes.end()) {
        main = first;
    }
    for (auto node = first; node != graph_.nodes.end(); ++node) {
        if (node != main) {
            node->name = fmt::format("{}.{}", operator_name_, node->op);
        }
    }
}

} // namespace thimble::onnx_import
