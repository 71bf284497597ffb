// SPDX-License-Identifier: Apache-2.0
// A positive real factor as a 32-bit integer and a power of two, the form in which integer kernels
// rescale. Used by the reference arithmetic and by lowering.
// Follows the TensorFlow Lite 8-bit quantisation specification.
#pragma once

#include <cstdint>

namespace thimble {

/// The real factor multiplier * 2^(shift - 31).
///
/// Ranges: multiplier is 0 or in [2^30, 2^31), or below where the shift is 0 (`Rounding::once`); shift is in [-31, 31];
/// a positive shift is to the left.
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

/// How an accumulator times a real factor becomes an integer.
enum class Rounding : std::uint8_t {
    twice, ///< TensorFlow Lite's: at 31 fractional bits, then at the right shift
    once   ///< of the whole product, as runtimes do that compute it in float
};

/// As above; `Rounding::once` keeps factors below 1 without a right shift, at the cost of leading zeros: the factor is
/// within 2^-32.
QuantizedMultiplier quantize_multiplier(double real, Rounding rounding);

} // namespace thimble
