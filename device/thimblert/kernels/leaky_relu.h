// SPDX-License-Identifier: Apache-2.0
// The leaky ReLU on float32; int8 goes through look_up.h.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

struct LeakyReluF32Params {
    int32_t count;
    float alpha;
};

/// x, or alpha * x below zero, of count elements. The output may be the input.
THIMBLERT_KERNEL void leaky_relu_f32(const LeakyReluF32Params& p, const float* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        const float x = input[index];
        output[index] = x > 0.0F ? x : x * p.alpha;
    }
}

} // namespace thimblert
