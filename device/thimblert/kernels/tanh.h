// SPDX-License-Identifier: Apache-2.0
// The hyperbolic tangent on float32; int8 goes through look_up.h.
#pragma once

#include "thimblert/config.h"

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

} // namespace thimblert
