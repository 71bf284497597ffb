// SPDX-License-Identifier: Apache-2.0
// Operators that move elements: forms of old operator sets, and operands that must be known. What the current forms
// compute is checked by the node tests of ONNX.
#include "tests/import/onnx/model_builder.h"
#include "thimble/interpret/interpreter.h"

#include <numeric>

#include <gtest/gtest.h>

namespace thimble {

namespace {

using Floats = std::vector<float>;

/// The first output for x = 0, 1, 2, ...
Floats run(const OnnxModel& model) {
    const Graph graph = model.import();
    const Shape& shape = graph.value(graph.inputs.at(0)).type.shape;
    Floats values(static_cast<std::size_t>(shape.element_count()));
    std::iota(values.begin(), values.end(), 0.0F);
    const Tensor result = interpret(graph, {Tensor::of(shape, values)}).at(0);
    return {result.elements<float>().begin(), result.elements<float>().end()};
}

void set_text(onnx::NodeProto& node, const std::string& name, const std::string& value) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::STRING);
    attribute.set_s(value);
}

} // namespace

TEST(ImportOnnxMoves, SlicesByAttributes) {
    OnnxModel model(9);
    model.input("x", {2, 4}).output("y");
    onnx::NodeProto& node = model.node("Slice", {"x"}, {"y"});
    set_integers(node, "starts", {-3});
    set_integers(node, "ends", {1000});
    set_integers(node, "axes", {1});
    EXPECT_EQ(run(model), (Floats{1, 2, 3, 5, 6, 7}));
}

TEST(ImportOnnxMoves, SlicesBackwards) {
    OnnxModel model;
    model.input("x", {4}).output("y");
    model.integers("starts", {3}).integers("ends", {-9}).integers("axes", {0}).integers("steps", {-2});
    model.node("Slice", {"x", "starts", "ends", "axes", "steps"}, {"y"});
    EXPECT_EQ(run(model), (Floats{3, 1}));
}

TEST(ImportOnnxMoves, DropsAnEmptySlice) {
    OnnxModel model;
    model.input("x", {4}).integers("starts", {3}).integers("ends", {3}).output("z");
    model.node("Slice", {"x", "starts", "ends"}, {"y"});
    set_integer(model.node("Concat", {"y", "x"}, {"z"}), "axis", 0);
    EXPECT_EQ(run(model), (Floats{0, 1, 2, 3}));
}

TEST(ImportOnnxMoves, RejectsAShapeOfAnotherSize) {
    for (const std::vector<std::int64_t>& shape :
         {std::vector<std::int64_t>{3, -1}, {-1, -1}, {5}, {-2, 2}, {0, 0, 2}, {1LL << 40, 1LL << 40}}) {
        OnnxModel model;
        model.input("x", {4}).integers("shape", shape).output("y");
        model.node("Reshape", {"x", "shape"}, {"y"});
        EXPECT_EQ(model.rejection(), "E0321");
    }
}

TEST(ImportOnnxMoves, AsksForTheInputBehindAShape) {
    OnnxModel model;
    model.input("x", {4}).input("shape", {2}, onnx::TensorProto::INT64).output("y");
    model.node("Reshape", {"x", "shape"}, {"y"});
    EXPECT_THROW(model.import(), NeedsConstant);
}

TEST(ImportOnnxMoves, ComputesShapesAtOnce) {
    // y = x reshaped to [extent 1 of x, -1].
    OnnxModel model;
    model.input("x", {2, 3, 4}).integers("one", {1}).integers("rest", {-1}).output("y");
    model.node("Shape", {"x"}, {"shape"});
    model.node("Gather", {"shape", "one"}, {"extent"});
    set_integer(model.node("Concat", {"extent", "rest"}, {"wanted"}), "axis", 0);
    model.node("Reshape", {"x", "wanted"}, {"y"});
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 1U);
    EXPECT_EQ(graph.value(graph.outputs.at(0)).type.shape, (Shape{3, 8}));
}

TEST(ImportOnnxMoves, SplitsUnevenly) {
    OnnxModel model(18);
    model.input("x", {5}).output("b");
    set_integer(model.node("Split", {"x"}, {"a", "b"}), "num_outputs", 2);
    EXPECT_EQ(run(model), (Floats{3, 4}));
}

TEST(ImportOnnxMoves, TakesAwayWhatIsPaddedNegatively) {
    OnnxModel model;
    model.input("x", {5}).integers("pads", {-2, 1}).output("y");
    set_text(model.node("Pad", {"x", "pads"}, {"y"}), "mode", "edge");
    EXPECT_EQ(run(model), (Floats{2, 3, 4, 4}));
}

TEST(ImportOnnxMoves, PadsSomeAxesWithAValue) {
    OnnxModel model(18);
    model.input("x", {1, 2}).integers("pads", {1, 0}).integers("axes", {-1}).floats("value", {}, {7.0F}).output("y");
    model.node("Pad", {"x", "pads", "value", "axes"}, {"y"});
    EXPECT_EQ(run(model), (Floats{7, 0, 1}));
}

TEST(ImportOnnxMoves, UpsamplesByAttributes) {
    OnnxModel model(7);
    model.input("x", {1, 1, 1, 2}).output("y");
    onnx::AttributeProto& scales = *model.node("Upsample", {"x"}, {"y"}).add_attribute();
    scales.set_name("scales");
    scales.set_type(onnx::AttributeProto::FLOATS);
    for (const float scale : {1.0F, 1.0F, 1.0F, 2.0F}) {
        scales.add_floats(scale);
    }
    EXPECT_EQ(run(model), (Floats{0, 0, 1, 1}));
}

TEST(ImportOnnxMoves, ResizesAllAxesAlike) {
    OnnxModel model(18);
    model.input("x", {1, 1, 2, 4}).integers("sizes", {4, 4}).output("y");
    onnx::NodeProto& node = model.node("Resize", {"x", "", "", "sizes"}, {"y"});
    set_integers(node, "axes", {2, 3});
    set_text(node, "keep_aspect_ratio_policy", "not_larger");
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.outputs.at(0)).type.shape, (Shape{1, 1, 2, 4}));
}

} // namespace thimble
