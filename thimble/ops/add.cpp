// SPDX-License-Identifier: Apache-2.0
// The operator add: element-wise sum with NumPy broadcasting.
#include "thimble/ops/add.h"

#include "thimble/core/error.h"
#include "thimble/ops/pair.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    if (is_plain_integer(node.input(0))) {
        return {integer_pair_output(node)};
    }
    const TensorType type = pair_output(node, require_float32_int8_or_int16(node, 2));
    if (type.data_type != DataType::float32 && !node.node().outputs.empty()) {
        add_quantization(node.input(0), node.input(1), node.output());
    }
    return {type};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (is_plain_integer(node.input(0))) {
        return {combine_integers(node, *inputs[0], *inputs[1], [](WideInteger x, WideInteger y) { return x + y; })};
    }
    if (node.input(0).data_type == DataType::float32) {
        return {combine_floats(node, *inputs[0], *inputs[1], [](double x, double y) { return x + y; })};
    }
    const AddQuantization quantization = add_quantization(node.input(0), node.input(1), node.output());
    return {combine_codes(node, *inputs[0], *inputs[1], [&](std::int32_t x, std::int32_t y) {
        const std::int32_t sum =
            quantization.rescale(x, quantization.first) + quantization.rescale(y, quantization.second);
        return requantize(sum, quantization.output);
    })};
}

} // namespace

std::int32_t AddQuantization::rescale(std::int32_t difference, QuantizedMultiplier multiplier) const {
    return requantize(difference * (1 << left_shift), multiplier);
}

AddQuantization quantize_sum(double first, double second, double output) {
    if (output >= 1.0) {
        throw ModelError(
            wrong_quantization,
            fmt::format("output scale is too small: the sum is rescaled by {}, expected a factor below 1", output)
        );
    }
    AddQuantization result;
    result.first = quantize_multiplier(first);
    result.second = quantize_multiplier(second);
    result.output = quantize_multiplier(output);
    return result;
}

std::int32_t sum_left_shift(const TensorType& output) {
    return output.data_type == DataType::int16 ? 15 : 20;
}

AddQuantization add_quantization(const TensorType& first, const TensorType& second, const TensorType& output) {
    const auto first_scale = static_cast<double>(first.quantization->scale());
    const auto second_scale = static_cast<double>(second.quantization->scale());
    const double twice_larger = 2.0 * std::max(first_scale, second_scale);
    const double common_steps =
        static_cast<double>(1 << sum_left_shift(output)) * static_cast<double>(output.quantization->scale());
    AddQuantization result =
        quantize_sum(first_scale / twice_larger, second_scale / twice_larger, twice_larger / common_steps);
    result.left_shift = sum_left_shift(output);
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
