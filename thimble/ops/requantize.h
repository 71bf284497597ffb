// SPDX-License-Identifier: Apache-2.0
// From 32-bit accumulators back to int8: applying a multiplier with double rounding, and the int8
// range that a fused activation leaves. Shared by the operators' references and by lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace thimble {

/// value * multiplier, rounded twice: at bit 31 (halves up), then at the right shift (halves away
/// from zero). A left shift that leaves 32 bits wraps.
///
/// Source: TensorFlow Lite, kernels/internal/common.h, double-rounding form.
std::int32_t requantize(std::int32_t value, QuantizedMultiplier multiplier);

/// input scale / output scale: what quantize, clip and mean rescale by. Both types are per-tensor.
QuantizedMultiplier rescale_multiplier(const TensorType& input, const TensorType& output);

/// Bounds of stored int8 values, both included.
struct ClampRange {
    std::int32_t low = -128;
    std::int32_t high = 127;

    friend bool operator==(const ClampRange&, const ClampRange&) = default;
};

/// The stored values that an activation range [low, high] of real numbers leaves in `output`.
/// The division is in float, rounding is half away from zero, as in TensorFlow Lite.
ClampRange quantized_clamp(const TensorType& output, const std::vector<double>& activation);

/// `value` within `range`, as the stored element.
inline std::int8_t clamp_to_int8(std::int64_t value, ClampRange range) {
    return static_cast<std::int8_t>(std::clamp<std::int64_t>(value, range.low, range.high));
}

} // namespace thimble
