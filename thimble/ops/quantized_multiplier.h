// SPDX-License-Identifier: Apache-2.0
// A positive real factor as a 32-bit integer and a power of two, the form in which integer kernels
// rescale. Used by the reference arithmetic and by lowering.
// Follows the TensorFlow Lite 8-bit quantisation specification.
#pragma once

#include <cstdint>

namespace thimble {

/// The real factor multiplier * 2^(shift - 31).
///
/// Ranges: multiplier is 0 or in [2^30, 2^31); shift is in [-31, 31]; a positive shift is to the left.
struct QuantizedMultiplier {
    std::int32_t multiplier = 0;
    std::int32_t shift = 0;

    friend bool operator==(const QuantizedMultiplier&, const QuantizedMultiplier&) = default;
};

/// The nearest QuantizedMultiplier. Factors below about 2^-32 become zero.
///
/// Errors: ModelError E0423 when `real` is negative or above 2^31 - 1.
/// Source: TensorFlow Lite, kernels/internal/quantization_util.cc (QuantizeMultiplier).
QuantizedMultiplier quantize_multiplier(double real);

} // namespace thimble
