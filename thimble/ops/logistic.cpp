// SPDX-License-Identifier: Apache-2.0
// The operator logistic, also called sigmoid. int8 is computed in fixed point as TensorFlow Lite's
// reference/integer_ops/logistic.h with gemmlowp's fixedpoint.h; int16 interpolates in a table as the same file does.
#include "thimble/ops/fixed_point.h"
#include "thimble/ops/fixed_point_exp.h"
#include "thimble/ops/sigmoid_input.h"
#include "thimble/ops/unary.h"

#include <cmath>
#include <cstdlib>
#include <limits>

namespace thimble {

namespace {

constexpr std::int32_t input_integer_bits = 4;
constexpr std::int32_t one = std::numeric_limits<std::int32_t>::max(); // in Q0.31

/// Steps of 1/256 above 0 for a value less its zero point.
std::int64_t logistic_steps(std::int32_t value, const SigmoidInput& input) {
    if (value <= -input.radius) {
        return 0;
    }
    if (value >= input.radius) {
        return 255;
    }
    const std::int32_t x = requantize(value, input.multiplier);
    const std::int32_t upper = reciprocal_of_one_plus(exp_of_negative(-std::abs(x), input_integer_bits));
    const std::int32_t half = 1 << 30;
    const std::int32_t result = x == 0 ? half : (x > 0 ? upper : one - upper);
    return rounding_shift_right(result, 23);
}

std::vector<TensorType> infer(const NodeView& node) {
    const TensorType type = unary_output_up_to_int16(node);
    if (type.data_type == DataType::int16) {
        sigmoid_int16_input(node.input(0), 0);
        require_output_quantization(node, 1.0F / 32768.0F, 0);
    }
    if (type.data_type == DataType::int8) {
        sigmoid_input(node.input(0));
        require_output_quantization(node, 1.0F / 256.0F, -128);
    }
    return {type};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {map_floats(node, *inputs[0], [](double x) { return 1.0 / (1.0 + std::exp(-x)); })};
    }
    if (node.input(0).data_type == DataType::int16) {
        const SigmoidInt16Input input = sigmoid_int16_input(node.input(0), 0);
        const std::vector<std::int16_t> table = sigmoid_int16_table();
        return {map_codes<std::int16_t>(node, *inputs[0], [&](std::int32_t value) {
            return logistic_int16_at(sigmoid_int16_argument(value, input), table);
        })};
    }
    const SigmoidInput input = sigmoid_input(node.input(0));
    return {map_codes(node, *inputs[0], [&](std::int32_t value) { return logistic_steps(value, input); })};
}

} // namespace

OpDef logistic_def() {
    return {
        .name = "logistic",
        .summary = "1 / (1 + exp(-x)) of every element",
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
