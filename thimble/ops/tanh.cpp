// SPDX-License-Identifier: Apache-2.0
// The operator tanh. int8 is computed in fixed point as TensorFlow Lite's reference/integer_ops/tanh.h with
// gemmlowp's fixedpoint.h; int16 interpolates in a table as the same file does.
#include "thimble/ops/fixed_point.h"
#include "thimble/ops/fixed_point_exp.h"
#include "thimble/ops/sigmoid_input.h"
#include "thimble/ops/unary.h"

#include <cmath>
#include <cstdlib>

namespace thimble {

namespace {

/// Steps of 1/128 for a value less its zero point.
std::int64_t tanh_steps(std::int32_t value, const SigmoidInput& input) {
    if (value <= -input.radius) {
        return -128;
    }
    if (value >= input.radius) {
        return 127;
    }
    const std::int32_t x = requantize(value, input.multiplier);
    if (x == 0) {
        return 0;
    }
    // The bits of x in Q4.27 are those of 2x in Q5.26, and tanh(x) = (1 - exp(-2x)) / (1 + exp(-2x)).
    const std::int32_t magnitude = one_minus_over_one_plus(exp_of_negative(-std::abs(x)));
    return rounding_shift_right(x < 0 ? -magnitude : magnitude, 24);
}

std::vector<TensorType> infer(const NodeView& node) {
    const TensorType type = unary_output_up_to_int16(node);
    if (type.data_type == DataType::int16) {
        sigmoid_int16_input(node.input(0), 1);
        require_output_quantization(node, 1.0F / 32768.0F, 0);
    }
    if (type.data_type == DataType::int8) {
        sigmoid_input(node.input(0));
        require_output_quantization(node, 1.0F / 128.0F, 0);
    }
    return {type};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {map_floats(node, *inputs[0], [](double x) { return std::tanh(x); })};
    }
    if (node.input(0).data_type == DataType::int16) {
        const SigmoidInt16Input input = sigmoid_int16_input(node.input(0), 1);
        const std::vector<std::int16_t> table = sigmoid_int16_table();
        return {map_codes<std::int16_t>(node, *inputs[0], [&](std::int32_t value) {
            return tanh_int16_at(sigmoid_int16_argument(value, input), table);
        })};
    }
    const SigmoidInput input = sigmoid_input(node.input(0));
    return {map_codes(node, *inputs[0], [&](std::int32_t value) { return tanh_steps(value, input); })};
}

} // namespace

OpDef tanh_def() {
    return {
        .name = "tanh",
        .summary = "hyperbolic tangent of every element",
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
