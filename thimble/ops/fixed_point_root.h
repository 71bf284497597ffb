// SPDX-License-Identifier: Apache-2.0
// The reciprocal of a square root in 32-bit fixed point, as TensorFlow Lite's int8 L2 normalisation evaluates it.
#pragma once

#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

/// 1 / sqrt(value) for a value >= 0; 0 counts as 1.
///
/// Method: a value scaled by a power of four to between 1/2 and 2; five Newton steps from 1.
/// Source: TensorFlow Lite, kernels/internal/common.h (GetInvSqrtQuantizedMultiplierExp).
QuantizedMultiplier reciprocal_root(std::int32_t value);

} // namespace thimble
