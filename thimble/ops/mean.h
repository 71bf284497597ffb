// SPDX-License-Identifier: Apache-2.0
// Attributes and requantisation of mean, for passes and lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/attributes.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <vector>

namespace thimble {

struct MeanAttributes {
    std::vector<std::int64_t> axes; ///< each once, none negative
    bool keep_dims = false;         ///< the reduced axes stay, with extent 1
};

MeanAttributes mean_attributes(const Attributes& attributes);

/// How many elements of `input` one element of the output averages.
std::int64_t mean_count(const Shape& input, const MeanAttributes& attributes);

/// Factor from the sum of (stored - zero point) to the output: input scale / output scale with
/// 1 / count folded in.
///
/// Source: TensorFlow Lite, kernels/internal/reference/reduce.h (QuantizedMeanOrSum).
QuantizedMultiplier mean_multiplier(const TensorType& input, const TensorType& output, std::int64_t count);

} // namespace thimble
