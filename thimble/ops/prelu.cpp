// SPDX-License-Identifier: Apache-2.0
// The operator prelu: x, or slope * x below zero, with a slope for each element that may be repeated. int8 as
// TensorFlow Lite's kernels/internal/reference/prelu.h.
#include "thimble/ops/prelu.h"

#include "thimble/core/error.h"
#include "thimble/ops/pair.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    const DataType type = require_float32_or_int8(node, 2);
    const Shape& input = node.input(0).shape;
    const Shape& slope = node.input(1).shape;
    if (broadcast_shape(input, slope) != input) {
        throw ModelError(
            wrong_shape, fmt::format("slope {} does not repeat to input {}", slope.to_string(), input.to_string())
        );
    }
    if (type == DataType::int8) {
        require_int8_output(node);
        if (!node.node().outputs.empty()) {
            prelu_quantization(node.input(0), node.input(1), node.output());
        }
    }
    return {output_type(node, type, input)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {combine_floats(node, *inputs[0], *inputs[1], [](double x, double y) { return x < 0.0 ? x * y : x; })};
    }
    const PreluQuantization factors = prelu_quantization(node.input(0), node.input(1), node.output());
    return {combine_codes(node, *inputs[0], *inputs[1], [&](std::int32_t x, std::int32_t y) {
        return x >= 0 ? requantize(x, factors.positive) : requantize(x * y, factors.negative);
    })};
}

} // namespace

PreluQuantization prelu_quantization(const TensorType& input, const TensorType& slope, const TensorType& output) {
    const auto input_scale = static_cast<double>(input.quantization->scale());
    const auto output_scale = static_cast<double>(output.quantization->scale());
    const auto slope_scale = static_cast<double>(slope.quantization->scale());
    return {
        quantize_multiplier(input_scale / output_scale), quantize_multiplier(input_scale * slope_scale / output_scale)};
}

OpDef prelu_def() {
    return {
        .name = "prelu",
        .summary = "x, or slope * x below zero, with a slope for each element",
        .min_inputs = 2,
        .max_inputs = 2,
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
