// SPDX-License-Identifier: Apache-2.0
// Requantisation of add and sub on int8 and int16, for their references and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

/// Both inputs are shifted left, brought to a common scale, added or subtracted, and rescaled to the output.
/// No shift of the three multipliers is to the left.
struct AddQuantization {
    std::int32_t left_shift = 20; ///< 20 in int8, 15 in int16
    QuantizedMultiplier first;
    QuantizedMultiplier second;
    QuantizedMultiplier output;

    /// An input less its zero point, at the common scale.
    std::int32_t rescale(std::int32_t difference, QuantizedMultiplier multiplier) const;
};

/// The multipliers of two inputs and of their sum as given by real factors.
///
/// Errors: ModelError E0423 when the sum cannot be represented, its factor being 1 or more.
AddQuantization quantize_sum(double first, double second, double output);

/// left_shift for sums of this type.
std::int32_t sum_left_shift(const TensorType& output);

/// Errors: as quantize_sum.
/// Source: TensorFlow Lite Micro, kernels/add_common.cc.
AddQuantization add_quantization(const TensorType& first, const TensorType& second, const TensorType& output);

} // namespace thimble
