// SPDX-License-Identifier: Apache-2.0
// The hyperbolic tangent on float32 and int16; int8 goes through look_up.h.
#pragma once

#include "thimblert/config.h"
#include "thimblert/sigmoid_table.h"

#include <math.h>

namespace thimblert {

struct TanhF32Params {
    int32_t count;
};

/// tanh(x) of count elements. The output may be the input.
THIMBLERT_KERNEL void tanh_f32(const TanhF32Params& p, const float* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        output[index] = tanhf(input[index]);
    }
}

/// The hyperbolic tangent on int16; output scale 1/32768. The output may be the input.
/// Source: TensorFlow Lite, 16-bit tanh reference.
THIMBLERT_KERNEL void tanh_s16(const SigmoidS16Params& p, const int16_t* input, const int16_t* table, int16_t* output) {
    const SigmoidS16Params fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        output[index] = static_cast<int16_t>(tanh_s16_at(table, sigmoid_argument(fixed, input[index])));
    }
}

} // namespace thimblert
