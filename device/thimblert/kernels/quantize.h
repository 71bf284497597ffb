// SPDX-License-Identifier: Apache-2.0
// From float32 to affine int8, and from one affine int8 scale to another.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

#include <math.h>

namespace thimblert {

struct QuantizeParams {
    int32_t count;
    float scale;
    int32_t zero_point;
};

struct RequantizeParams {
    int32_t count;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t multiplier;
    int32_t shift;
};

/// round(input / scale) + zero_point, halves away from zero, saturated to int8. NaN becomes -128.
/// The output may lie where the input begins: element i is read before byte i is written.
THIMBLERT_KERNEL void quantize_f32_s8(const QuantizeParams& p, const float* input, int8_t* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        const float steps = roundf(input[index] / p.scale) + static_cast<float>(p.zero_point);
        const float raised = steps > -128.0F ? steps : -128.0F;
        output[index] = static_cast<int8_t>(raised < 127.0F ? raised : 127.0F);
    }
}

/// Rescales count elements, saturated to int8. The output may be the input.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void requantize_s8(const RequantizeParams& p, const int8_t* input, int8_t* output) {
    const RequantizeParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        const int32_t scaled = requantise(input[index] - fixed.input_zero_point, fixed.multiplier, fixed.shift);
        output[index] = clamp_s8(scaled + fixed.output_zero_point, -128, 127);
    }
}

} // namespace thimblert
