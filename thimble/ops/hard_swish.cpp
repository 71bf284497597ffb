// SPDX-License-Identifier: Apache-2.0
// The operator hard_swish: x * clamp(x + 3, 0, 6) / 6. int8 is computed in 16-bit fixed point as TensorFlow Lite's
// reference/hard_swish.h, with the multipliers of TensorFlow Lite Micro's kernels/hard_swish_common.cc.
#include "thimble/core/error.h"
#include "thimble/ops/fixed_point.h"
#include "thimble/ops/unary.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

/// Multipliers of an input shifted left by 7 bits: to the output's steps, and to the scale at which 3.0 is 2^15.
struct HardSwishFactors {
    QuantizedMultiplier output; // both with 16-bit multipliers
    QuantizedMultiplier unit;
};

QuantizedMultiplier sixteen_bit_multiplier(double real) {
    QuantizedMultiplier factor = quantize_multiplier(real);
    constexpr std::int32_t largest = 0x7FFF;
    factor.multiplier = std::min((factor.multiplier >> 16) + ((factor.multiplier >> 15) & 1), largest);
    return factor;
}

HardSwishFactors hard_swish_factors(const TensorType& input, const TensorType& output) {
    const float shifted_scale = (1.0F / 128.0F) * input.quantization->scale();
    const HardSwishFactors factors = {
        sixteen_bit_multiplier(shifted_scale / output.quantization->scale()),
        sixteen_bit_multiplier(shifted_scale / (3.0F / 32768.0F))};
    if (factors.output.shift > 0) {
        throw ModelError(
            wrong_quantization, fmt::format(
                                    "output scale is {}, expected at least 1/128 of the input scale {}",
                                    output.quantization->scale(), input.quantization->scale()
                                )
        );
    }
    return factors;
}

std::int32_t saturate(std::int64_t value) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, -32768, 32767));
}

/// round(a * b / 2^15), halves up: the product of two Q0.15. Not both are -1 here.
std::int32_t rounded_product(std::int32_t a, std::int32_t b) {
    return (a * b + (1 << 14)) >> 15;
}

/// (x + 3) / 6 limited to [0, 1], in Q0.15.
std::int32_t share(std::int32_t shifted, QuantizedMultiplier unit) {
    std::int32_t value = shifted;
    if (unit.shift > 0) {
        // The last doubling comes after the multiplication, so that only it saturates what counts.
        value = saturate(std::int64_t{value} << (unit.shift - 1));
    }
    value = rounded_product(value, unit.multiplier);
    value = unit.shift > 0 ? saturate(std::int64_t{2} * value) : rounding_shift_right(value, -unit.shift);
    return (value + (1 << 15)) >> 1;
}

std::int64_t hard_swish_steps(std::int32_t value, const HardSwishFactors& factors) {
    const std::int32_t shifted = value * (1 << 7);
    const std::int32_t scaled = rounded_product(shifted, factors.output.multiplier);
    const std::int32_t product = share(shifted, factors.unit) * scaled / (1 << 15); // towards zero
    return rounding_shift_right(product, -factors.output.shift);
}

std::vector<TensorType> infer(const NodeView& node) {
    const TensorType type = unary_output(node);
    if (type.data_type == DataType::int8 && !node.node().outputs.empty()) {
        hard_swish_factors(node.input(0), node.output());
    }
    return {type};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {map_floats(node, *inputs[0], [](double x) { return x * std::clamp(x + 3.0, 0.0, 6.0) / 6.0; })};
    }
    const HardSwishFactors factors = hard_swish_factors(node.input(0), node.output());
    return {map_codes(node, *inputs[0], [&](std::int32_t value) { return hard_swish_steps(value, factors); })};
}

} // namespace

OpDef hard_swish_def() {
    return {
        .name = "hard_swish",
        .summary = "x * clamp(x + 3, 0, 6) / 6 of every element",
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
