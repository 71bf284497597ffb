// SPDX-License-Identifier: Apache-2.0
// Operators with weights: convolutions and the fully connected layer.
#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/padding.h"
#include "thimble/import/tflite/unsupported.h"

namespace thimble::tflite_import {

namespace {

/// Refuses weights and biases of other data types than the activations go with. What TensorFlow Lite calls hybrid or
/// dynamic range (float activations, int8 weights) computes in float here: TensorFlow Lite quantises the activations of
/// each inference, and loses what that rounds.
void expect_weights(const OperatorReader& reader) {
    reader.expect_matching_types(0);
    const DataType activations = reader.input_type(0).data_type;
    const TensorType& weights = reader.input_type(1);
    const bool may_be_float = activations == DataType::float32;
    if (weights.data_type != DataType::int8 && !(may_be_float && weights.data_type == DataType::float32)) {
        throw Unsupported{
            fmt::format("{} activations with {} weights", name(activations), name(weights.data_type)),
            "convert with full integer quantisation (a representative data set), or without quantisation"};
    }
    if (weights.data_type == DataType::int8 && !weights.quantization) {
        throw Unsupported{"int8 weights without quantisation", "convert with full integer quantisation"};
    }
    const DataType expected_bias = activations == DataType::float32 ? DataType::float32 : DataType::int32;
    const bool has_wide_bias =
        activations == DataType::int16 && reader.has_input(2) && reader.input_type(2).data_type == DataType::int64;
    if (reader.has_input(2) && reader.input_type(2).data_type != expected_bias && !has_wide_bias) {
        throw Unsupported{
            fmt::format("bias of data type {}, expected {}", name(reader.input_type(2).data_type), name(expected_bias)),
            "convert with int8 quantisation"};
    }
}

Shape weights_shape(const OperatorReader& reader) {
    Shape shape = reader.input_type(1).shape;
    if (shape.rank() != 4) {
        throw ModelError("E0303", fmt::format("weights {} have {} axes, expected 4", shape.to_string(), shape.rank()));
    }
    return shape;
}

std::vector<ValueId> weighted_inputs(OperatorReader& reader) {
    std::vector<ValueId> inputs = {reader.input(0, "input"), reader.stored_input(1, "weights")};
    if (reader.has_input(2)) {
        inputs.push_back(reader.stored_input(2, "bias"));
    }
    return inputs;
}

/// Conv2DOptions and DepthwiseConv2DOptions name these fields alike.
template <typename Options>
void add_convolution(
    OperatorReader& reader, const std::string& op, const Options& options, const Shape& weights, std::int64_t groups = 1
) {
    const Window window{
        .size = {weights[1], weights[2]},
        .stride = {options.stride_h(), options.stride_w()},
        .dilation = {options.dilation_h_factor(), options.dilation_w_factor()},
        .padding = {}};
    Attributes attributes{
        {"stride", std::vector{window.stride.height, window.stride.width}},
        {"dilation", std::vector{window.dilation.height, window.dilation.width}},
        {"padding", explicit_padding(options.padding(), window, reader.input_type(0).shape)}};
    if (groups != 1) {
        attributes.set("groups", groups);
    }
    set_activation(attributes, options.fused_activation_function());
    reader.add_node(op, weighted_inputs(reader), std::move(attributes));
}

void translate_conv2d(OperatorReader& reader) {
    reader.expect_inputs(2, 3);
    expect_weights(reader);
    const Shape input = reader.input_type(0).shape;
    const Shape weights = weights_shape(reader);
    // The file does not say in how many groups the channels are: the shapes do.
    const bool is_grouped = input.rank() == 4 && weights[3] != input[3] && input[3] % weights[3] == 0;
    add_convolution(
        reader, "conv2d", reader.options<tflite::Conv2DOptions>(), weights, is_grouped ? input[3] / weights[3] : 1
    );
}

void translate_depthwise_conv2d(OperatorReader& reader) {
    reader.expect_inputs(2, 3);
    expect_weights(reader);
    // The options' depth multiplier repeats what the shapes say, and some converters leave it zero.
    add_convolution(
        reader, "depthwise_conv2d", reader.options<tflite::DepthwiseConv2DOptions>(), weights_shape(reader)
    );
}

void translate_fully_connected(OperatorReader& reader) {
    reader.expect_inputs(2, 3);
    expect_weights(reader);
    const auto& options = reader.options<tflite::FullyConnectedOptions>();
    if (options.weights_format() != tflite::FullyConnectedOptionsWeightsFormat::DEFAULT) {
        throw Unsupported{"shuffled weights", "convert with the default weights format"};
    }
    Attributes attributes{{"keep_dims", std::int64_t{options.keep_num_dims() ? 1 : 0}}};
    set_activation(attributes, options.fused_activation_function());
    reader.add_node("fully_connected", weighted_inputs(reader), std::move(attributes));
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {CONV_2D, {"BiasAdd", "Conv2D"}, translate_conv2d},
    {DEPTHWISE_CONV_2D, {"BiasAdd", "depthwise"}, translate_depthwise_conv2d},
    {FULLY_CONNECTED, {"BiasAdd", "MatMul"}, translate_fully_connected},
};

} // namespace

std::span<const OperatorRow> convolution_rows() {
    return rows;
}

} // namespace thimble::tflite_import
