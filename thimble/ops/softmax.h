// SPDX-License-Identifier: Apache-2.0
// Requantisation of the int8 softmax, for its reference and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/attributes.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>

namespace thimble {

/// `input` scales the difference to the row's maximum to a fixed-point number with 26 fractional
/// bits (its shift is to the left); a difference below `diff_min` contributes nothing.
struct SoftmaxQuantization {
    QuantizedMultiplier input;
    std::int32_t diff_min = 0;
};

double softmax_beta(const Attributes& attributes);

/// Errors: ModelError E0423 when beta * scale is not above 2^-26.
/// Source: TensorFlow Lite, kernels/internal/quantization_util.cc (PreprocessSoftmaxScaling,
/// CalculateInputRadius).
SoftmaxQuantization softmax_quantization(double beta, const TensorType& input);

} // namespace thimble
