// SPDX-License-Identifier: Apache-2.0
// Operators that work element by element, and softmax.
#include "thimble/export/tflite/activation.h"
#include "thimble/export/tflite/export_table.h"
#include "thimble/ops/clip.h"

#include <limits>

namespace thimble::tflite_export {

namespace {

/// An operator on two inputs with a fused activation.
template <typename Options> void write_pair(NodeWriter& writer, OperatorCode code) {
    Options options;
    options.fused_activation_function = fused_activation(writer.attributes());
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write(code, writer.inputs(), std::move(packed));
}

void write_add(NodeWriter& writer) {
    write_pair<tflite::AddOptionsT>(writer, {tflite::BuiltinOperator::ADD, 2});
}

void write_sub(NodeWriter& writer) {
    write_pair<tflite::SubOptionsT>(writer, {tflite::BuiltinOperator::SUB, 2});
}

void write_div(NodeWriter& writer) {
    write_pair<tflite::DivOptionsT>(writer, {tflite::BuiltinOperator::DIV, 2});
}

void write_mul(NodeWriter& writer) {
    write_pair<tflite::MulOptionsT>(writer, {tflite::BuiltinOperator::MUL, 2});
}

OperatorCode clip_code(const std::vector<double>& bounds) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (bounds == std::vector{0.0, infinity}) {
        return {tflite::BuiltinOperator::RELU, 2};
    }
    if (bounds == std::vector{0.0, 6.0}) {
        return {tflite::BuiltinOperator::RELU6, 2};
    }
    if (bounds == std::vector{-1.0, 1.0}) {
        return {tflite::BuiltinOperator::RELU_N1_TO_1, 1};
    }
    if (bounds == std::vector{0.0, 1.0}) {
        return {tflite::BuiltinOperator::RELU_0_TO_1, 1};
    }
    throw_inexpressible(fmt::format("clip to [{}, {}]", bounds[0], bounds[1]));
}

void write_clip(NodeWriter& writer) {
    writer.write(clip_code(clip_bounds(writer.attributes())), writer.inputs());
}

void write_quantize(NodeWriter& writer) {
    writer.write({tflite::BuiltinOperator::QUANTIZE, 2}, writer.inputs());
}

void write_dequantize(NodeWriter& writer) {
    writer.write({tflite::BuiltinOperator::DEQUANTIZE, 2}, writer.inputs());
}

void write_softmax(NodeWriter& writer) {
    tflite::SoftmaxOptionsT options;
    options.beta = static_cast<float>(writer.attributes().get<double>("beta"));
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::SOFTMAX, 2}, writer.inputs(), std::move(packed));
}

void write_logistic(NodeWriter& writer) {
    writer.write({tflite::BuiltinOperator::LOGISTIC, 2}, writer.inputs());
}

void write_tanh(NodeWriter& writer) {
    writer.write({tflite::BuiltinOperator::TANH, 2}, writer.inputs());
}

void write_hard_swish(NodeWriter& writer) {
    writer.write({tflite::BuiltinOperator::HARD_SWISH, 1}, writer.inputs());
}

void write_leaky_relu(NodeWriter& writer) {
    tflite::LeakyReluOptionsT options;
    options.alpha = static_cast<float>(writer.attributes().get<double>("alpha"));
    tflite::BuiltinOptionsUnion packed;
    packed.Set(std::move(options));
    writer.write({tflite::BuiltinOperator::LEAKY_RELU, 2}, writer.inputs(), std::move(packed));
}

constexpr ExportRow rows[] = {
    {"add", write_add},
    {"sub", write_sub},
    {"mul", write_mul},
    {"div", write_div},
    {"clip", write_clip},
    {"logistic", write_logistic},
    {"tanh", write_tanh},
    {"hard_swish", write_hard_swish},
    {"leaky_relu", write_leaky_relu},
    {"quantize", write_quantize},
    {"dequantize", write_dequantize},
    {"softmax", write_softmax},
};

} // namespace

std::span<const ExportRow> elementwise_rows() {
    return rows;
}

} // namespace thimble::tflite_export
