// SPDX-License-Identifier: Apache-2.0
// Requantisation of the int8 prelu, for its reference and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

namespace thimble {

struct PreluQuantization {
    QuantizedMultiplier positive; ///< input scale / output scale
    QuantizedMultiplier negative; ///< input scale * slope scale / output scale
};

/// Source: TensorFlow Lite Micro, kernels/prelu_common.cc.
PreluQuantization prelu_quantization(const TensorType& input, const TensorType& slope, const TensorType& output);

} // namespace thimble
