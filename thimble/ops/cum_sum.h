// SPDX-License-Identifier: Apache-2.0
// Arithmetic of the int8 cum_sum, for its reference and for lowering.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

/// Sums of input steps are kept within +-4095 and shifted left by 19 bits before they are rescaled, which fills 32
/// bits. As in TensorFlow Lite Micro a sum begins at minus the zero point instead of 0.
inline constexpr std::int32_t cum_sum_limit = 4095;
inline constexpr std::int32_t cum_sum_left_shift = 19;

/// From such a sum to steps of the output. Errors: ModelError E0423 unless the factor is below 1.
/// Source: TensorFlow Lite Micro, micro/kernels/cumsum.cc and kernels/internal/reference/cumsum.h.
QuantizedMultiplier cum_sum_multiplier(const NodeView& node);

} // namespace thimble
