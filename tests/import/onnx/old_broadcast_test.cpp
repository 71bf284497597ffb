// SPDX-License-Identifier: Apache-2.0
#include "tests/import/onnx/model_builder.h"
#include "thimble/interpret/interpreter.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

constexpr std::int64_t old_opset = 6;

Tensor run(const OnnxModel& model, const Tensor& input) {
    return interpret(model.import(), {input}).at(0);
}

const Tensor ones = Tensor::of<float>({1, 2, 3}, {1, 1, 1, 1, 1, 1});

TEST(OldBroadcast, BeginsAtTheAxisNamed) {
    OnnxModel model(old_opset);
    model.input("x", {1, 2, 3}).floats("b", {2}, {10, 20}).output("y");
    onnx::NodeProto& node = model.node("Add", {"x", "b"}, {"y"});
    set_integer(node, "broadcast", 1);
    set_integer(node, "axis", 1);
    EXPECT_EQ(run(model, ones), Tensor::of<float>({1, 2, 3}, {11, 11, 11, 21, 21, 21}));
}

TEST(OldBroadcast, EndsAtTheLastAxisWithoutOne) {
    OnnxModel model(old_opset);
    model.input("x", {1, 2, 3}).floats("b", {3}, {10, 20, 30}).output("y");
    set_integer(model.node("Mul", {"x", "b"}, {"y"}), "broadcast", 1);
    EXPECT_EQ(run(model, ones), Tensor::of<float>({1, 2, 3}, {10, 20, 30, 10, 20, 30}));
}

TEST(OldBroadcast, SlopesOfPReluBelongToChannels) {
    OnnxModel model(old_opset);
    model.input("x", {1, 2, 3}).floats("slope", {2}, {0.5F, 2}).output("y");
    model.node("PRelu", {"x", "slope"}, {"y"});
    const Tensor input = Tensor::of<float>({1, 2, 3}, {-2, -2, 2, -2, -2, 2});
    EXPECT_EQ(run(model, input), Tensor::of<float>({1, 2, 3}, {-1, -1, 2, -4, -4, 2}));
}

TEST(OldBroadcast, AxesMustExist) {
    OnnxModel model(old_opset);
    model.input("x", {1, 2, 3}).floats("b", {2, 3}, {1, 2, 3, 4, 5, 6}).output("y");
    onnx::NodeProto& node = model.node("Add", {"x", "b"}, {"y"});
    set_integer(node, "broadcast", 1);
    set_integer(node, "axis", 2);
    EXPECT_EQ(model.rejection(), "E0321");
}

TEST(OldBroadcast, IsNotThatOfNewerOperatorSets) {
    OnnxModel model;
    model.input("x", {1, 2, 3}).floats("b", {2}, {10, 20}).output("y");
    model.node("Add", {"x", "b"}, {"y"});
    EXPECT_NE(model.rejection(), "accepted");
}

} // namespace
} // namespace thimble
