// SPDX-License-Identifier: Apache-2.0
#include "tests/import/onnx/model_builder.h"

#include <gtest/gtest.h>

namespace thimble {

namespace {

onnx::FunctionProto& add_function(OnnxModel& model, const std::string& name) {
    onnx::FunctionProto& function = *model.model.add_functions();
    function.set_name(name);
    function.set_domain("local");
    function.add_input("a");
    function.add_output("b");
    function.add_opset_import()->set_version(17);
    return function;
}

onnx::NodeProto&
add_step(onnx::FunctionProto& function, const std::string& op, const std::string& from, const std::string& to) {
    onnx::NodeProto& node = *function.add_node();
    node.set_op_type(op);
    node.add_input(from);
    node.add_output(to);
    return node;
}

} // namespace

TEST(InlineFunctions, ReplacesCallsByTheBody) {
    OnnxModel model;
    model.input("x", {2}).output("z");
    onnx::FunctionProto& function = add_function(model, "Twice");
    add_step(function, "Exp", "a", "inner");
    add_step(function, "Neg", "inner", "b");
    model.node("Twice", {"x"}, {"y"}).set_domain("local");
    model.node("Twice", {"y"}, {"z"}).set_domain("local");
    const Graph graph = model.import();
    ASSERT_EQ(graph.nodes.size(), 4U);
    EXPECT_EQ(graph.nodes[2].op, "exp");
    EXPECT_EQ(graph.nodes[2].inputs, graph.nodes[1].outputs);
}

TEST(InlineFunctions, PassesTheAttributesOfTheCall) {
    OnnxModel model;
    model.input("x", {2}).output("y");
    onnx::FunctionProto& function = add_function(model, "Mine");
    function.add_attribute("slope");
    onnx::AttributeProto& alpha = *add_step(function, "Elu", "a", "b").add_attribute();
    alpha.set_name("alpha");
    alpha.set_type(onnx::AttributeProto::FLOAT);
    alpha.set_ref_attr_name("slope");
    onnx::NodeProto& call = model.node("Mine", {"x"}, {"y"});
    call.set_domain("local");
    onnx::AttributeProto& slope = *call.add_attribute();
    slope.set_name("slope");
    slope.set_type(onnx::AttributeProto::FLOAT);
    slope.set_f(0.25F);
    EXPECT_EQ(model.import().nodes.at(0).attributes.get<double>("alpha"), 0.25);
}

TEST(InlineFunctions, RefusesFunctionsThatCallThemselves) {
    OnnxModel model;
    model.input("x", {2}).output("y");
    add_step(add_function(model, "Loop"), "Loop", "a", "b").set_domain("local");
    model.node("Loop", {"x"}, {"y"}).set_domain("local");
    EXPECT_EQ(model.rejection(), "E0321");
}

TEST(InlineFunctions, RefusesBodiesThatGrowWithoutBound) {
    OnnxModel model;
    model.input("x", {2}).output("y");
    for (int level = 0; level < 24; ++level) {
        onnx::FunctionProto& function = add_function(model, fmt::format("F{}", level));
        const std::string next = level == 23 ? "Exp" : fmt::format("F{}", level + 1);
        const std::string domain = level == 23 ? "" : "local";
        add_step(function, next, "a", "inner").set_domain(domain);
        add_step(function, next, "inner", "b").set_domain(domain);
    }
    model.node("F0", {"x"}, {"y"}).set_domain("local");
    EXPECT_EQ(model.rejection(), "E0321");
}

} // namespace thimble
