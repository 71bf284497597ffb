// SPDX-License-Identifier: Apache-2.0
// The operator leaky_relu: x, or alpha * x below zero. int8 and int16 as TensorFlow Lite Micro's
// kernels/leaky_relu_common.cc, which computes both factors in float.
#include "thimble/ops/leaky_relu.h"

#include "thimble/core/error.h"
#include "thimble/ops/unary.h"

#include <fmt/format.h>

namespace thimble {

namespace {

/// The attribute; integer kernels have no negative multipliers.
float alpha_of(const NodeView& node) {
    const double alpha = node.attributes().get<double>("alpha");
    const bool is_quantized = node.input(0).data_type != DataType::float32;
    if (!(alpha > -1e6 && alpha < 1e6) || (is_quantized && alpha < 0.0)) {
        throw ModelError(
            wrong_attribute,
            fmt::format("alpha is {}, expected a number{}", alpha, is_quantized ? " of at least 0" : "")
        );
    }
    return static_cast<float>(alpha);
}

std::vector<TensorType> infer(const NodeView& node) {
    const TensorType type = unary_output_up_to_int16(node);
    alpha_of(node);
    if (type.data_type != DataType::float32 && !node.node().outputs.empty()) {
        leaky_relu_factors(node);
    }
    return {type};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        const auto alpha = static_cast<double>(alpha_of(node));
        return {map_floats(node, *inputs[0], [&](double x) { return x > 0.0 ? x : alpha * x; })};
    }
    const LeakyReluFactors factors = leaky_relu_factors(node);
    const auto rescale = [&](std::int32_t value) {
        return requantize(value, value >= 0 ? factors.positive : factors.negative);
    };
    const bool is_int16 = node.input(0).data_type == DataType::int16;
    return {is_int16 ? map_codes<std::int16_t>(node, *inputs[0], rescale) : map_codes(node, *inputs[0], rescale)};
}

} // namespace

LeakyReluFactors leaky_relu_factors(const NodeView& node) {
    const float input_scale = node.input(0).quantization->scale();
    const float output_scale = node.output().quantization->scale();
    return {
        quantize_multiplier(input_scale / output_scale),
        quantize_multiplier(input_scale * alpha_of(node) / output_scale)};
}

OpDef leaky_relu_def() {
    return {
        .name = "leaky_relu",
        .summary = "x, or alpha * x below zero, of every element",
        .attributes = {{.name = "alpha", .kind_example = 0.0, .is_required = true}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
