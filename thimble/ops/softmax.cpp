// SPDX-License-Identifier: Apache-2.0
// The operator softmax: exp(beta * x) over the last axis, divided by its sum. int8 is computed in
// fixed point as TensorFlow Lite's reference/softmax.h: differences to the maximum in Q5.26, their
// exponentials summed in Q12.19; its output may be int16. int16 interpolates both functions in tables, as SoftmaxInt16
// there.
#include "thimble/ops/softmax.h"

#include "thimble/core/error.h"
#include "thimble/ops/fixed_point.h"
#include "thimble/ops/fixed_point_exp.h"
#include "thimble/ops/interpolation_table.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr int difference_fraction_bits = 26;
constexpr int sum_integer_bits = 12;

// The sum of that many exponentials still fits Q12.19.
constexpr std::int64_t largest_int8_depth = 4095;

// That many exponentials of at most 32767 still fit 31 bits.
constexpr std::int64_t largest_int16_depth = 65535;

void require_summable_rows(const TensorType& input) {
    const std::int64_t depth = input.shape[input.shape.rank() - 1];
    const std::int64_t largest = input.data_type == DataType::int16 ? largest_int16_depth : largest_int8_depth;
    if (depth > largest) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "last axis of {} has {} elements, {}-bit softmax takes {}", input.shape.to_string(), depth,
                             8 * size_bytes(input.data_type), largest
                         )
        );
    }
}

bool has_int16_output(const NodeView& node) {
    return !node.node().outputs.empty() && node.output().data_type == DataType::int16;
}

/// The output of int8 inputs in int16. TensorFlow Lite Micro's kernel looks at the zero point alone; models with other
/// scales than 1/65536 are about, and mean it all the same.
void require_probabilities_of_int16(const TensorType& output) {
    const bool is_given = output.quantization && !output.quantization->is_per_axis();
    if (!is_given || output.quantization->zero_point() != -32768) {
        throw ModelError(wrong_quantization, "int16 output of int8 input expects one scale and zero point -32768");
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_int8_or_int16(node, 1);
    const TensorType& input = node.input(0);
    if (input.shape.rank() == 0) {
        throw ModelError(wrong_shape, "input is a scalar, expected at least 1 axis");
    }
    const double beta = softmax_beta(node.attributes());
    if (data_type == DataType::int8) {
        require_summable_rows(input);
        softmax_quantization(beta, input);
        if (has_int16_output(node)) {
            require_probabilities_of_int16(node.output());
            return {output_type(node, DataType::int16, input.shape)};
        }
        require_output_quantization(node, 1.0F / 256.0F, -128);
    } else if (data_type == DataType::int16) {
        require_summable_rows(input);
        softmax_int16_multiplier(beta, input);
        require_output_quantization(node, 1.0F / 32768.0F, 0);
    }
    return {output_type(node, data_type, input.shape)};
}

void softmax_row(std::span<const float> row, double beta, std::span<float> output) {
    const double largest = *std::max_element(row.begin(), row.end());
    double sum = 0.0;
    for (const float value : row) {
        sum += std::exp((value - largest) * beta);
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
        output[i] = static_cast<float>(std::exp((row[i] - largest) * beta) / sum);
    }
}

template <typename Output>
void softmax_row(std::span<const std::int8_t> row, const SoftmaxQuantization& quantization, std::span<Output> output) {
    constexpr std::int32_t lowest = std::numeric_limits<Output>::min();
    constexpr int unused_bits = 31 - 8 * static_cast<int>(sizeof(Output));
    const std::int32_t largest = *std::max_element(row.begin(), row.end());
    std::int32_t sum = 0;
    for (const std::int8_t value : row) {
        if (value - largest >= quantization.diff_min) {
            const std::int32_t power = exp_of_negative(requantize(value - largest, quantization.input));
            sum += rounding_shift_right(power, sum_integer_bits);
        }
    }
    const FixedPointReciprocal scale = reciprocal(sum);
    for (std::size_t i = 0; i < row.size(); ++i) {
        output[i] = lowest;
        if (row[i] - largest >= quantization.diff_min) {
            const std::int32_t power = exp_of_negative(requantize(row[i] - largest, quantization.input));
            // From Q0.31 to the steps of the output, and the bits of the reciprocal.
            const std::int32_t shift = scale.shift + unused_bits;
            const std::int32_t steps = rounding_shift_right(high_multiply(scale.mantissa, power), shift);
            output[i] = saturate_to<Output>(std::int64_t{steps} + lowest);
        }
    }
}

struct SoftmaxInt16 {
    QuantizedMultiplier input;
    std::vector<std::int16_t> exponential;
    std::vector<std::int16_t> reciprocal;
};

void softmax_row(std::span<const std::int16_t> row, const SoftmaxInt16& tables, std::span<std::int16_t> output) {
    const std::int32_t largest = *std::max_element(row.begin(), row.end());
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::int64_t position = std::int64_t{requantize(row[i] - largest, tables.input)} + 32767;
        output[i] = interpolate(tables.exponential, saturate_to<std::int16_t>(position));
        sum += output[i];
    }
    const int headroom = std::countl_zero(static_cast<std::uint32_t>(sum));
    const std::int64_t mantissa = ((std::int64_t{sum} << (headroom - 1)) + (1 << 13)) >> 14; // 1.0 is 2^16
    const std::int64_t scale =
        interpolate(tables.reciprocal, saturate_to<std::int16_t>(mantissa - (1 << 16) - (1 << 15)));
    const int shift = 31 - headroom;
    for (std::int16_t& element : output) {
        const std::int64_t share = (element * scale + (std::int64_t{1} << (shift - 1))) >> shift;
        element = static_cast<std::int16_t>(std::clamp<std::int64_t>(share, 0, 32767));
    }
}

template <typename Element, typename Output = Element, typename Parameter>
Tensor evaluate_rows(const NodeView& node, const Tensor& input, const Parameter& parameter) {
    Tensor output(node.output());
    const Shape& shape = input.type.shape;
    const auto depth = static_cast<std::size_t>(shape[shape.rank() - 1]);
    const std::span<const Element> from = input.elements<Element>();
    const std::span<Output> to = output.elements<Output>();
    for (std::size_t start = 0; start < from.size(); start += depth) {
        softmax_row(from.subspan(start, depth), parameter, to.subspan(start, depth));
    }
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const double beta = softmax_beta(node.attributes());
    if (node.input(0).data_type == DataType::float32) {
        return {evaluate_rows<float>(node, *inputs[0], beta)};
    }
    if (node.input(0).data_type == DataType::int16) {
        const SoftmaxInt16 tables = {
            softmax_int16_multiplier(beta, node.input(0)), softmax_exponential_table(), softmax_reciprocal_table()};
        return {evaluate_rows<std::int16_t>(node, *inputs[0], tables)};
    }
    const SoftmaxQuantization quantization = softmax_quantization(beta, node.input(0));
    if (has_int16_output(node)) {
        return {evaluate_rows<std::int8_t, std::int16_t>(node, *inputs[0], quantization)};
    }
    return {evaluate_rows<std::int8_t>(node, *inputs[0], quantization)};
}

} // namespace

double softmax_beta(const Attributes& attributes) {
    const double beta = attributes.has("beta") ? attributes.get<double>("beta") : 1.0;
    if (!(beta > 0.0) || !std::isfinite(beta)) {
        throw ModelError(wrong_attribute, fmt::format("beta is {}, expected a number above 0", beta));
    }
    return beta;
}

SoftmaxQuantization softmax_quantization(double beta, const TensorType& input) {
    const double scaled = beta * static_cast<double>(input.quantization->scale()) * (1 << difference_fraction_bits);
    const double real = std::min(scaled, 2147483647.0);
    if (real <= 1.0) {
        throw ModelError(
            wrong_quantization, fmt::format(
                                    "input scale {} times beta {} is too small for 8-bit softmax, expected above 2^-26",
                                    input.quantization->scale(), beta
                                )
        );
    }
    SoftmaxQuantization result;
    result.input = quantize_multiplier(real);
    const double largest_difference = 31.0 * (1 << difference_fraction_bits);
    result.diff_min = -static_cast<std::int32_t>(std::floor(std::ldexp(largest_difference, -result.input.shift)));
    return result;
}

QuantizedMultiplier softmax_int16_multiplier(double beta, const TensorType& input) {
    return quantize_multiplier(static_cast<double>(input.quantization->scale()) * beta / (10.0 / 65535.0));
}

std::vector<std::int16_t> softmax_exponential_table() {
    return interpolation_table([](float x) { return std::exp(x); }, -10.0F, 0.0F);
}

std::vector<std::int16_t> softmax_reciprocal_table() {
    return interpolation_table([](float x) { return 1.0F / (1.0F + x); }, 0.0F, 1.0F);
}

OpDef softmax_def() {
    return {
        .name = "softmax",
        .summary = "exp(beta * x) over the last axis, divided by its sum",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes = {{.name = "beta", .kind_example = 1.0}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
