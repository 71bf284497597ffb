// SPDX-License-Identifier: Apache-2.0
// The logistic function (sigmoid) on float32 and int16; int8 goes through look_up.h.
#pragma once

#include "thimblert/config.h"
#include "thimblert/sigmoid_table.h"

#include <math.h>

namespace thimblert {

struct LogisticF32Params {
    int32_t count;
};

/// 1 / (1 + exp(-x)) of count elements. The output may be the input.
THIMBLERT_KERNEL void logistic_f32(const LogisticF32Params& p, const float* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        output[index] = 1.0F / (1.0F + expf(-input[index]));
    }
}

/// The logistic function on int16; output scale 1/32768. The output may be the input.
/// Source: TensorFlow Lite, 16-bit logistic reference.
THIMBLERT_KERNEL void
logistic_s16(const SigmoidS16Params& p, const int16_t* input, const int16_t* table, int16_t* output) {
    const SigmoidS16Params fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        output[index] = static_cast<int16_t>(logistic_s16_at(table, sigmoid_argument(fixed, input[index])));
    }
}

} // namespace thimblert
