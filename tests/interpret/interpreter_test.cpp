// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/interpret/interpreter.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace thimble {

namespace {

const TensorType pair_type{DataType::float32, {2}, {}};

Tensor pair(float first, float second) {
    return Tensor::of(Shape{2}, std::vector<float>{first, second});
}

ValueId add_node(Graph& graph, const std::string& name, ValueId a, ValueId b) {
    const ValueId output = graph.add_value(name, pair_type);
    Node node;
    node.name = name;
    node.op = "add";
    node.inputs = {a, b};
    node.outputs = {output};
    graph.nodes.push_back(node);
    return output;
}

/// sum = a + b; twice = sum + sum; shifted = twice + constant (100, 200).
struct ThreeAdditions {
    Graph graph;
    ValueId a = graph.add_input("a", pair_type);
    ValueId b = graph.add_input("b", pair_type);
    ValueId constant = graph.add_constant("constant", pair(100, 200));
    ValueId sum = add_node(graph, "sum", a, b);
    ValueId twice = add_node(graph, "twice", sum, sum);
    ValueId shifted = add_node(graph, "shifted", twice, constant);
};

TEST(Interpret, RunsNodesInOrder) {
    // (1 + 10) * 2 + 100, (2 + 20) * 2 + 200
    ThreeAdditions model;
    model.graph.outputs = {model.shifted};
    EXPECT_EQ(interpret(model.graph, {pair(1, 2), pair(10, 20)}), std::vector<Tensor>{pair(122, 244)});
}

TEST(Interpret, ReturnsInputsConstantsAndInnerValuesAsOutputs) {
    ThreeAdditions model;
    model.graph.outputs = {model.sum, model.a, model.constant, model.shifted, model.sum};
    const std::vector<Tensor> expected = {pair(11, 22), pair(1, 2), pair(100, 200), pair(122, 244), pair(11, 22)};
    EXPECT_EQ(interpret(model.graph, {pair(1, 2), pair(10, 20)}), expected);
}

TEST(Interpret, ShowsEveryComputedValueToTheObserver) {
    ThreeAdditions model;
    model.graph.outputs = {model.sum}; // the last two nodes feed nothing
    std::vector<std::string> names;
    std::vector<Tensor> tensors;
    interpret(model.graph, {pair(1, 2), pair(10, 20)}, [&](ValueId id, const Tensor& tensor) {
        names.push_back(model.graph.value(id).name);
        tensors.push_back(tensor);
    });
    EXPECT_EQ(names, (std::vector<std::string>{"sum", "twice", "shifted"}));
    EXPECT_EQ(tensors[1], pair(22, 44));
}

TEST(Interpret, TakesTheGraphsQuantizationForInputs) {
    const Quantization quantization{.scales = {0.5F}, .zero_points = {1}};
    Graph graph;
    const ValueId input = graph.add_input("input", {DataType::int8, {1}, quantization});
    const ValueId output = graph.add_value("output", {DataType::float32, {1}, {}});
    Node node;
    node.op = "dequantize";
    node.inputs = {input};
    node.outputs = {output};
    graph.nodes.push_back(node);
    graph.outputs = {output, input};
    const std::vector<Tensor> results = interpret(graph, {Tensor::of(Shape{1}, std::vector<std::int8_t>{5})});
    EXPECT_EQ(results[0].elements<float>()[0], 2.0F); // 0.5 * (5 - 1)
    EXPECT_EQ(results[1].type.quantization, quantization);
}

TEST(Interpret, LeavesOptionalInputsOut) {
    Graph graph;
    const ValueId input = graph.add_input("input", {DataType::float32, {1, 2}, {}});
    const ValueId weights = graph.add_constant("weights", Tensor::of(Shape{1, 2}, std::vector<float>{3, 4}));
    const ValueId output = graph.add_value("output", {DataType::float32, {1, 1}, {}});
    Node node;
    node.op = "fully_connected";
    node.inputs = {input, weights, ValueId::none()};
    node.outputs = {output};
    graph.nodes.push_back(node);
    graph.outputs = {output};
    const std::vector<Tensor> results = interpret(graph, {Tensor::of(Shape{1, 2}, std::vector<float>{1, 2})});
    EXPECT_EQ(results[0].elements<float>()[0], 11.0F);
}

std::string rejection(const Graph& graph, const std::vector<Tensor>& inputs) {
    try {
        interpret(graph, inputs);
    } catch (const OptionError& error) {
        return error.code() + ": " + error.what();
    }
    return "accepted";
}

TEST(Interpret, RejectsAWrongNumberOfInputs) {
    const ThreeAdditions model;
    EXPECT_EQ(rejection(model.graph, {pair(1, 2)}), "E0121: 1 inputs given, model has 2");
}

TEST(Interpret, RejectsInputsOfAnotherTypeOrShape) {
    const ThreeAdditions model;
    const Tensor codes = Tensor::of(Shape{2}, std::vector<std::int8_t>{1, 2});
    EXPECT_EQ(rejection(model.graph, {pair(1, 2), codes}), "E0121: input 1 (b) is int8 [2], model expects float32 [2]");
    const Tensor row = Tensor::of(Shape{1, 2}, std::vector<float>{1, 2});
    EXPECT_EQ(
        rejection(model.graph, {row, pair(1, 2)}), "E0121: input 0 (a) is float32 [1, 2], model expects float32 [2]"
    );
}

TEST(Interpret, NamesTheNodeOfAnError) {
    ThreeAdditions model;
    model.graph.nodes[1].op = "subtract";
    try {
        interpret(model.graph, {pair(1, 2), pair(10, 20)});
        FAIL() << "accepted";
    } catch (const InternalError& error) {
        EXPECT_EQ(error.context().node, "twice");
        EXPECT_EQ(error.context().op, "subtract");
    }
}

/// sum = input + state, the next state and the only output.
Graph running_sum() {
    Graph graph;
    const ValueId input = graph.add_input("input", pair_type);
    const ValueId state = graph.add_input("state", pair_type);
    const ValueId sum = add_node(graph, "sum", input, state);
    graph.outputs = {sum, sum};
    graph.state_count = 1;
    return graph;
}

TEST(Interpreter, KeepsStatesBetweenRuns) {
    const Graph graph = running_sum();
    Interpreter interpreter(graph);
    EXPECT_EQ(interpreter.run({pair(1, 2)}), std::vector<Tensor>{pair(1, 2)});
    EXPECT_EQ(interpreter.run({pair(10, 20)}), std::vector<Tensor>{pair(11, 22)});
    EXPECT_EQ(Interpreter(graph).run({pair(5, 5)}), std::vector<Tensor>{pair(5, 5)});
}

TEST(Interpret, BeginsWithStatesOfZeroWhereNoneAreGiven) {
    const Graph graph = running_sum();
    EXPECT_EQ(interpret(graph, {pair(1, 2)}), std::vector<Tensor>{pair(1, 2)});
    EXPECT_EQ(interpret(graph, {pair(1, 2), pair(3, 4)}), (std::vector<Tensor>{pair(4, 6), pair(4, 6)}));
}

TEST(InitialState, IsTheZeroPoint) {
    const TensorType type{DataType::int8, {2}, Quantization{{0.5F}, {-7}, 0}};
    EXPECT_EQ(initial_state(type).elements<std::int8_t>()[1], -7);
}

} // namespace

} // namespace thimble
