// SPDX-License-Identifier: Apache-2.0
// Requantisation of the int8 log_softmax, for its reference and for lowering.
#pragma once

#include "thimble/ops/softmax.h"

namespace thimble {

/// As SoftmaxQuantization, and `inverse`: the factor from a difference in Q5.26 back to steps of the input.
struct LogSoftmaxQuantization {
    SoftmaxQuantization forward;
    QuantizedMultiplier inverse;
};

/// Errors: ModelError E0423 when the scale is not above 2^-26.
/// Source: TensorFlow Lite, kernels/internal/quantization_util.cc (PreprocessLogSoftmaxScalingExp).
LogSoftmaxQuantization log_softmax_quantization(const TensorType& input);

} // namespace thimble
