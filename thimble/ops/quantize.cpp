// SPDX-License-Identifier: Apache-2.0
// The operator quantize: float32 to int8, or int8 to int8 of another scale.
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 1);
    require_int8_output(node);
    if (data_type == DataType::int8 && !node.node().outputs.empty()) {
        rescale_multiplier(node.input(0), node.output());
    }
    return {output_type(node, DataType::int8, node.input(0).shape)};
}

/// round(value / scale) + zero point, halves away from zero, the division in float.
std::int8_t quantize_element(float value, const Quantization& quantization) {
    const float steps = std::round(value / quantization.scale());
    // Beyond this range the result saturates anyway; NaN has no code and becomes zero.
    const float bounded = std::isnan(steps) ? 0.0F : std::clamp(steps, -1024.0F, 1024.0F);
    return clamp_to_int8(static_cast<std::int64_t>(bounded) + quantization.zero_point(), {});
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Quantization& quantization = *node.output().quantization;
    Tensor output(node.output());
    std::int8_t* next = output.elements<std::int8_t>().data();
    if (node.input(0).data_type == DataType::float32) {
        for (const float value : inputs[0]->elements<float>()) {
            *next++ = quantize_element(value, quantization);
        }
        return {output};
    }
    const QuantizedMultiplier multiplier = rescale_multiplier(node.input(0), node.output());
    const std::int32_t input_zero_point = node.input(0).quantization->zero_point();
    for (const std::int8_t value : inputs[0]->elements<std::int8_t>()) {
        const std::int64_t scaled = requantize(value - input_zero_point, multiplier);
        *next++ = clamp_to_int8(scaled + quantization.zero_point(), {});
    }
    return {output};
}

} // namespace

OpDef quantize_def() {
    return {
        .name = "quantize",
        .summary = "float32 to int8, or int8 to int8 of another scale",
        .min_inputs = 1,
        .max_inputs = 1,
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
