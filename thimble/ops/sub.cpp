// SPDX-License-Identifier: Apache-2.0
// The operator sub: element-wise difference with NumPy broadcasting.
#include "thimble/ops/sub.h"

#include "thimble/ops/pair.h"

#include <algorithm>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    if (is_plain_integer(node.input(0))) {
        return {integer_pair_output(node)};
    }
    const TensorType type = pair_output(node, require_float32_int8_or_int16(node, 2));
    if (type.data_type != DataType::float32 && !node.node().outputs.empty()) {
        sub_quantization(node.input(0), node.input(1), node.output());
    }
    return {type};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (is_plain_integer(node.input(0))) {
        return {combine_integers(node, *inputs[0], *inputs[1], [](WideInteger x, WideInteger y) { return x - y; })};
    }
    if (node.input(0).data_type == DataType::float32) {
        return {combine_floats(node, *inputs[0], *inputs[1], [](double x, double y) { return x - y; })};
    }
    const AddQuantization quantization = sub_quantization(node.input(0), node.input(1), node.output());
    return {combine_codes(node, *inputs[0], *inputs[1], [&](std::int32_t x, std::int32_t y) {
        const std::int32_t difference =
            quantization.rescale(x, quantization.first) - quantization.rescale(y, quantization.second);
        return requantize(difference, quantization.output);
    })};
}

} // namespace

AddQuantization sub_quantization(const TensorType& first, const TensorType& second, const TensorType& output) {
    const float first_scale = first.quantization->scale();
    const float second_scale = second.quantization->scale();
    const float twice_larger = 2.0F * std::max(first_scale, second_scale);
    const float common_steps = static_cast<float>(1 << sum_left_shift(output)) * output.quantization->scale();
    AddQuantization result =
        quantize_sum(first_scale / twice_larger, second_scale / twice_larger, twice_larger / common_steps);
    result.left_shift = sum_left_shift(output);
    return result;
}

OpDef sub_def() {
    return {
        .name = "sub",
        .summary = "element-wise difference of two tensors, with NumPy broadcasting",
        .min_inputs = 2,
        .max_inputs = 2,
        .attributes = {activation_spec()},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
