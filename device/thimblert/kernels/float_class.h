// SPDX-License-Identifier: Apache-2.0
// Which float32 numbers are infinite or no numbers; results are bytes 0 and 1.
#pragma once

#include "thimblert/config.h"

#include <math.h>

namespace thimblert {

struct FloatClassParams {
    int32_t count;
    int32_t detects_negative; // whether minus infinity counts as infinite
    int32_t detects_positive;
};

/// The output may lie where the input begins: element i is read before byte i is written.
THIMBLERT_KERNEL void is_nan_f32(const FloatClassParams& p, const float* input, uint8_t* output) {
    const int32_t count = p.count; // stores to output cannot change it
    for (int32_t index = 0; index < count; ++index) {
        output[index] = static_cast<uint8_t>(input[index] != input[index]);
    }
}

/// As is_nan_f32 for infinities.
THIMBLERT_KERNEL void is_inf_f32(const FloatClassParams& p, const float* input, uint8_t* output) {
    const FloatClassParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        const float x = input[index];
        const bool is_detected =
            (x == INFINITY && fixed.detects_positive != 0) || (x == -INFINITY && fixed.detects_negative != 0);
        output[index] = static_cast<uint8_t>(is_detected);
    }
}

} // namespace thimblert
