// SPDX-License-Identifier: Apache-2.0
// The hard swish on float32; int8 goes through look_up.h.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"

namespace thimblert {

struct HardSwishF32Params {
    int32_t count;
};

/// x * clamp(x + 3, 0, 6) / 6 of count elements. The output may be the input.
THIMBLERT_KERNEL void hard_swish_f32(const HardSwishF32Params& p, const float* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        const float x = input[index];
        output[index] = x * clamp_f32(x + 3.0F, 0.0F, 6.0F) / 6.0F;
    }
}

} // namespace thimblert
