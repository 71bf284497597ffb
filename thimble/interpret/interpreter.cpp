// SPDX-License-Identifier: Apache-2.0
#include "thimble/interpret/interpreter.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"

#include <iterator>
#include <string>

#include <fmt/format.h>

namespace thimble {

namespace {

std::string describe(const TensorType& type) {
    return fmt::format("{} {}", name(type.data_type), type.shape.to_string());
}

void check_inputs(const Graph& graph, const std::vector<Tensor>& inputs) {
    if (inputs.size() != graph.inputs.size()) {
        throw OptionError("E0121", fmt::format("{} inputs given, model has {}", inputs.size(), graph.inputs.size()));
    }
    for (std::size_t index = 0; index < inputs.size(); ++index) {
        const Value& value = graph.value(graph.inputs[index]);
        const TensorType& given = inputs[index].type;
        if (given.data_type != value.type.data_type || given.shape != value.type.shape) {
            throw OptionError(
                "E0121",
                fmt::format(
                    "input {} ({}) is {}, model expects {}", index, value.name, describe(given), describe(value.type)
                )
            );
        }
    }
}

/// The values computed so far, each kept until nothing reads it any more.
class LiveValues {
public:
    explicit LiveValues(const Graph& graph)
        : graph_(graph), tensors_(graph.values.size()), remaining_uses_(use_counts(graph)) {}

    void store(ValueId id, Tensor tensor) {
        if (remaining_uses_[id.index] > 0) {
            tensors_[id.index] = std::move(tensor);
        }
    }

    /// Null for an input left out.
    const Tensor* find(ValueId id) const {
        if (id.is_none()) {
            return nullptr;
        }
        return graph_.is_constant(id) ? graph_.value(id).constant.get() : &tensors_[id.index];
    }

    void release(ValueId id) {
        if (!id.is_none() && --remaining_uses_[id.index] == 0) {
            tensors_[id.index] = Tensor();
        }
    }

private:
    const Graph& graph_;
    std::vector<Tensor> tensors_;
    std::vector<std::uint32_t> remaining_uses_;
};

std::vector<Tensor> evaluate(const Graph& graph, const Node& node, const LiveValues& values) {
    std::vector<const Tensor*> inputs;
    for (const ValueId id : node.inputs) {
        inputs.push_back(values.find(id));
    }
    try {
        std::vector<Tensor> outputs = op_def(node.op).evaluate(NodeView(graph, node), inputs);
        THIMBLE_CHECK(
            outputs.size() == node.outputs.size(), "{} computed {} outputs, its node has {}", node.op, outputs.size(),
            node.outputs.size()
        );
        return outputs;
    } catch (Error& error) {
        error.add_context({.file = {}, .node = node.name, .op = node.op});
        throw;
    }
}

} // namespace

std::vector<Tensor> interpret(const Graph& graph, const std::vector<Tensor>& inputs, const ValueObserver& observer) {
    if (graph.state_count > 0 && inputs.size() == graph.port_inputs().size()) {
        return Interpreter(graph).run(inputs, observer);
    }
    check_inputs(graph, inputs);
    LiveValues values(graph);
    for (std::size_t index = 0; index < inputs.size(); ++index) {
        Tensor tensor = inputs[index];
        tensor.type = graph.value(graph.inputs[index]).type;
        values.store(graph.inputs[index], std::move(tensor));
    }
    for (const Node& node : graph.nodes) {
        std::vector<Tensor> outputs = evaluate(graph, node, values);
        for (std::size_t index = 0; index < outputs.size(); ++index) {
            if (observer) {
                observer(node.outputs[index], outputs[index]);
            }
            values.store(node.outputs[index], std::move(outputs[index]));
        }
        for (const ValueId id : node.inputs) {
            values.release(id);
        }
    }
    std::vector<Tensor> results;
    for (const ValueId id : graph.outputs) {
        results.push_back(*values.find(id));
    }
    return results;
}

Interpreter::Interpreter(const Graph& graph) : graph_(graph) {
    for (const ValueId id : graph.state_inputs()) {
        states_.push_back(initial_state(graph.value(id).type));
    }
}

std::vector<Tensor> Interpreter::run(std::vector<Tensor> inputs, const ValueObserver& observer) {
    inputs.insert(inputs.end(), states_.begin(), states_.end());
    std::vector<Tensor> outputs = interpret(graph_, inputs, observer);
    const auto first_state = outputs.end() - static_cast<std::ptrdiff_t>(graph_.state_count);
    states_.assign(std::make_move_iterator(first_state), std::make_move_iterator(outputs.end()));
    outputs.erase(first_state, outputs.end());
    return outputs;
}

} // namespace thimble
