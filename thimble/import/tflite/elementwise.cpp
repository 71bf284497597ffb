// SPDX-License-Identifier: Apache-2.0
// Operators that work element by element, and softmax.
#include "thimble/import/tflite/activated_pair.h"
#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/unsupported.h"

namespace thimble::tflite_import {

namespace {

void translate_add(OperatorReader& reader) {
    translate_activated_pair<tflite::AddOptions>(reader, "add");
}

void translate_sub(OperatorReader& reader) {
    translate_activated_pair<tflite::SubOptions>(reader, "sub");
}

void translate_mul(OperatorReader& reader) {
    translate_activated_pair<tflite::MulOptions>(reader, "mul");
}

template <tflite::ActivationFunctionType activation> void translate_clip(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    const std::vector<double> range = activation_range(activation);
    reader.add_node("clip", {reader.input(0, "input")}, {{"minimum", range[0]}, {"maximum", range[1]}});
}

void translate_relu_0_to_1(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    reader.add_node("clip", {reader.input(0, "input")}, {{"minimum", 0.0}, {"maximum", 1.0}});
}

void translate_softmax(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    const bool widens =
        reader.input_type(0).data_type == DataType::int8 && reader.output_type().data_type == DataType::int16;
    if (widens) {
        reader.expect_activation(reader.input_type(0), "input");
        reader.expect_activation(reader.output_type(), "output");
    } else {
        reader.expect_matching_types(0);
    }
    const double beta = reader.options<tflite::SoftmaxOptions>().beta();
    if (!(beta > 0.0 && beta < 1e6)) {
        throw ModelError("E0303", fmt::format("beta is {}, expected a positive number", beta));
    }
    reader.add_node("softmax", {reader.input(0, "input")}, {{"beta", beta}});
}

void translate_unary(OperatorReader& reader, const std::string& op, Attributes attributes = {}) {
    reader.expect_inputs(1, 1);
    reader.expect_matching_types(0);
    reader.add_node(op, {reader.input(0, "input")}, std::move(attributes));
}

void translate_logistic(OperatorReader& reader) {
    translate_unary(reader, "logistic");
}

void translate_tanh(OperatorReader& reader) {
    translate_unary(reader, "tanh");
}

void translate_hard_swish(OperatorReader& reader) {
    translate_unary(reader, "hard_swish");
}

void translate_leaky_relu(OperatorReader& reader) {
    translate_unary(reader, "leaky_relu", {{"alpha", double{reader.options<tflite::LeakyReluOptions>().alpha()}}});
}

using enum tflite::BuiltinOperator;
using tflite::ActivationFunctionType;

constexpr OperatorRow rows[] = {
    {ADD, {"add", "AddV2"}, translate_add},
    {SUB, {"sub", "Sub"}, translate_sub},
    {MUL, {"mul", "Mul"}, translate_mul},
    {RELU, {"Relu", ""}, translate_clip<ActivationFunctionType::RELU>},
    {RELU6, {"Relu6", ""}, translate_clip<ActivationFunctionType::RELU6>},
    {RELU_N1_TO_1, {"clip_by_value", ""}, translate_clip<ActivationFunctionType::RELU_N1_TO_1>},
    {RELU_0_TO_1, {"clip_by_value", ""}, translate_relu_0_to_1},
    {LOGISTIC, {"Sigmoid", ""}, translate_logistic},
    {TANH, {"Tanh", ""}, translate_tanh},
    {HARD_SWISH, {"hard_swish", ""}, translate_hard_swish},
    {LEAKY_RELU, {"LeakyRelu", ""}, translate_leaky_relu},
    {SOFTMAX, {"Softmax", ""}, translate_softmax},
};

} // namespace

std::span<const OperatorRow> elementwise_rows() {
    return rows;
}

} // namespace thimble::tflite_import
