// SPDX-License-Identifier: Apache-2.0
// The natural logarithm in 32-bit fixed point, as the int8 log_softmax of TensorFlow Lite evaluates it.
// Qm.n has m integer bits, n fractional bits and a sign.
#pragma once

#include <cstdint>

namespace thimble {

/// log(value) as Q5.26 for a value >= 1 in Q12.19.
///
/// Method: value = 2^k * r with r near 2^(-1/4), chosen among two scalings; a rational function gives log(r 2^(1/4)).
/// Source: TensorFlow Lite, kernels/internal/common.h (log_x_for_x_greater_than_or_equal_to_1).
std::int32_t log_of_one_or_more(std::int32_t value);

} // namespace thimble
