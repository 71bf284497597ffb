// SPDX-License-Identifier: Apache-2.0
// Requantisation of the int8 add, for its reference and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

/// Both inputs are shifted left, brought to a common scale, added, and rescaled to the output.
/// No shift of the three multipliers is to the left.
struct AddQuantization {
    std::int32_t left_shift = 20;
    QuantizedMultiplier first;
    QuantizedMultiplier second;
    QuantizedMultiplier output;
};

/// Errors: ModelError E0423 when the sum cannot be represented with these scales.
/// Source: TensorFlow Lite Micro, kernels/add_common.cc.
AddQuantization add_quantization(const TensorType& first, const TensorType& second, const TensorType& output);

} // namespace thimble
