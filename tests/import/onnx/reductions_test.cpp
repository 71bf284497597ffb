// SPDX-License-Identifier: Apache-2.0
// What reductions, softmax, normalisations, pools and transforms of ONNX become; numbers are checked by the suites.
#include "tests/import/onnx/model_builder.h"
#include "thimble/interpret/interpreter.h"

#include <limits>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

std::vector<std::string> ops(const Graph& graph) {
    std::vector<std::string> names;
    for (const Node& node : graph.nodes) {
        names.push_back(node.op);
    }
    return names;
}

template <typename Kind> Kind attribute(const Graph& graph, std::size_t node, const std::string& name) {
    return graph.nodes.at(node).attributes.get<Kind>(name);
}

Shape output_shape(const Graph& graph) {
    return graph.value(graph.outputs.at(0)).type.shape;
}

/// x of one shape through one node to y.
OnnxModel one_node(const std::string& op, const Integers& shape, std::int64_t opset = 17) {
    OnnxModel model(opset);
    model.input("x", shape).output("y");
    model.node(op, {"x"}, {"y"});
    return model;
}

onnx::NodeProto& node_of(OnnxModel& model) {
    return *model.model.mutable_graph()->mutable_node(0);
}

} // namespace

TEST(ImportOnnxReductions, TakesAxesFromAnAttributeOrAnInput) {
    OnnxModel attribute_model = one_node("ReduceMax", {2, 3, 4});
    set_integers(node_of(attribute_model), "axes", {-1, 0});
    EXPECT_EQ(attribute<Integers>(attribute_model.import(), 0, "axes"), (Integers{2, 0}));
    OnnxModel input_model(18);
    input_model.input("x", {2, 3, 4}).integers("axes", {1}).output("y");
    input_model.node("ReduceMax", {"x", "axes"}, {"y"});
    EXPECT_EQ(output_shape(input_model.import()), (Shape{2, 1, 4}));
}

TEST(ImportOnnxReductions, WithoutAxesReducesAllOrNothing) {
    EXPECT_EQ(output_shape(one_node("ReduceSum", {2, 3}).import()), (Shape{1, 1}));
    OnnxModel nothing = one_node("ReduceSum", {2, 3});
    set_integer(node_of(nothing), "noop_with_empty_axes", 1);
    EXPECT_TRUE(nothing.import().nodes.empty());
    EXPECT_EQ(output_shape(one_node("ReduceSumSquare", {}).import()), Shape{});
}

TEST(ImportOnnxReductions, KnowsResultsOverNoElements) {
    OnnxModel model = one_node("ReduceMin", {2, 0});
    set_integers(node_of(model), "axes", {1});
    const Graph graph = model.import();
    constexpr float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(*graph.value(graph.outputs.at(0)).constant, Tensor::of<float>({2, 1}, {infinity, infinity}));
}

TEST(ImportOnnxReductions, RejectsAxesThatAreNotThere) {
    OnnxModel model = one_node("ReduceSum", {2, 3}, 11);
    set_integers(node_of(model), "axes", {2});
    EXPECT_EQ(model.rejection(), "E0321");
}

TEST(ImportOnnxSoftmax, FlattensBeforeOperatorSet13) {
    const Graph old = one_node("Softmax", {2, 3, 4}, 11).import();
    EXPECT_EQ(ops(old), (std::vector<std::string>{"reshape", "softmax", "reshape"}));
    EXPECT_EQ(attribute<Integers>(old, 0, "shape"), (Integers{2, 12}));
    EXPECT_EQ(ops(one_node("Softmax", {2, 3, 4}, 13).import()), std::vector<std::string>{"softmax"});
}

TEST(ImportOnnxSoftmax, BringsTheAxisLast) {
    OnnxModel model = one_node("LogSoftmax", {2, 3, 4, 5});
    set_integer(node_of(model), "axis", 1);
    const Graph graph = model.import();
    EXPECT_EQ(ops(graph), (std::vector<std::string>{"transpose", "log_softmax", "transpose"}));
    EXPECT_EQ(attribute<Integers>(graph, 0, "axes"), (Integers{0, 2, 3, 1}));
}

TEST(ImportOnnxNormalization, FoldsBatchStatisticsIntoAProductAndASum) {
    OnnxModel model;
    model.input("x", {1, 2}).floats("scale", {2}, {2, 3}).floats("bias", {2}, {1, 1}).floats("mean", {2}, {4, 5});
    model.floats("variance", {2}, {0.99999F, 3.99999F}).output("y");
    model.node("BatchNormalization", {"x", "scale", "bias", "mean", "variance"}, {"y"});
    const Graph graph = model.import();
    EXPECT_EQ(ops(graph), (std::vector<std::string>{"mul", "add"}));
    const Tensor result = interpret(graph, {Tensor::of<float>({1, 2}, {5, 7})}).at(0);
    EXPECT_NEAR(result.elements<float>()[0], 3.0F, 1e-5F); // (5 - 4) / 1 * 2 + 1
    EXPECT_NEAR(result.elements<float>()[1], 4.0F, 1e-5F); // (7 - 5) / 2 * 3 + 1
}

TEST(ImportOnnxNormalization, GivesOneScaleAGroupBeforeOperatorSet21) {
    for (const std::int64_t opset : {18, 21}) {
        const std::int64_t scales = opset == 18 ? 2 : 4;
        OnnxModel model(opset);
        model.input("x", {1, 4, 3, 3}).output("y");
        const std::vector<float> ones(static_cast<std::size_t>(scales), 1.0F);
        model.floats("scale", {scales}, ones).floats("bias", {scales}, ones);
        set_integer(model.node("GroupNormalization", {"x", "scale", "bias"}, {"y"}), "num_groups", 2);
        const Graph graph = model.import();
        EXPECT_EQ(ops(graph), (std::vector<std::string>{"transpose", "reshape", "normalize", "reshape", "transpose"}));
        EXPECT_EQ(graph.value(graph.nodes[2].inputs[1]).type.shape, (Shape{2, scales / 2}));
    }
}

TEST(ImportOnnxNormalization, AddsTheOtherOutputsWhenTheyAreRead) {
    OnnxModel model;
    model.input("x", {2, 4}).floats("scale", {4}, {1, 1, 1, 1}).output("y").output("mean").output("factor");
    model.node("LayerNormalization", {"x", "scale"}, {"y", "mean", "factor"});
    const Graph graph = model.import();
    EXPECT_EQ(graph.nodes.size(), 7U);
    EXPECT_EQ(graph.value(graph.outputs.at(2)).type.shape, (Shape{2, 1}));
}

TEST(ImportOnnxPools, UsesImageKernelsWhereTheyFit) {
    OnnxModel signal = one_node("MaxPool", {1, 2, 9});
    set_integers(node_of(signal), "kernel_shape", {3});
    EXPECT_EQ(
        ops(signal.import()), (std::vector<std::string>{"transpose", "reshape", "max_pool2d", "reshape", "transpose"})
    );
    OnnxModel dilated = one_node("MaxPool", {1, 2, 9, 9});
    set_integers(node_of(dilated), "kernel_shape", {3, 3});
    set_integers(node_of(dilated), "dilations", {2, 2});
    const Graph graph = dilated.import();
    EXPECT_EQ(graph.nodes.at(2).op, "max_pool3d");
    EXPECT_EQ(output_shape(graph), (Shape{1, 2, 5, 5}));
}

TEST(ImportOnnxPools, CountsAWindowOverTheEndInCeilMode) {
    OnnxModel model = one_node("AveragePool", {1, 1, 4, 5});
    set_integers(node_of(model), "kernel_shape", {3, 3});
    set_integers(node_of(model), "strides", {2, 2});
    EXPECT_EQ(output_shape(model.import()), (Shape{1, 1, 1, 2}));
    set_integer(node_of(model), "ceil_mode", 1);
    const Graph graph = model.import();
    EXPECT_EQ(output_shape(graph), (Shape{1, 1, 2, 2}));
    EXPECT_EQ(attribute<Integers>(graph, 1, "padding"), (Integers{0, 0, 1, 0}));
}

TEST(ImportOnnxPools, CountsPaddingAsZerosWhenAsked) {
    OnnxModel model = one_node("AveragePool", {1, 2, 4, 4});
    set_integers(node_of(model), "kernel_shape", {2, 2});
    set_integers(node_of(model), "pads", {1, 0, 0, 1});
    set_integer(node_of(model), "count_include_pad", 1);
    const Graph graph = model.import();
    EXPECT_EQ(ops(graph), (std::vector<std::string>{"transpose", "pad", "average_pool2d", "transpose"}));
    EXPECT_EQ(attribute<Integers>(graph, 1, "padding"), (Integers{0, 0, 1, 0, 0, 1, 0, 0}));
    EXPECT_EQ(attribute<Integers>(graph, 2, "padding"), (Integers{0, 0, 0, 0}));
}

TEST(ImportOnnxPools, RejectsAttributesOutOfRange) {
    EXPECT_EQ(one_node("MaxPool", {1, 2, 4}).rejection(), "E0323");
    OnnxModel stride = one_node("MaxPool", {1, 2, 4});
    set_integers(node_of(stride), "kernel_shape", {2});
    set_integers(node_of(stride), "strides", {0});
    EXPECT_EQ(stride.rejection(), "E0323");
    EXPECT_EQ(one_node("GlobalAveragePool", {2, 3}).rejection(), "E0321");
}

TEST(ImportOnnxSignal, ComputesWindowsAtOnce) {
    OnnxModel model;
    model.integers("size", {4}).output("y");
    model.node("HannWindow", {"size"}, {"y"});
    const Graph graph = model.import();
    EXPECT_TRUE(graph.nodes.empty());
    const Tensor& window = *graph.value(graph.outputs.at(0)).constant;
    EXPECT_NEAR(window.elements<float>()[0], 0.0F, 1e-7F);
    EXPECT_NEAR(window.elements<float>()[1], 0.5F, 1e-7F);
    EXPECT_NEAR(window.elements<float>()[2], 1.0F, 1e-7F);
}

TEST(ImportOnnxSignal, CutsTheSignalIntoFrames) {
    OnnxModel model;
    model.input("x", {1, 10, 1}).integers("step", {2}).floats("window", {4}, {0, 1, 1, 0}).output("y");
    model.node("STFT", {"x", "step", "window"}, {"y"});
    const Graph graph = model.import();
    EXPECT_EQ(ops(graph), (std::vector<std::string>{"gather", "mul", "dft"}));
    EXPECT_EQ(output_shape(graph), (Shape{1, 4, 3, 2}));
}

TEST(ImportOnnxSignal, RejectsFramesLongerThanTheSignal) {
    OnnxModel model;
    model.input("x", {1, 3, 1}).integers("step", {2}).floats("window", {4}, {0, 1, 1, 0}).output("y");
    model.node("STFT", {"x", "step", "window"}, {"y"});
    EXPECT_EQ(model.rejection(), "E0321");
}

} // namespace thimble
