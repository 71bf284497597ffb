// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/requantize.h"

#include "thimble/ops/fixed_point.h"

#include <cmath>

namespace thimble {

namespace {

std::int32_t quantized_bound(double bound, const Quantization& quantization) {
    const float steps = std::round(static_cast<float>(bound) / quantization.scale());
    const double stored = static_cast<double>(steps) + quantization.zero_point();
    return static_cast<std::int32_t>(std::clamp(stored, -128.0, 127.0));
}

} // namespace

std::int32_t requantize(std::int32_t value, QuantizedMultiplier multiplier) {
    const std::int32_t left = std::max(multiplier.shift, 0);
    const std::int32_t right = std::max(-multiplier.shift, 0);
    const auto shifted = static_cast<std::int32_t>(static_cast<std::uint32_t>(value) << left);
    return rounding_shift_right(high_multiply(shifted, multiplier.multiplier), right);
}

QuantizedMultiplier rescale_multiplier(const TensorType& input, const TensorType& output) {
    return quantize_multiplier(
        static_cast<double>(input.quantization->scale()) / static_cast<double>(output.quantization->scale())
    );
}

ClampRange quantized_clamp(const TensorType& output, const std::vector<double>& activation) {
    return {quantized_bound(activation[0], *output.quantization), quantized_bound(activation[1], *output.quantization)};
}

} // namespace thimble
