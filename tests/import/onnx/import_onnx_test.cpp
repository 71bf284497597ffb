// SPDX-License-Identifier: Apache-2.0
#include "tests/import/onnx/model_builder.h"

#include <gtest/gtest.h>

namespace thimble {

TEST(ImportOnnx, TranslatesNodesInOrder) {
    OnnxModel model;
    model.input("x", {2, 3}).output("z");
    model.node("Exp", {"x"}, {"y"});
    model.node("Relu", {"y"}, {"z"}).set_name("last");
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 2U);
    EXPECT_EQ(graph.nodes[0].name, "Exp_0");
    EXPECT_EQ(graph.nodes[1].name, "last");
    EXPECT_EQ(graph.nodes[1].op, "clip");
    EXPECT_EQ(graph.value(graph.outputs.at(0)).name, "z");
}

TEST(ImportOnnx, ComputesWhatIsConstant) {
    OnnxModel model;
    model.floats("x", {2}, {-1.0F, 4.0F}).output("y");
    model.node("Abs", {"x"}, {"y"});
    const Graph graph = model.import();
    EXPECT_TRUE(graph.nodes.empty());
    EXPECT_EQ(*graph.value(graph.outputs.at(0)).constant, Tensor::of<float>({2}, {1.0F, 4.0F}));
}

TEST(ImportOnnx, NamesEveryUnsupportedOperatorAtOnce) {
    OnnxModel model;
    model.input("x", {2}).output("c");
    model.node("NoSuchThing", {"x"}, {"a"});
    model.node("Exp", {"a"}, {"b"});
    model.node("NorThis", {"x"}, {"c"});
    try {
        model.import();
        FAIL();
    } catch (const ModelError& error) {
        EXPECT_EQ(error.code(), "E0304");
        ASSERT_EQ(error.notes().size(), 2U);
        EXPECT_NE(error.notes()[0].find("NoSuchThing"), std::string::npos);
        EXPECT_NE(error.notes()[1].find("NorThis"), std::string::npos);
    }
}

TEST(ImportOnnx, KeepsQuantisedUint8AsInt8) {
    OnnxModel model;
    model.input("x", {4}).floats("scale", {}, {0.5F}).output("y");
    onnx::TensorProto& zero_point = *model.model.mutable_graph()->add_initializer();
    zero_point.set_name("zero");
    zero_point.set_data_type(onnx::TensorProto::UINT8);
    zero_point.add_int32_data(138);
    model.node("QuantizeLinear", {"x", "scale", "zero"}, {"q"});
    model.node("DequantizeLinear", {"q", "scale", "zero"}, {"y"});
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 2U);
    const TensorType& type = graph.value(graph.nodes[0].outputs[0]).type;
    EXPECT_EQ(type.data_type, DataType::int8);
    EXPECT_EQ(type.quantization->zero_point(), 10);
}

TEST(ImportOnnx, AsksForTheInputBehindAnOperandThatMustBeKnown) {
    OnnxModel model;
    model.input("x", {4}).input("scale", {}).output("y");
    model.node("QuantizeLinear", {"x", "scale"}, {"q"});
    model.node("DequantizeLinear", {"q", "scale"}, {"y"});
    try {
        model.import();
        FAIL();
    } catch (const NeedsConstant& error) {
        EXPECT_EQ(error.input(), "scale");
    }
    OnnxOptions options;
    options.bound_inputs.emplace("scale", Tensor::of<float>({}, {0.5F}));
    EXPECT_EQ(model.import(options).inputs.size(), 1U);
}

TEST(ImportOnnx, GivesSymbolicDimensionsTheirValues) {
    OnnxModel model;
    model.input("x", {1, 1}).output("y");
    auto& shape =
        *model.model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
    shape.mutable_dim(0)->set_dim_param("batch");
    shape.mutable_dim(1)->set_dim_param("length");
    model.node("Exp", {"x"}, {"y"});
    EXPECT_EQ(model.rejection(), "E0325");
    OnnxOptions options;
    options.dimensions["length"] = 7;
    const Graph graph = model.import(options);
    EXPECT_EQ(graph.value(graph.inputs.at(0)).type.shape, (Shape{1, 7}));
}

TEST(ImportOnnx, RejectsWhatIsNoModelOrOfAnotherOperatorSet) {
    EXPECT_EQ(OnnxModel(0).rejection(), "E0322");
    EXPECT_EQ(OnnxModel(25).rejection(), "E0322");
    Diagnostics diagnostics;
    const std::vector<std::byte> nonsense(64, std::byte{0xFF});
    EXPECT_THROW(import_onnx(nonsense, "x.onnx", {}, diagnostics), ModelError);
}

} // namespace thimble
