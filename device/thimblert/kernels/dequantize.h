// SPDX-License-Identifier: Apache-2.0
// From affine int8 to float32.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

struct DequantizeParams {
    int32_t count;
    float scale;
    int32_t zero_point;
};

/// scale * (input - zero_point) for count elements.
THIMBLERT_KERNEL void dequantize_s8_f32(const DequantizeParams& p, const int8_t* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        output[index] = p.scale * static_cast<float>(input[index] - p.zero_point);
    }
}

} // namespace thimblert
