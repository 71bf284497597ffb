// SPDX-License-Identifier: Apache-2.0
// The operator log_softmax: x - log(sum(exp(x))) over the last axis. int8 is computed in fixed point as TensorFlow
// Lite's reference/log_softmax.h, with an output scale of 1/16 and a zero point of 127.
#include "thimble/ops/log_softmax.h"

#include "thimble/core/error.h"
#include "thimble/ops/fixed_point.h"
#include "thimble/ops/fixed_point_exp.h"
#include "thimble/ops/fixed_point_log.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr int sum_integer_bits = 12;
// The sum of that many exponentials still fits Q12.19.
constexpr std::int64_t largest_int8_depth = 4095;

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 1);
    const Shape& shape = node.input(0).shape;
    if (shape.rank() == 0) {
        throw ModelError(wrong_shape, "input is a scalar, expected at least 1 axis");
    }
    if (data_type == DataType::int8) {
        if (shape[shape.rank() - 1] > largest_int8_depth) {
            throw ModelError(
                wrong_shape, fmt::format(
                                 "last axis of {} has {} elements, 8-bit log_softmax takes {}", shape.to_string(),
                                 shape[shape.rank() - 1], largest_int8_depth
                             )
            );
        }
        log_softmax_quantization(node.input(0));
        require_output_quantization(node, 1.0F / 16.0F, 127);
    }
    return {output_type(node, data_type, shape)};
}

void log_softmax_row(std::span<const float> row, std::span<float> output) {
    const double largest = *std::max_element(row.begin(), row.end());
    double sum = 0.0;
    for (const float value : row) {
        sum += std::exp(value - largest);
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
        output[i] = static_cast<float>(row[i] - largest - std::log(sum));
    }
}

void log_softmax_row(
    std::span<const std::int8_t> row, const LogSoftmaxQuantization& quantization, std::span<std::int8_t> output
) {
    const auto& [forward, inverse] = quantization;
    const std::int32_t largest = *std::max_element(row.begin(), row.end());
    std::int32_t sum = 0;
    for (const std::int8_t value : row) {
        if (value - largest >= forward.diff_min) {
            const std::int32_t power = exp_of_negative(requantize(value - largest, forward.input));
            sum += rounding_shift_right(power, sum_integer_bits);
        }
    }
    const std::int32_t log_sum = log_of_one_or_more(sum);
    // The difference from which on the result is above the lowest number of Q5.26.
    const std::int32_t threshold =
        std::max(forward.diff_min - 1, requantize(log_sum + std::numeric_limits<std::int32_t>::min(), inverse));
    for (std::size_t i = 0; i < row.size(); ++i) {
        output[i] = -128;
        if (row[i] - largest > threshold) {
            const std::int32_t result = requantize(row[i] - largest, forward.input) - log_sum;
            // 22 bits from Q5.26 to sixteenths.
            output[i] = clamp_to_int8(std::int64_t{rounding_shift_right(result, 22)} + 127, {});
        }
    }
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Tensor& input = *inputs[0];
    Tensor output(node.output());
    const Shape& shape = input.type.shape;
    const auto depth = static_cast<std::size_t>(shape[shape.rank() - 1]);
    const bool is_float = input.type.data_type == DataType::float32;
    const auto count = static_cast<std::size_t>(shape.element_count());
    for (std::size_t start = 0; start < count; start += depth) {
        if (is_float) {
            log_softmax_row(
                input.elements<float>().subspan(start, depth), output.elements<float>().subspan(start, depth)
            );
        } else {
            log_softmax_row(
                input.elements<std::int8_t>().subspan(start, depth), log_softmax_quantization(input.type),
                output.elements<std::int8_t>().subspan(start, depth)
            );
        }
    }
    return {output};
}

} // namespace

LogSoftmaxQuantization log_softmax_quantization(const TensorType& input) {
    const SoftmaxQuantization forward = softmax_quantization(1.0, input);
    const double back = std::ldexp(1.0, 31 - forward.input.shift) / forward.input.multiplier;
    return {forward, quantize_multiplier(back)};
}

OpDef log_softmax_def() {
    return {
        .name = "log_softmax",
        .summary = "x - log(sum(exp(x))) over the last axis",
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
