// SPDX-License-Identifier: Apache-2.0
// Requantisation of the integer softmax, for its reference and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/attributes.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <vector>

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

/// What brings an int16 difference to the row's maximum to steps of 10 / 65535.
///
/// Errors: ModelError E0423 when beta * scale is too large.
/// Source: TensorFlow Lite Micro, kernels/softmax_common.cc.
QuantizedMultiplier softmax_int16_multiplier(double beta, const TensorType& input);

/// exp(x) from -10 to 0, and 1 / (1 + x) from 0 to 1, in Q0.15.
std::vector<std::int16_t> softmax_exponential_table();
std::vector<std::int16_t> softmax_reciprocal_table();

} // namespace thimble
