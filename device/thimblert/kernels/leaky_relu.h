// SPDX-License-Identifier: Apache-2.0
// The leaky ReLU on float32 and int16; int8 goes through look_up.h.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct LeakyReluS16Params {
    int32_t count;
    int32_t positive_multiplier;
    int32_t positive_shift;
    int32_t negative_multiplier;
    int32_t negative_shift;
};

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

/// The leaky ReLU on int16 with zero points 0. The output may be the input.
/// Units: the multipliers are input_scale / output_scale, and alpha times that, in the form of requantise.
/// Source: TensorFlow Lite, reference of leaky ReLU over quantised elements.
THIMBLERT_KERNEL void leaky_relu_s16(const LeakyReluS16Params& p, const int16_t* input, int16_t* output) {
    const LeakyReluS16Params fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        const int32_t x = input[index];
        const int32_t scaled = x >= 0 ? requantise(x, fixed.positive_multiplier, fixed.positive_shift)
                                      : requantise(x, fixed.negative_multiplier, fixed.negative_shift);
        output[index] = clamp_s16(scaled, -32768, 32767);
    }
}

} // namespace thimblert
