// SPDX-License-Identifier: Apache-2.0
// Products, convolutions and sums by letters: forms that ONNX's own tests leave out.
#include "tests/import/onnx/model_builder.h"
#include "thimble/interpret/interpreter.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using Floats = std::vector<float>;

void set_text(onnx::NodeProto& node, const std::string& name, const std::string& value) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::STRING);
    attribute.set_s(value);
}

/// A stored tensor of small integers.
void add_bytes(
    OnnxModel& model, const std::string& name, const std::vector<std::int64_t>& extents,
    const std::vector<std::int32_t>& values, int type
) {
    onnx::TensorProto& tensor = *model.model.mutable_graph()->add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    tensor.mutable_dims()->Assign(extents.begin(), extents.end());
    tensor.mutable_int32_data()->Assign(values.begin(), values.end());
}

Floats ascending(std::size_t count) {
    Floats values(count);
    for (std::size_t index = 0; index < count; ++index) {
        values[index] = static_cast<float>(index + 1);
    }
    return values;
}

/// The first output for inputs that count up from 1.
Floats result(const Graph& graph) {
    std::vector<Tensor> inputs;
    for (const ValueId id : graph.inputs) {
        const Shape shape = graph.value(id).type.shape;
        inputs.push_back(Tensor::of<float>(shape, ascending(static_cast<std::size_t>(shape.element_count()))));
    }
    const Tensor output = interpret(graph, inputs).front();
    return {output.elements<float>().begin(), output.elements<float>().end()};
}

Floats einsum(const std::string& equation, const std::vector<std::vector<std::int64_t>>& shapes) {
    OnnxModel model;
    std::vector<std::string> names;
    for (const std::vector<std::int64_t>& shape : shapes) {
        names.push_back("x" + std::to_string(names.size()));
        model.input(names.back(), shape);
    }
    model.output("y");
    set_text(model.node("Einsum", names, {"y"}), "equation", equation);
    return result(model.import());
}

std::vector<std::string> operators(const Graph& graph) {
    std::vector<std::string> names;
    for (const Node& node : graph.nodes) {
        names.push_back(node.op);
    }
    return names;
}

} // namespace

TEST(ImportOnnxEinsum, MultipliesTransposesAndSums) {
    // [1 2; 3 4] times itself.
    EXPECT_EQ(einsum("ij, jk -> ik", {{2, 2}, {2, 2}}), (Floats{7, 10, 15, 22}));
    EXPECT_EQ(einsum("ij->ji", {{2, 3}}), (Floats{1, 4, 2, 5, 3, 6}));
    EXPECT_EQ(einsum("ij->i", {{2, 3}}), (Floats{6, 15}));
    EXPECT_EQ(einsum("i,i", {{3}, {3}}), (Floats{14}));
    EXPECT_EQ(einsum("i,j->ij", {{2}, {2}}), (Floats{1, 2, 2, 4}));
}

TEST(ImportOnnxEinsum, OrdersAnImpliedResultByItsLetters) {
    EXPECT_EQ(einsum("ba", {{2, 3}}), (Floats{1, 4, 2, 5, 3, 6}));
}

TEST(ImportOnnxEinsum, TakesDiagonals) {
    EXPECT_EQ(einsum("ii->i", {{3, 3}}), (Floats{1, 5, 9}));
    EXPECT_EQ(einsum("...ii->...i", {{2, 2, 2}}), (Floats{1, 4, 5, 8}));
    EXPECT_EQ(einsum("ii", {{2, 2}}), (Floats{5}));
}

TEST(ImportOnnxEinsum, JoinsThreeOperandsAndAnEllipsis) {
    // (1 2) . [1 2; 3 4] . (1 2) = 7 * 1 + 10 * 2
    EXPECT_EQ(einsum("i,ij,j->", {{2}, {2, 2}, {2}}), (Floats{27}));
    EXPECT_EQ(einsum("...ij,...jk->...ik", {{2, 1, 2}, {2, 2, 1}}), (Floats{5, 25}));
}

TEST(ImportOnnxEinsum, RejectsWhatMakesNoSense) {
    OnnxModel model;
    model.input("x", {2, 2}).output("y");
    set_text(model.node("Einsum", {"x"}, {"y"}), "equation", "ijk->i");
    EXPECT_EQ(model.rejection(), "E0323");
}

TEST(ImportOnnxConvolution, TakesAGroupForEachChannelAsDepthwise) {
    OnnxModel model;
    model.input("x", {1, 2, 4}).floats("w", {4, 1, 2}, {1, 10, 2, 20, 3, 30, 4, 40}).output("y");
    set_integer(model.node("Conv", {"x", "w"}, {"y"}), "group", 2);
    const Graph graph = model.import();
    EXPECT_EQ(
        std::count_if(
            graph.nodes.begin(), graph.nodes.end(), [](const Node& node) { return node.op == "depthwise_conv2d"; }
        ),
        1
    );
    // Channel 0 holds 1 2 3 4, channel 1 holds 5 6 7 8.
    EXPECT_EQ(result(graph), (Floats{21, 32, 43, 42, 64, 86, 195, 228, 261, 260, 304, 348}));
}

TEST(ImportOnnxProducts, MakesAKnownMatrixTheWeightsOfALayer) {
    OnnxModel model;
    model.input("x", {2, 1, 2}).floats("w", {2, 2}, {1, 2, 3, 4}).output("y");
    model.node("MatMul", {"x", "w"}, {"y"});
    const Graph graph = model.import();
    EXPECT_EQ(operators(graph), (std::vector<std::string>{"fully_connected"}));
    EXPECT_EQ(result(graph), (Floats{7, 10, 15, 22}));
}

TEST(ImportOnnxProducts, MultipliesVectors) {
    OnnxModel model;
    model.input("a", {2}).input("b", {3, 2, 1}).output("y");
    model.node("MatMul", {"a", "b"}, {"y"});
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.outputs[0]).type.shape, (Shape{3, 1}));
    EXPECT_EQ(result(graph), (Floats{5, 11, 17}));
}

TEST(ImportOnnxProducts, GivesGemmABiasOrAddsIt) {
    OnnxModel model;
    model.input("x", {1, 2}).floats("w", {2, 2}, {1, 2, 3, 4}).floats("c", {1, 2}, {10, 20}).output("y");
    model.node("Gemm", {"x", "w", "c"}, {"y"});
    const Graph graph = model.import();
    EXPECT_EQ(graph.nodes.at(0).inputs.size(), 3U);
    EXPECT_EQ(result(graph), (Floats{17, 30}));
}

TEST(ImportOnnxProducts, MakesQuantisedWeightsSymmetricWhereInt8HoldsThem) {
    OnnxModel model;
    model.input("x", {1, 2}).floats("s", {}, {0.5F}).output("y");
    add_bytes(model, "z", {}, {10}, onnx::TensorProto::INT8);
    add_bytes(model, "w", {2, 1}, {11, 13}, onnx::TensorProto::INT8);
    model.node("QuantizeLinear", {"x", "s", "z"}, {"q"});
    model.node("QLinearMatMul", {"q", "s", "z", "w", "s", "z", "s", "z"}, {"p"});
    model.node("DequantizeLinear", {"p", "s", "z"}, {"y"});
    const Graph graph = model.import();
    EXPECT_EQ(operators(graph), (std::vector<std::string>{"quantize", "fully_connected", "dequantize"}));
    // 1 * 0.5 + 2 * 1.5
    EXPECT_EQ(result(graph), (Floats{3.5F}));
}

TEST(ImportOnnxProducts, ConvolvesInRealNumbersWhereInt8DoesNotHoldTheWeights) {
    OnnxModel model;
    model.input("x", {1, 1, 2}).floats("s", {}, {0.5F}).output("y");
    add_bytes(model, "z", {}, {100}, onnx::TensorProto::INT8);
    add_bytes(model, "w", {1, 1, 2}, {-100, 101}, onnx::TensorProto::INT8);
    add_bytes(model, "b", {1}, {4}, onnx::TensorProto::INT32);
    model.node("QuantizeLinear", {"x", "s", "z"}, {"q"});
    model.node("QLinearConv", {"q", "s", "z", "w", "s", "z", "s", "z", "b"}, {"p"});
    model.node("DequantizeLinear", {"p", "s", "z"}, {"y"});
    // 1 * -100 + 2 * 0.5 + 4 * 0.25 = -98
    EXPECT_EQ(result(model.import()), (Floats{-98}));
}

} // namespace thimble
