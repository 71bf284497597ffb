// SPDX-License-Identifier: Apache-2.0
// Requantisation of mean and reduce_sum, for their references and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

/// Factor from the sum of (stored - zero point) to the output: input scale / output scale with
/// 1 / count folded in.
///
/// Source: TensorFlow Lite, kernels/internal/reference/reduce.h (QuantizedMeanOrSum).
QuantizedMultiplier mean_multiplier(const TensorType& input, const TensorType& output, std::int64_t count);

} // namespace thimble
