// SPDX-License-Identifier: Apache-2.0
// Sources: TensorFlow Lite, kernels/elementwise.cc (abs, rsqrt, sqrt, log), kernels/internal/reference/gelu.h and
// integer_ops/lut.h; TensorFlow Lite Micro, kernels/elu.cc. What they do not have is computed in their float table's
// way.
#include "thimble/ops/unary_codes.h"

#include "thimble/ops/fixed_point.h"
#include "thimble/ops/unary.h"
#include "thimble/ops/unary_math.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace thimble {

namespace {

/// Beyond the range of int8 all steps are one.
constexpr float beyond = 1024.0F;

struct UnaryScales {
    float input = 1.0F;
    float output = 1.0F;
};

UnaryScales scales_of(const NodeView& node) {
    return {node.input(0).quantization->scale(), node.output().quantization->scale()};
}

QuantizedMultiplier rsqrt_multiplier(const UnaryScales& scales) {
    return quantize_multiplier(
        1.0 / (std::sqrt(static_cast<double>(scales.input)) * static_cast<double>(scales.output))
    );
}

/// 1 / sqrt(value) as a multiplier, by five Newton-Raphson steps in Q3.28.
/// Source: TensorFlow Lite, kernels/internal/common.h (GetInvSqrtQuantizedMultiplierExp).
QuantizedMultiplier inverse_square_root(std::int32_t value) {
    if (value <= 1) {
        return {std::numeric_limits<std::int32_t>::max(), 0};
    }
    constexpr std::int32_t one = 1 << 28;
    constexpr std::int32_t half_three = one + one / 2;
    constexpr std::int32_t half_square_root_of_two = 1518500250; // in Q0.31
    const std::int32_t pairs = (std::countl_zero(static_cast<std::uint32_t>(value)) - 1) / 2 - 1;
    const std::int32_t half_input = rounding_shift_right((value << (2 * pairs)) >> 1, 1);
    std::int32_t x = one;
    for (int step = 0; step < 5; ++step) {
        const std::int32_t cube = saturating_shift_left(high_multiply(high_multiply(x, x), x), 6);
        x = saturating_shift_left(high_multiply(half_three, x) - high_multiply(half_input, cube), 3);
    }
    x = high_multiply(x, half_square_root_of_two);
    const std::int32_t right_shift = 11 - pairs;
    return right_shift < 0 ? QuantizedMultiplier{x << -right_shift, 0} : QuantizedMultiplier{x, -right_shift};
}

std::int32_t rsqrt_steps(std::int32_t value, QuantizedMultiplier factor) {
    if (value <= 0) {
        return value == 0 ? static_cast<std::int32_t>(beyond) : 0;
    }
    constexpr std::int32_t extra_bits = 20;
    QuantizedMultiplier inverse = inverse_square_root(value);
    inverse.shift += extra_bits;
    factor.shift -= extra_bits;
    return factor.shift < -31 ? 0 : requantize(requantize(1, inverse), factor);
}

float gelu_tanh(float x) {
    constexpr double root = std::numbers::inv_sqrtpi * std::numbers::sqrt2; // of 2 / pi
    return 0.5F * x * (1.0F + std::tanh(static_cast<float>(root) * (x + 0.044715F * x * x * x)));
}

/// The function in float32.
float transform(std::string_view op, const Parameters& parameters, float x) {
    if (op == "exp") {
        return std::exp(x);
    }
    if (op == "log") {
        return x <= 0.0F ? -std::numeric_limits<float>::infinity() : std::log(x);
    }
    if (op == "elu" && parameters[0] == 1.0) {
        return x < 0.0F ? std::exp(x) - 1.0F : x;
    }
    if (op == "gelu") {
        return 0.5F * x * std::erfc(x * static_cast<float>(-1.0 / std::numbers::sqrt2));
    }
    if (op == "gelu_tanh") {
        return gelu_tanh(x);
    }
    const double result = unary_function(op).apply(static_cast<double>(x), parameters[0], parameters[1]);
    return static_cast<float>(result);
}

/// Steps of the output; what is not a number counts as 0.
std::int32_t whole_steps(float steps) {
    return std::isnan(steps) ? 0 : static_cast<std::int32_t>(std::clamp(steps, -beyond, beyond));
}

} // namespace

void check_unary_codes(const NodeView& node) {
    if (node.node().op == "abs") {
        rescale_multiplier(node.input(0), node.output());
    } else if (node.node().op == "rsqrt") {
        rsqrt_multiplier(scales_of(node));
    }
}

Tensor evaluate_unary_codes(const NodeView& node, const Tensor& input) {
    const std::string& op = node.node().op;
    const UnaryScales scales = scales_of(node);
    if (op == "abs") {
        const QuantizedMultiplier factor = rescale_multiplier(node.input(0), node.output());
        return map_codes(node, input, [&](std::int32_t value) { return requantize(std::abs(value), factor); });
    }
    if (op == "rsqrt") {
        const QuantizedMultiplier factor = rsqrt_multiplier(scales);
        return map_codes(node, input, [&](std::int32_t value) { return rsqrt_steps(value, factor); });
    }
    if (op == "sqrt") {
        return map_codes(node, input, [&](std::int32_t value) {
            return whole_steps(std::sqrt(scales.input * static_cast<float>(value)) / scales.output);
        });
    }
    const Parameters parameters = unary_parameters(node);
    const float inverse_scale = 1.0F / scales.output;
    return map_codes(node, input, [&](std::int32_t value) {
        const float result = transform(op, parameters, scales.input * static_cast<float>(value));
        return whole_steps(std::round(result * inverse_scale));
    });
}

} // namespace thimble
