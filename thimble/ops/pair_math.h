// SPDX-License-Identifier: Apache-2.0
// The family of operators that apply one function to every pair of elements of two inputs: one row each. Also the
// fixed-point factors of their int8 and int16 forms, for the references and for lowering.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <string_view>

namespace thimble {

/// Whether the operator is also defined on integers without a scale.
bool has_integer_pairs(std::string_view op);

/// Whether the operator chooses one of two stored values, which then share one quantisation.
bool chooses_element(std::string_view op);

/// scale of a / (scale of b * scale of the output), computed in float.
///
/// Errors: ModelError E0423 when the quotient cannot be represented.
/// Source: TensorFlow Lite Micro, kernels/div.cc.
QuantizedMultiplier div_multiplier(const TensorType& first, const TensorType& second, const TensorType& output);

/// Both inputs are shifted left and brought to a common scale; the square of their difference is rescaled.
struct SquaredDifferenceQuantization {
    std::int32_t left_shift = 0;
    QuantizedMultiplier first;
    QuantizedMultiplier second;
    QuantizedMultiplier output;
};

/// Source: TensorFlow Lite Micro, kernels/squared_difference.cc.
SquaredDifferenceQuantization
squared_difference_quantization(const TensorType& first, const TensorType& second, const TensorType& output);

} // namespace thimble
