// SPDX-License-Identifier: Apache-2.0
// exp and 1/(1+x) in 32-bit fixed point, as the int8 softmax of TensorFlow Lite evaluates them.
// Qm.n has m integer bits, n fractional bits and a sign.
#pragma once

#include <cstdint>

namespace thimble {

/// exp(value) as Q0.31 for a value <= 0 in Q5.26; exp(0) is the largest int32.
///
/// Method: exp(-1/8) times a Taylor polynomial around -1/8 for the part in [-1/4, 0), times one
/// constant for each further binary digit of the exponent.
/// Source: gemmlowp, fixedpoint/fixedpoint.h (exp_on_negative_values).
std::int32_t exp_of_negative(std::int32_t value);

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
