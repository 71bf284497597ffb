// SPDX-License-Identifier: Apache-2.0
// The operator dequantize: int8 to float32.
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, 1);
    require_int8_quantization(node.input(0), "input");
    return {output_type(node, DataType::float32, node.input(0).shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Quantization& quantization = *node.input(0).quantization;
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for (const std::int8_t value : inputs[0]->elements<std::int8_t>()) {
        *next++ = quantization.scale() * static_cast<float>(value - quantization.zero_point());
    }
    return {output};
}

} // namespace

OpDef dequantize_def() {
    return {
        .name = "dequantize",
        .summary = "int8 to float32",
        .min_inputs = 1,
        .max_inputs = 1,
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
