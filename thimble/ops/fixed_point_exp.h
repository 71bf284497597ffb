// SPDX-License-Identifier: Apache-2.0
// exp and 1/(1+x) in 32-bit fixed point, as the int8 softmax of TensorFlow Lite evaluates them.
// Qm.n has m integer bits, n fractional bits and a sign.
#pragma once

#include <cstdint>

namespace thimble {

/// exp(value) as Q0.31 for a value <= 0 with `integer_bits` (4 or 5) of 31 bits before the point; exp(0) is the
/// largest int32.
///
/// Method: exp(-1/8) times a Taylor polynomial around -1/8 for the part in [-1/4, 0), times one
/// constant for each further binary digit of the exponent.
/// Source: gemmlowp, fixedpoint/fixedpoint.h (exp_on_negative_values).
std::int32_t exp_of_negative(std::int32_t value, std::int32_t integer_bits = 5);

/// 1 / (1 + value) and (1 - value) / (1 + value) as Q0.31 for a value in [0, 1] as Q0.31.
///
/// Source: gemmlowp, fixedpoint/fixedpoint.h (one_over_one_plus_x_for_x_in_0_1 and its neighbour).
std::int32_t reciprocal_of_one_plus(std::int32_t value);
std::int32_t one_minus_over_one_plus(std::int32_t value);

/// A reciprocal as mantissa and exponent: mantissa * 2^-31 * 2^-shift, mantissa in Q0.31.
struct FixedPointReciprocal {
    std::int32_t mantissa = 0;
    std::int32_t shift = 0;
};

/// 1 / value for a value > 0 in Q12.19.
///
/// Method: value = 2^shift * (1 + x) with x in [0, 1); three Newton steps give 1 / (1 + x).
/// Source: TensorFlow Lite, kernels/internal/common.h (GetReciprocal); gemmlowp
/// (one_over_one_plus_x_for_x_in_0_1).
FixedPointReciprocal reciprocal(std::int32_t value);

} // namespace thimble
