// SPDX-License-Identifier: Apache-2.0
// A graph of one node, for testing operator definitions: give it inputs, then infer or evaluate.
#pragma once

#include "thimble/core/error.h"
#include "thimble/ir/graph.h"
#include "thimble/ops/op_def.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace thimble {

inline Quantization per_tensor(float scale, std::int32_t zero_point) {
    return {.scales = {scale}, .zero_points = {zero_point}};
}

inline Quantization per_channel(std::vector<float> scales, std::size_t axis) {
    const std::vector<std::int32_t> zero_points(scales.size(), 0);
    return {.scales = std::move(scales), .zero_points = zero_points, .axis = axis};
}

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;
using Floats = std::vector<float>;
using Codes = std::vector<std::int8_t>;

class SingleNode {
public:
    explicit SingleNode(std::string op, Attributes attributes = {}) {
        node().name = "node";
        node().op = std::move(op);
        node().attributes = std::move(attributes);
    }

    SingleNode& input(Tensor tensor) {
        node().inputs.push_back(graph_.add_constant("input", std::move(tensor)));
        return *this;
    }

    SingleNode& floats(Shape shape, const Floats& values) { return input(Tensor::of(std::move(shape), values)); }

    SingleNode& codes(Shape shape, const Codes& values, Quantization quantization) {
        return input(Tensor::of(std::move(shape), values, std::move(quantization)));
    }

    SingleNode& bias(const std::vector<std::int32_t>& values) {
        return input(Tensor::of(Shape{static_cast<std::int64_t>(values.size())}, values));
    }

    SingleNode& output(std::optional<Quantization> quantization) {
        return output_of(DataType::int8, std::move(quantization));
    }

    SingleNode& output_of(DataType data_type, std::optional<Quantization> quantization) {
        TensorType type{data_type, {}, std::move(quantization)};
        node().outputs = {graph_.add_value("output", std::move(type))};
        return *this;
    }

    SingleNode& output(DataType data_type, std::optional<Quantization> quantization) {
        node().outputs = {graph_.add_value("output", {data_type, {}, std::move(quantization)})};
        return *this;
    }

    TensorType infer() { return op_def(node().op).infer(view()).at(0); }

    /// Infers the types of the outputs, then evaluates the first.
    Tensor evaluate() { return evaluate_all().at(0); }

    /// Infers the types of the outputs, then evaluates them.
    std::vector<Tensor> evaluate_all() {
        complete();
        std::vector<const Tensor*> inputs;
        for (const ValueId id : node().inputs) {
            inputs.push_back(id.is_none() ? nullptr : graph_.value(id).constant.get());
        }
        return op_def(node().op).evaluate(view(), inputs);
    }

    Floats evaluate_floats() {
        const Tensor tensor = evaluate();
        return {tensor.elements<float>().begin(), tensor.elements<float>().end()};
    }

    Codes evaluate_codes() {
        const Tensor tensor = evaluate();
        return {tensor.elements<std::int8_t>().begin(), tensor.elements<std::int8_t>().end()};
    }

    std::int64_t macs() {
        complete();
        return op_def(node().op).macs(view());
    }

    NodeView view() { return {graph_, node()}; }

    /// The code of the error that inference raises, or "accepted".
    std::string rejection() {
        try {
            infer();
        } catch (const ModelError& error) {
            return error.code();
        }
        return "accepted";
    }

    /// The message of the error that inference raises, or "accepted".
    std::string message() {
        try {
            infer();
        } catch (const ModelError& error) {
            return error.what();
        }
        return "accepted";
    }

private:
    Node& node() { return graph_.nodes.front(); }

    static Graph one_node() {
        Graph graph;
        graph.nodes.emplace_back();
        return graph;
    }

    void complete() {
        const std::vector<TensorType> types = op_def(node().op).infer(view());
        for (std::size_t index = 0; index < types.size(); ++index) {
            if (index == node().outputs.size()) {
                node().outputs.push_back(graph_.add_value(graph_.unused_value_name("output"), {}));
            }
            graph_.value(node().outputs[index]).type = types[index];
        }
    }

    Graph graph_ = one_node();
};

} // namespace thimble
