// SPDX-License-Identifier: Apache-2.0
// How the int8 logistic and tanh bring their input to fixed point.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

/// Inputs less their zero point, times `multiplier`, are Q4.27; from `radius` on, either way, the functions are
/// at their ends.
struct SigmoidInput {
    QuantizedMultiplier multiplier;
    std::int32_t radius = 0;
};

/// Errors: ModelError E0423 when the scale is below 2^-27.
/// Source: TensorFlow Lite Micro, kernels/logistic_common.cc and kernels/tanh.cc; CalculateInputRadius of
/// TensorFlow Lite, kernels/internal/quantization_util.cc.
SigmoidInput sigmoid_input(const TensorType& input);

} // namespace thimble
