// SPDX-License-Identifier: Apache-2.0
// Transposed convolutions, convolutions over volumes, and products of two matrices.
#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/padding.h"
#include "thimble/import/tflite/unsupported.h"

#include <algorithm>

namespace thimble::tflite_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// Where a layer with weights has its inputs.
struct LayerInputs {
    std::size_t input;
    std::size_t weights;
    std::size_t bias;
};

constexpr LayerInputs plain_layer = {0, 1, 2};
constexpr LayerInputs transposed_layer = {2, 1, 3}; // the first input is the output's shape

/// Refuses types of weights that do not go with the activations.
void expect_layer_types(const OperatorReader& reader, const LayerInputs& at) {
    reader.expect_matching_types(at.input);
    const DataType activations = reader.input_type(at.input).data_type;
    const DataType weights = reader.input_type(at.weights).data_type;
    if (weights != activations && weights != DataType::int8) {
        throw Unsupported{
            fmt::format("{} activations with {} weights", name(activations), name(weights)),
            "convert with full integer quantisation (a representative data set), or without quantisation"};
    }
}

void expect_rank(const Shape& shape, std::size_t rank) {
    if (shape.rank() != rank) {
        throw ModelError("E0303", fmt::format("{} has {} axes, expected {}", shape.to_string(), shape.rank(), rank));
    }
}

/// The inputs of the node; `weights` takes the place of the stored ones.
std::vector<ValueId> layer_inputs(OperatorReader& reader, const LayerInputs& at, ValueId weights) {
    std::vector<ValueId> inputs = {reader.input(at.input, "input"), weights};
    if (reader.has_input(at.bias)) {
        inputs.push_back(reader.stored_input(at.bias, "bias"));
    }
    return inputs;
}

void translate_transpose_conv(OperatorReader& reader) {
    reader.expect_inputs(3, 4);
    expect_layer_types(reader, transposed_layer);
    const auto& options = reader.options<tflite::TransposeConvOptions>();
    const Shape weights = reader.input_type(1).shape;
    const Shape output = reader.output_type().shape;
    expect_rank(weights, 4);
    expect_rank(output, 4);
    const Window window{
        .size = {weights[1], weights[2]},
        .stride = {options.stride_h(), options.stride_w()},
        .dilation = {1, 1},
        .padding = {}};
    const Integers padding = explicit_padding(options.padding(), window, output);
    Attributes attributes{
        {"stride", Integers{window.stride.height, window.stride.width}},
        {"padding", Integers{padding[0], padding[1]}},
        {"output_size", Integers{output[1], output[2]}}};
    set_activation(attributes, options.fused_activation_function());
    const ValueId stored = reader.stored_input(1, "weights");
    reader.add_node("transpose_conv", layer_inputs(reader, transposed_layer, stored), std::move(attributes));
}

/// Explicit padding of three axes of `extents` [d, h, w], first what comes before each, then what comes after.
Integers volume_padding(
    tflite::Padding padding, const Integers& extents, const Integers& sizes, const Integers& strides,
    const Integers& dilations
) {
    Integers before;
    Integers after;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const Window line{
            .size = {1, sizes[axis]}, .stride = {1, strides[axis]}, .dilation = {1, dilations[axis]}, .padding = {}};
        const Integers along = explicit_padding(padding, line, {1, 1, extents[axis], 1});
        before.push_back(along[1]);
        after.push_back(along[3]);
    }
    before.insert(before.end(), after.begin(), after.end());
    return before;
}

/// Weights stored as [d, h, w, ., .] in the graph's order.
ValueId reordered_weights(OperatorReader& reader, const Integers& axes) {
    TensorType type = reader.input_type(1);
    const Shape stored = type.shape;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        type.shape[axis] = stored[static_cast<std::size_t>(axes[axis])];
    }
    return reader.add_inner_node(
        "transpose", "weights", {reader.stored_input(1, "stored_weights")}, {{"axes", axes}}, std::move(type)
    );
}

void expect_float_volume(const OperatorReader& reader, const LayerInputs& at) {
    expect_layer_types(reader, at);
    if (reader.input_type(at.input).data_type != DataType::float32) {
        throw Unsupported{"a quantised convolution over volumes", "convert it without quantisation"};
    }
    expect_rank(reader.input_type(at.input).shape, 5);
    expect_rank(reader.input_type(at.weights).shape, 5);
    expect_rank(reader.output_type().shape, 5);
}

void translate_conv_3d(OperatorReader& reader) {
    reader.expect_inputs(2, 3);
    expect_float_volume(reader, plain_layer);
    const auto& options = reader.options<tflite::Conv3DOptions>();
    const Shape input = reader.input_type(0).shape;
    const Shape weights = reader.input_type(1).shape;
    const Integers stride = {options.stride_d(), options.stride_h(), options.stride_w()};
    const Integers dilation = {options.dilation_d_factor(), options.dilation_h_factor(), options.dilation_w_factor()};
    Attributes attributes{
        {"stride", stride},
        {"dilation", dilation},
        {"padding",
         volume_padding(
             options.padding(), {input[1], input[2], input[3]}, {weights[0], weights[1], weights[2]}, stride, dilation
         )}};
    set_activation(attributes, options.fused_activation_function());
    const ValueId reordered = reordered_weights(reader, {4, 0, 1, 2, 3});
    reader.add_node("conv3d", layer_inputs(reader, plain_layer, reordered), std::move(attributes));
}

void translate_conv_3d_transpose(OperatorReader& reader) {
    reader.expect_inputs(3, 4);
    expect_float_volume(reader, transposed_layer);
    const auto& options = reader.options<tflite::Conv3DOptions>();
    const Shape output = reader.output_type().shape;
    const Shape weights = reader.input_type(1).shape;
    const Integers stride = {options.stride_d(), options.stride_h(), options.stride_w()};
    const Integers dilation = {options.dilation_d_factor(), options.dilation_h_factor(), options.dilation_w_factor()};
    Integers padding = volume_padding(
        options.padding(), {output[1], output[2], output[3]}, {weights[0], weights[1], weights[2]}, stride, dilation
    );
    padding.resize(3);
    Attributes attributes{
        {"stride", stride},
        {"dilation", dilation},
        {"padding", padding},
        {"output_size", Integers{output[1], output[2], output[3]}}};
    set_activation(attributes, options.fused_activation_function());
    const ValueId reordered = reordered_weights(reader, {3, 0, 1, 2, 4});
    reader.add_node("transpose_conv", layer_inputs(reader, transposed_layer, reordered), std::move(attributes));
}

void translate_batch_matmul(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    expect_layer_types(reader, plain_layer);
    reader.expect_matching_types(1);
    Attributes attributes;
    if (const auto* options = reader.optional_options<tflite::BatchMatMulOptions>()) {
        attributes.set("transpose_a", std::int64_t{options->adj_x() ? 1 : 0});
        attributes.set("transpose_b", std::int64_t{options->adj_y() ? 1 : 0});
    }
    const ValueId a = reader.input(0, "a");
    const ValueId b = reader.input(1, "b");
    reader.add_node("mat_mul", {a, b}, std::move(attributes));
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {TRANSPOSE_CONV, {"BiasAdd", "conv2d_transpose"}, translate_transpose_conv},
    {CONV_3D, {"BiasAdd", "Conv3D"}, translate_conv_3d},
    {CONV_3D_TRANSPOSE, {"BiasAdd", "conv3d_transpose"}, translate_conv_3d_transpose},
    {BATCH_MATMUL, {"MatMul", "BatchMatMulV2"}, translate_batch_matmul},
};

} // namespace

std::span<const OperatorRow> volume_convolution_rows() {
    return rows;
}

} // namespace thimble::tflite_import
