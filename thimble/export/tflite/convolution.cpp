// SPDX-License-Identifier: Apache-2.0
// Operators with weights: convolutions and the fully connected layer.
#include "thimble/ops/convolution.h"

#include "thimble/export/tflite/activation.h"
#include "thimble/export/tflite/export_table.h"
#include "thimble/export/tflite/padding.h"

namespace thimble::tflite_export {

namespace {

constexpr OperatorCode pad_code{tflite::BuiltinOperator::PAD, 2};

/// Writes a PAD before the convolution, which the format gives no padding of its own then.
std::int32_t write_padding(NodeWriter& writer, const Padding2d& padding) {
    TensorType padded = writer.view().input(0);
    padded.shape[1] += padding.top + padding.bottom;
    padded.shape[2] += padding.left + padding.right;
    const std::int32_t amounts =
        writer.add_integers("paddings", {4, 2}, {0, 0, padding.top, padding.bottom, padding.left, padding.right, 0, 0});
    return writer.write_inner(pad_code, "pad", padded, {writer.inputs().front(), amounts});
}

/// Fills the fields that Conv2DOptions and DepthwiseConv2DOptions name alike and returns the operator's inputs.
template <typename Options> std::vector<std::int32_t> fill_convolution(NodeWriter& writer, Options& options) {
    const Window window = convolution_window(writer.view());
    std::vector<std::int32_t> inputs = writer.inputs();
    const std::optional<tflite::Padding> word = padding_word(window, writer.view().input(0).shape);
    if (!word) {
        inputs.front() = write_padding(writer, window.padding);
    }
    options.padding = word.value_or(tflite::Padding::VALID);
    options.stride_h = static_cast<std::int32_t>(window.stride.height);
    options.stride_w = static_cast<std::int32_t>(window.stride.width);
    options.dilation_h_factor = static_cast<std::int32_t>(window.dilation.height);
    options.dilation_w_factor = static_cast<std::int32_t>(window.dilation.width);
    options.fused_activation_function = fused_activation(writer.attributes());
    return inputs;
}

void write_conv2d(NodeWriter& writer) {
    tflite::Conv2DOptionsT options;
    std::vector<std::int32_t> inputs = fill_convolution(writer, options);
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::CONV_2D, 3}, std::move(inputs), std::move(packed));
}

void write_depthwise_conv2d(NodeWriter& writer) {
    tflite::DepthwiseConv2DOptionsT options;
    std::vector<std::int32_t> inputs = fill_convolution(writer, options);
    options.depth_multiplier =
        static_cast<std::int32_t>(writer.view().output().shape[3] / writer.view().input(0).shape[3]);
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::DEPTHWISE_CONV_2D, 3}, std::move(inputs), std::move(packed));
}

void write_fully_connected(NodeWriter& writer) {
    tflite::FullyConnectedOptionsT options;
    options.fused_activation_function = fused_activation(writer.attributes());
    options.keep_num_dims = writer.attributes().get<std::int64_t>("keep_dims") != 0;
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::FULLY_CONNECTED, 4}, writer.inputs(), std::move(packed));
}

constexpr ExportRow rows[] = {
    {"conv2d", write_conv2d},
    {"depthwise_conv2d", write_depthwise_conv2d},
    {"fully_connected", write_fully_connected},
};

} // namespace

std::span<const ExportRow> convolution_rows() {
    return rows;
}

} // namespace thimble::tflite_export
