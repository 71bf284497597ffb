// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/requantize.h"

#include "thimble/core/error.h"
#include "thimble/ops/fixed_point.h"

#include <cmath>

#include <fmt/format.h>

namespace thimble {

namespace {

std::int32_t quantized_bound(double bound, const TensorType& type) {
    const ClampRange limits = stored_range(type.data_type);
    const float steps = std::round(static_cast<float>(bound) / type.quantization->scale());
    const double stored = static_cast<double>(steps) + type.quantization->zero_point();
    return static_cast<std::int32_t>(std::clamp<double>(stored, limits.low, limits.high));
}

} // namespace

std::int32_t requantize(std::int32_t value, QuantizedMultiplier multiplier) {
    const std::int32_t left = std::max(multiplier.shift, 0);
    const std::int32_t right = std::max(-multiplier.shift, 0);
    const auto shifted = static_cast<std::int32_t>(static_cast<std::uint32_t>(value) << left);
    return rounding_shift_right(high_multiply(shifted, multiplier.multiplier), right);
}

std::int32_t requantize_wide(std::int64_t value, QuantizedMultiplier multiplier) {
    constexpr std::int32_t largest_rounded_up = 0x7FFF0000;
    const std::int64_t reduced =
        multiplier.multiplier < largest_rounded_up ? (std::int64_t{multiplier.multiplier} + (1 << 15)) >> 16 : 0x7FFF;
    const std::int32_t right = 15 - multiplier.shift;
    const std::uint64_t half = std::uint64_t{1} << (right - 1);
    const std::uint64_t product = static_cast<std::uint64_t>(value) * static_cast<std::uint64_t>(reduced);
    return static_cast<std::int32_t>(static_cast<std::int64_t>(product + half) >> right);
}

void require_wide_multipliers(const std::vector<QuantizedMultiplier>& multipliers) {
    for (const QuantizedMultiplier& multiplier : multipliers) {
        if (multiplier.shift >= 8) {
            throw ModelError(
                "E0423",
                fmt::format("scales give a factor of 2^{} or more, expected one below 2^7", multiplier.shift - 1)
            );
        }
    }
}

ClampRange stored_range(DataType type) {
    if (type == DataType::int16) {
        return {std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()};
    }
    return {};
}

QuantizedMultiplier rescale_multiplier(const TensorType& input, const TensorType& output) {
    return quantize_multiplier(
        static_cast<double>(input.quantization->scale()) / static_cast<double>(output.quantization->scale())
    );
}

ClampRange quantized_clamp(const TensorType& output, const std::vector<double>& activation) {
    return {quantized_bound(activation[0], output), quantized_bound(activation[1], output)};
}

} // namespace thimble
