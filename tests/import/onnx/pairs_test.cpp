// SPDX-License-Identifier: Apache-2.0
// Operators on two or more inputs and conversions: what does not follow from ONNX's own node tests.
#include "tests/import/onnx/model_builder.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

std::vector<std::string> ops_of(const Graph& graph) {
    std::vector<std::string> ops;
    for (const Node& node : graph.nodes) {
        ops.push_back(node.op);
    }
    return ops;
}

using Ops = std::vector<std::string>;

} // namespace

TEST(ImportOnnxPairs, ComputesIntegersToARealPowerInFloat) {
    OnnxModel model;
    model.input("x", {2}, onnx::TensorProto::INT32).input("y", {2}).output("z");
    model.node("Pow", {"x", "y"}, {"z"});
    EXPECT_EQ(ops_of(model.import()), (Ops{"cast", "pow", "cast"}));
}

TEST(ImportOnnxPairs, TakesModWithEitherSign) {
    OnnxModel model;
    model.input("x", {2}).input("y", {2}).output("z");
    set_integer(model.node("Mod", {"x", "y"}, {"z"}), "fmod", 1);
    EXPECT_EQ(ops_of(model.import()), (Ops{"fmod"}));
    OnnxModel other;
    other.input("x", {2}, onnx::TensorProto::INT64).input("y", {2}, onnx::TensorProto::INT64).output("z");
    other.node("Mod", {"x", "y"}, {"z"});
    EXPECT_EQ(ops_of(other.import()), (Ops{"floor_mod"}));
}

TEST(ImportOnnxPairs, JoinsManyInputsTwoByTwo) {
    OnnxModel model;
    model.input("x", {2}).input("y", {2}).output("z");
    model.node("Mean", {"x", "y", "x"}, {"z"});
    EXPECT_EQ(ops_of(model.import()), (Ops{"add", "add", "div"}));
}

TEST(ImportOnnxPairs, SpellsOutAPreluOfIntegers) {
    OnnxModel model;
    model.input("x", {2}, onnx::TensorProto::INT32).input("slope", {2}, onnx::TensorProto::INT32).output("z");
    model.node("PRelu", {"x", "slope"}, {"z"});
    EXPECT_EQ(ops_of(model.import()), (Ops{"less", "mul", "where"}));
}

TEST(ImportOnnxPairs, NeedsADirectionToShift) {
    OnnxModel model;
    model.input("x", {2}, onnx::TensorProto::UINT8).output("z");
    model.node("BitShift", {"x", "x"}, {"z"});
    EXPECT_EQ(model.rejection(), "E0323");
}

TEST(ImportOnnxActivations, ClipsToOperandsThatAreComputed) {
    OnnxModel model;
    model.input("x", {2}).input("low", {}).output("z");
    model.node("Clip", {"x", "low"}, {"z"});
    EXPECT_EQ(ops_of(model.import()), (Ops{"maximum"}));
}

TEST(ImportOnnxActivations, ClipsToAttributesInOldOperatorSets) {
    OnnxModel model(10);
    model.input("x", {2}).output("z");
    onnx::AttributeProto& maximum = *model.node("Clip", {"x"}, {"z"}).add_attribute();
    maximum.set_name("max");
    maximum.set_type(onnx::AttributeProto::FLOAT);
    maximum.set_f(6.0F);
    EXPECT_EQ(model.import().nodes.at(0).attributes.get<double>("maximum"), 6.0);
}

TEST(ImportOnnxActivations, TakesTheUpperOfTwoBoundsInTheWrongOrder) {
    OnnxModel model;
    model.input("x", {2}).floats("low", {}, {3.0F}).floats("high", {}, {1.0F}).output("z");
    model.node("Clip", {"x", "low", "high"}, {"z"});
    const Graph graph = model.import();
    EXPECT_EQ(graph.nodes.at(0).attributes.get<double>("minimum"), 1.0);
    EXPECT_EQ(graph.nodes.at(0).attributes.get<double>("maximum"), 1.0);
}

TEST(ImportOnnxConversions, DropsNothing) {
    OnnxModel model;
    model.input("x", {2}).output("y").output("mask");
    model.node("Relu", {"x"}, {"r"});
    model.node("Dropout", {"r"}, {"y", "mask"});
    const Graph graph = model.import();
    EXPECT_EQ(ops_of(graph), (Ops{"clip"}));
    EXPECT_EQ(graph.value(graph.outputs.at(1)).constant->bytes, (std::vector{std::byte{1}, std::byte{1}}));
}

TEST(ImportOnnxConversions, SpellsOutScalesOfBlocks) {
    OnnxModel model(21);
    model.input("x", {4}).floats("scale", {2}, {0.5F, 0.25F}).output("y");
    onnx::NodeProto& node = model.node("QuantizeLinear", {"x", "scale"}, {"y"});
    set_integer(node, "axis", 0);
    set_integer(node, "block_size", 2);
    const Graph graph = model.import();
    EXPECT_EQ(graph.value(graph.outputs.at(0)).type, (TensorType{DataType::uint8, {4}, {}}));
    EXPECT_EQ(ops_of(graph), (Ops{"reshape", "div", "round", "clip", "cast", "reshape"}));
}

} // namespace thimble
