// SPDX-License-Identifier: Apache-2.0
// Requantisation of the integer mul, for its reference and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

namespace thimble {

/// first scale * second scale / output scale.
///
/// Errors: ModelError E0423 when it is above 2^31 - 1.
/// Source: TensorFlow Lite Micro, kernels/mul_common.cc.
QuantizedMultiplier mul_multiplier(const TensorType& first, const TensorType& second, const TensorType& output);

} // namespace thimble
