// SPDX-License-Identifier: Apache-2.0
#include "tests/import/onnx/model_builder.h"
#include "thimble/core/error.h"
#include "thimble/driver/model_bindings.h"

#include <functional>

#include <gtest/gtest.h>

namespace thimble {
namespace {

OnnxOptions bind_sample(const OnnxModel& model, const std::string& dimension, const std::string& input) {
    ModelBindings bindings;
    if (!dimension.empty()) {
        add_dimension(bindings, dimension);
    }
    if (!input.empty()) {
        add_bound_input(bindings, input);
    }
    const std::string bytes = model.bytes();
    return bind_model(bindings, std::as_bytes(std::span(bytes)));
}

std::string code_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const OptionError& error) {
        return error.code();
    }
    return "accepted";
}

OnnxModel sample() {
    OnnxModel model;
    model.input("x", {2, 3});
    model.input("axes", {2}, onnx::TensorProto::INT64);
    model.input("mask", {2}, onnx::TensorProto::BOOL);
    model.input("small", {1}, onnx::TensorProto::INT8);
    model.input("scalar", {});
    model.input("half", {1}, onnx::TensorProto::FLOAT16);
    model.input("open", {1, 2});
    model.model.mutable_graph()
        ->mutable_input(6)
        ->mutable_type()
        ->mutable_tensor_type()
        ->mutable_shape()
        ->mutable_dim(0)
        ->set_dim_param("N");
    return model;
}

Tensor bound(const std::string& name, const std::string& value, const std::string& dimension = "") {
    return bind_sample(sample(), dimension, name + "=" + value).bound_inputs.at(name);
}

TEST(ModelBindings, TakesTheTypeAndShapeThatTheModelDeclares) {
    EXPECT_EQ(bound("x", "1,2,3,-4,5e-1,6"), (Tensor::of<float>({2, 3}, {1, 2, 3, -4, 0.5F, 6})));
    EXPECT_EQ(bound("axes", "0,-1"), (Tensor::of<std::int64_t>({2}, {0, -1})));
    EXPECT_EQ(bound("scalar", "2.5"), (Tensor::of<float>({}, {2.5F})));
    EXPECT_EQ(bound("mask", "true,0").bytes, (std::vector<std::byte>{std::byte{1}, std::byte{0}}));
}

TEST(ModelBindings, FindsOneOpenExtentFromTheNumberOfValues) {
    EXPECT_EQ(bound("open", "1,2,3,4").type.shape, (Shape{2, 2}));
    EXPECT_EQ(bound("open", "1,2", "N=1").type.shape, (Shape{1, 2}));
    EXPECT_EQ(code_of([] { bound("open", "1,2,3,4", "N=1"); }), "E0107");
    EXPECT_EQ(code_of([] { bound("open", "1,2,3"); }), "E0107");
}

TEST(ModelBindings, RefusesValuesThatDoNotFit) {
    EXPECT_EQ(code_of([] { bound("x", "1,2,3"); }), "E0107");
    EXPECT_EQ(code_of([] { bound("axes", "0,1.5"); }), "E0107");
    EXPECT_EQ(code_of([] { bound("axes", "0,"); }), "E0107");
    EXPECT_EQ(code_of([] { bound("small", "128"); }), "E0107");
    EXPECT_EQ(code_of([] { bound("mask", "2,0"); }), "E0107");
    EXPECT_EQ(code_of([] { bound("half", "1"); }), "E0107");
}

TEST(ModelBindings, RefusesUnknownNamesWithTheNearest) {
    try {
        bound("axis", "0,1");
        FAIL();
    } catch (const OptionError& error) {
        EXPECT_EQ(error.code(), "E0106");
        EXPECT_NE(error.hint().find("`axes`"), std::string::npos) << error.hint();
    }
    EXPECT_EQ(code_of([] { bind_sample(sample(), "batch=1", ""); }), "E0106");
}

TEST(ModelBindings, RefusesWhatIsNoAssignment) {
    ModelBindings bindings;
    for (const char* text : {"", "N", "=1", "N="}) {
        EXPECT_EQ(code_of([&] { add_dimension(bindings, text); }), "E0105") << text;
        EXPECT_EQ(code_of([&] { add_bound_input(bindings, text); }), "E0105") << text;
    }
    for (const char* text : {"N=0", "N=-1", "N=1.5", "N=many", "N=99999999999"}) {
        EXPECT_EQ(code_of([&] { add_dimension(bindings, text); }), "E0105") << text;
    }
}

TEST(ModelBindings, KeepsNamesWithEqualsSigns) {
    ModelBindings bindings;
    add_dimension(bindings, "a=b=3");
    EXPECT_EQ(bindings.dimensions.at("a=b"), 3);
}

TEST(ModelBindings, NeedsNoModelWhenEmpty) {
    EXPECT_TRUE(bind_model({}, {}).bound_inputs.empty());
}

} // namespace
} // namespace thimble
