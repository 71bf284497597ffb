// SPDX-License-Identifier: Apache-2.0
// The logistic function (sigmoid) on float32; int8 goes through look_up.h.
#pragma once

#include "thimblert/config.h"

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

} // namespace thimblert
