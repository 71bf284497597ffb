// SPDX-License-Identifier: Apache-2.0
// The operator mul: element-wise product with NumPy broadcasting.
#include "thimble/ops/mul.h"

#include "thimble/ops/pair.h"

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    if (is_plain_integer(node.input(0))) {
        return {integer_pair_output(node)};
    }
    const TensorType type = pair_output(node, require_float32_int8_or_int16(node, 2));
    if (type.data_type != DataType::float32 && !node.node().outputs.empty()) {
        mul_multiplier(node.input(0), node.input(1), node.output());
    }
    return {type};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (is_plain_integer(node.input(0))) {
        return {combine_integers(node, *inputs[0], *inputs[1], [](WideInteger x, WideInteger y) { return x * y; })};
    }
    if (node.input(0).data_type == DataType::float32) {
        return {combine_floats(node, *inputs[0], *inputs[1], [](double x, double y) { return x * y; })};
    }
    const QuantizedMultiplier multiplier = mul_multiplier(node.input(0), node.input(1), node.output());
    return {combine_codes(node, *inputs[0], *inputs[1], [&](std::int32_t x, std::int32_t y) {
        return requantize(x * y, multiplier);
    })};
}

} // namespace

QuantizedMultiplier mul_multiplier(const TensorType& first, const TensorType& second, const TensorType& output) {
    return quantize_multiplier(
        static_cast<double>(first.quantization->scale()) * static_cast<double>(second.quantization->scale()) /
        static_cast<double>(output.quantization->scale())
    );
}

OpDef mul_def() {
    return {
        .name = "mul",
        .summary = "element-wise product of two tensors, with NumPy broadcasting",
        .min_inputs = 2,
        .max_inputs = 2,
        .attributes = {activation_spec()},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
