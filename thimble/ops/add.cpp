// SPDX-License-Identifier: Apache-2.0
// The operator add: element-wise sum with NumPy broadcasting.
#include "thimble/ops/add.h"

#include "thimble/core/error.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/broadcast.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 2);
    activation_attribute(node.attributes());
    if (data_type == DataType::int8) {
        require_int8_output(node);
        if (!node.node().outputs.empty()) {
            add_quantization(node.input(0), node.input(1), node.output());
        }
    }
    return {output_type(node, data_type, broadcast_shape(node.input(0).shape, node.input(1).shape))};
}

Tensor evaluate_float(const NodeView& node, const Tensor& first, const Tensor& second) {
    const std::vector<double> activation = activation_attribute(node.attributes());
    Tensor output(node.output());
    const std::span<float> sums = output.elements<float>();
    for_each_broadcast(first.type.shape, second.type.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
        const double sum = static_cast<double>(first.elements<float>()[a]) + second.elements<float>()[b];
        sums[index] = clamp_to_float(sum, activation);
    });
    return output;
}

std::int32_t scaled(const Tensor& tensor, std::size_t index, std::int32_t left_shift, QuantizedMultiplier multiplier) {
    const std::int32_t difference = tensor.elements<std::int8_t>()[index] - tensor.type.quantization->zero_point();
    return requantize(difference * (1 << left_shift), multiplier);
}

Tensor evaluate_int8(const NodeView& node, const Tensor& first, const Tensor& second) {
    const AddQuantization quantization = add_quantization(node.input(0), node.input(1), node.output());
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    const std::int64_t zero_point = node.output().quantization->zero_point();
    Tensor output(node.output());
    const std::span<std::int8_t> sums = output.elements<std::int8_t>();
    for_each_broadcast(first.type.shape, second.type.shape, [&](std::size_t a, std::size_t b, std::size_t index) {
        const std::int32_t sum = scaled(first, a, quantization.left_shift, quantization.first) +
                                 scaled(second, b, quantization.left_shift, quantization.second);
        sums[index] = clamp_to_int8(requantize(sum, quantization.output) + zero_point, range);
    });
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const bool is_int8 = node.input(0).data_type == DataType::int8;
    return {is_int8 ? evaluate_int8(node, *inputs[0], *inputs[1]) : evaluate_float(node, *inputs[0], *inputs[1])};
}

} // namespace

AddQuantization add_quantization(const TensorType& first, const TensorType& second, const TensorType& output) {
    AddQuantization result;
    const auto first_scale = static_cast<double>(first.quantization->scale());
    const auto second_scale = static_cast<double>(second.quantization->scale());
    const double twice_larger = 2.0 * std::max(first_scale, second_scale);
    const double common_steps =
        static_cast<double>(1 << result.left_shift) * static_cast<double>(output.quantization->scale());
    if (twice_larger >= common_steps) {
        throw ModelError(
            wrong_quantization, fmt::format(
                                    "output scale {} is too small beside input scales {} and {}",
                                    output.quantization->scale(), first_scale, second_scale
                                )
        );
    }
    result.first = quantize_multiplier(first_scale / twice_larger);
    result.second = quantize_multiplier(second_scale / twice_larger);
    result.output = quantize_multiplier(twice_larger / common_steps);
    return result;
}

OpDef add_def() {
    return {
        .name = "add",
        .summary = "element-wise sum of two tensors, with NumPy broadcasting",
        .min_inputs = 2,
        .max_inputs = 2,
        .attributes = {activation_spec()},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
