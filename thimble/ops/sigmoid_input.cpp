// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/sigmoid_input.h"

#include "thimble/core/error.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace thimble {

SigmoidInput sigmoid_input(const TensorType& input) {
    constexpr double one = 1 << 27; // in Q4.27
    const double real = static_cast<double>(input.quantization->scale()) * one;
    if (real <= 1.0) {
        throw ModelError(
            wrong_quantization, fmt::format("input scale is {}, expected above 2^-27", input.quantization->scale())
        );
    }
    SigmoidInput result;
    // A larger factor has a radius of 0 all the same, and is never applied.
    result.multiplier = quantize_multiplier(std::min(real, 2147483647.0));
    result.radius = static_cast<std::int32_t>(std::floor(std::ldexp(15.0 * one, -result.multiplier.shift)));
    return result;
}

SigmoidInt16Input sigmoid_int16_input(const TensorType& input, std::int32_t largest_power) {
    const float scale = input.quantization->scale();
    const float logarithm = std::log2(scale);
    const auto exponent = static_cast<std::int32_t>(std::round(logarithm));
    const bool is_power_of_two = std::abs(logarithm - static_cast<float>(exponent)) < 1e-3F;
    const std::int32_t shift = exponent + 12; // to Q3.12, which the table's argument is three times of
    if (is_power_of_two && shift >= 0 && shift <= largest_power) {
        return {3 << shift, 0};
    }
    SigmoidInt16Input result;
    double multiplier = static_cast<double>(scale) * 4096.0 * 3.0;
    while (multiplier <= 32767.0 / 2.0 && result.shift <= 30) {
        ++result.shift;
        multiplier *= 2.0;
    }
    if (!(multiplier < 32768.0)) {
        throw ModelError(wrong_quantization, fmt::format("input scale is {}, expected below 2.67 in 16 bits", scale));
    }
    result.multiplier = static_cast<std::int32_t>(multiplier);
    return result;
}

std::int32_t sigmoid_int16_argument(std::int32_t value, const SigmoidInt16Input& input) {
    const std::int64_t half = input.shift > 0 ? std::int64_t{1} << (input.shift - 1) : 0;
    return static_cast<std::int32_t>((std::int64_t{value} * input.multiplier + half) >> input.shift);
}

std::int32_t interpolate_sigmoid(const std::vector<std::int16_t>& table, std::int32_t magnitude, int fraction_bits) {
    const auto index = static_cast<std::size_t>(magnitude >> fraction_bits);
    const std::int32_t start = table[index] + 32768;
    const std::int32_t slope = table[index + 1] - table[index];
    const std::int32_t fraction = magnitude & ((1 << fraction_bits) - 1);
    return (start << fraction_bits) + fraction * slope;
}

std::int32_t logistic_int16_at(std::int32_t argument, const std::vector<std::int16_t>& table) {
    const std::int32_t magnitude = std::abs(argument);
    constexpr std::int32_t one_point = 512; // steps of the argument between two points of the table
    const std::int32_t upper = magnitude >= 255 * one_point ? 0x7FFF << 10 : interpolate_sigmoid(table, magnitude, 9);
    const std::int32_t result = argument >= 0 ? upper + 512 : (1 << 25) - upper + 511;
    return result >> 10;
}

std::int32_t tanh_int16_at(std::int32_t argument, const std::vector<std::int16_t>& table) {
    // tanh(x) is 2 * logistic(2x) - 1.
    const std::int32_t magnitude = std::abs(argument);
    constexpr std::int32_t one_point = 256; // steps of the argument between two points of the table
    const std::int32_t upper = magnitude >= 255 * one_point ? 0xFFFF << 8 : interpolate_sigmoid(table, magnitude, 8);
    const std::int32_t above_half = upper - (1 << 23);
    const std::int32_t result = argument >= 0 ? above_half + 128 : 127 - above_half;
    return result >> 8;
}

std::vector<std::int16_t> sigmoid_int16_table() {
    const auto steps = [](double x) { return 65536.0 / (1.0 + std::exp(-x / 24.0)); };
    std::vector<std::int16_t> table;
    for (int index = 0; index < 255; ++index) {
        const double middle = steps(index + 0.5) - (steps(index) + steps(index + 1)) / 2.0;
        table.push_back(static_cast<std::int16_t>(std::round(steps(index) + middle / 2.0) - 32768.0));
    }
    table.push_back(32767);
    return table;
}

} // namespace thimble
