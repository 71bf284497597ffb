// SPDX-License-Identifier: Apache-2.0
// From accumulators back to int8 or int16: applying a multiplier, and the range of stored values that a
// fused activation leaves. Shared by the operators' references and by lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace thimble {

/// value * multiplier, rounded twice: at bit 31 (halves up), then at the right shift (halves away
/// from zero). A left shift that leaves 32 bits wraps.
///
/// Source: TensorFlow Lite, kernels/internal/common.h, double-rounding form.
std::int32_t requantize(std::int32_t value, QuantizedMultiplier multiplier);

/// value * multiplier for accumulators of 64 bits: the multiplier is rounded to 16 bits, the product once, halves up.
/// The shift is below 8. What leaves 64 bits wraps, and the result is cut to 32.
///
/// Source: TensorFlow Lite, kernels/internal/common.cc (the 64-bit MultiplyByQuantizedMultiplier).
std::int32_t requantize_wide(std::int64_t value, QuantizedMultiplier multiplier);

/// Errors: ModelError E0423 when requantize_wide cannot apply one of them, being 2^7 or more.
void require_wide_multipliers(const std::vector<QuantizedMultiplier>& multipliers);

/// input scale / output scale: what quantize, clip and mean rescale by. Both types are per-tensor.
QuantizedMultiplier rescale_multiplier(const TensorType& input, const TensorType& output);

/// Bounds of stored int8 values, both included.
struct ClampRange {
    std::int32_t low = -128;
    std::int32_t high = 127;

    friend bool operator==(const ClampRange&, const ClampRange&) = default;
};

/// All values that int8 or int16 stores.
ClampRange stored_range(DataType type);

/// The stored values that an activation range [low, high] of real numbers leaves in `output`.
/// The division is in float, rounding is half away from zero, as in TensorFlow Lite.
ClampRange quantized_clamp(const TensorType& output, const std::vector<double>& activation);

/// `value` within `range`, as the stored element.
template <typename Element> Element clamp_to(std::int64_t value, ClampRange range) {
    return static_cast<Element>(std::clamp<std::int64_t>(value, range.low, range.high));
}

inline std::int8_t clamp_to_int8(std::int64_t value, ClampRange range) {
    return clamp_to<std::int8_t>(value, range);
}

/// `value` within all that the element stores.
template <typename Element> Element saturate_to(std::int64_t value) {
    using Limits = std::numeric_limits<Element>;
    return clamp_to<Element>(value, {Limits::min(), Limits::max()});
}

} // namespace thimble
