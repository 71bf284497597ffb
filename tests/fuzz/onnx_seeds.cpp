// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/onnx_seeds.h"

#include "tests/import/onnx/model_builder.h"

#include <numeric>

namespace thimble {
namespace {

constexpr std::int64_t seed_opset = 17;

std::vector<float> ramp(std::size_t count) {
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), -1.0F);
    return values;
}

void set_text_attribute(onnx::NodeProto& node, const std::string& name, const std::string& value) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::STRING);
    attribute.set_s(value);
}

void add_zero_point(OnnxModel& model, const std::string& name, int type) {
    onnx::TensorProto& tensor = *model.model.mutable_graph()->add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    tensor.add_int32_data(3);
}

OnnxModel images() {
    OnnxModel model(seed_opset);
    model.input("x", {1, 2, 6, 6}).output("y");
    model.floats("w", {4, 1, 3, 3}, ramp(36)).floats("b", {4}, ramp(4));
    model.floats("scale", {4}, ramp(4)).floats("shift", {4}, ramp(4)).floats("mean", {4}, ramp(4));
    model.floats("variance", {4}, {1, 2, 3, 4}).floats("dense", {4, 3}, ramp(12)).floats("up", {4, 2, 2, 2}, ramp(32));
    onnx::NodeProto& convolution = model.node("Conv", {"x", "w", "b"}, {"c"});
    set_integers(convolution, "pads", {1, 1, 1, 1});
    set_integer(convolution, "group", 2);
    model.node("BatchNormalization", {"c", "scale", "shift", "mean", "variance"}, {"n"});
    model.node("Relu", {"n"}, {"r"});
    onnx::NodeProto& pool = model.node("MaxPool", {"r"}, {"p"});
    set_integers(pool, "kernel_shape", {2, 2});
    set_integers(pool, "strides", {2, 2});
    set_text_attribute(pool, "auto_pad", "SAME_UPPER");
    model.node("ConvTranspose", {"p", "up"}, {"t"});
    model.node("GlobalAveragePool", {"p"}, {"g"});
    model.node("Flatten", {"g"}, {"f"});
    model.node("Gemm", {"f", "dense"}, {"d"});
    model.node("Softmax", {"d"}, {"y"});
    model.output("t");
    return model;
}

OnnxModel quantised() {
    OnnxModel model(seed_opset);
    model.input("x", {1, 4}).output("y").output("z");
    model.floats("s", {}, {0.5F});
    add_zero_point(model, "u", onnx::TensorProto::UINT8);
    add_zero_point(model, "i", onnx::TensorProto::INT8);
    model.node("QuantizeLinear", {"x", "s", "u"}, {"q"});
    model.node("DequantizeLinear", {"q", "s", "u"}, {"d"});
    model.node("Add", {"d", "d"}, {"a"});
    model.node("QuantizeLinear", {"a", "s", "i"}, {"b"});
    model.node("DequantizeLinear", {"b", "s", "i"}, {"y"});
    model.node("DynamicQuantizeLinear", {"x"}, {"z", "zs", "zz"});
    return model;
}

OnnxModel shapes() {
    OnnxModel model(seed_opset);
    model.input("x", {2, 3, 4}).output("y").output("k");
    model.model.mutable_graph()
        ->mutable_input(0)
        ->mutable_type()
        ->mutable_tensor_type()
        ->mutable_shape()
        ->mutable_dim(0)
        ->set_dim_param("N");
    model.integers("one", {1}).integers("zero", {0}).integers("minus", {-1}).integers("pads", {0, 0, 1, 0, 0, 1});
    model.integers("repeats", {1, 2, 1});
    model.node("Shape", {"x"}, {"s"});
    set_integer(model.node("Gather", {"s", "zero"}, {"n"}), "axis", 0);
    set_integer(model.node("Concat", {"n", "minus"}, {"to"}), "axis", 0);
    model.node("Reshape", {"x", "to"}, {"flat"});
    model.node("Unsqueeze", {"flat", "one"}, {"u"});
    model.node("Tile", {"u", "repeats"}, {"t"});
    model.node("Pad", {"t", "pads"}, {"p"});
    model.node("Slice", {"p", "zero", "one", "one"}, {"l"});
    model.node("ConstantOfShape", {"s"}, {"zeros"});
    model.node("Expand", {"zeros", "s"}, {"e"});
    set_integers(model.node("Transpose", {"l"}, {"y"}), "perm", {2, 0, 1});
    set_integer(model.node("Cast", {"e"}, {"k"}), "to", onnx::TensorProto::INT32);
    return model;
}

OnnxModel recurrent() {
    OnnxModel model(seed_opset);
    model.input("x", {3, 1, 2}).output("h").output("g");
    model.floats("w", {1, 8, 2}, ramp(16)).floats("r", {1, 8, 2}, ramp(16)).floats("b", {1, 16}, ramp(16));
    model.floats("gw", {1, 6, 2}, ramp(12)).floats("gr", {1, 6, 2}, ramp(12));
    set_integer(model.node("LSTM", {"x", "w", "r", "b"}, {"", "h", "c"}), "hidden_size", 2);
    set_integer(model.node("GRU", {"x", "gw", "gr"}, {"g"}), "hidden_size", 2);
    return model;
}

OnnxModel arithmetic() {
    OnnxModel model(seed_opset);
    model.input("x", {2, 3}).input("i", {2}, onnx::TensorProto::INT64).output("y").output("t").output("m");
    model.floats("c", {3}, {1, 2, 3}).integers("k", {1}).floats("low", {}, {-1});
    model.node("Mul", {"x", "c"}, {"a"});
    model.node("Greater", {"a", "x"}, {"b"});
    model.node("Where", {"b", "a", "x"}, {"w"});
    set_integers(model.node("ReduceMean", {"w"}, {"r"}), "axes", {1});
    model.node("Sub", {"w", "r"}, {"v"});
    model.node("Clip", {"v", "low"}, {"y"});
    model.node("TopK", {"v", "k"}, {"t", "ti"});
    set_integer(model.node("ArgMax", {"v"}, {"m"}), "axis", 1);
    set_text_attribute(model.node("Einsum", {"x", "x"}, {"e"}), "equation", "ij,ij->i");
    model.node("Gather", {"x", "i"}, {"o"});
    return model.output("e").output("o");
}

} // namespace

std::map<std::string, std::string> onnx_seeds() {
    return {
        {"images", images().bytes()},
        {"quantised", quantised().bytes()},
        {"shapes", shapes().bytes()},
        {"recurrent", recurrent().bytes()},
        {"arithmetic", arithmetic().bytes()}};
}

} // namespace thimble
