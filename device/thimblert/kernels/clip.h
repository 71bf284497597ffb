// SPDX-License-Identifier: Apache-2.0
// Clamping every element to a range: the ReLU family where it is not fused into another kernel.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct ClipS8Params {
    int32_t count;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t multiplier;
    int32_t shift;
    int32_t output_min;
    int32_t output_max;
};

/// The bounds are given as halves of 64 bits.
struct ClipIntegersParams {
    int32_t count;
    int32_t minimum_low;
    int32_t minimum_high;
    int32_t maximum_low;
    int32_t maximum_high;
};

struct ClipF32Params {
    int32_t count;
    float minimum;
    float maximum;
};

/// Rescales count elements from the input's to the output's quantisation and clamps them.
/// The output may be the input.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void clip_s8(const ClipS8Params& p, const int8_t* input, int8_t* output) {
    const ClipS8Params fixed = p; // a local copy: stores to output cannot change it
    for (int32_t index = 0; index < fixed.count; ++index) {
        const int32_t scaled = requantise(input[index] - fixed.input_zero_point, fixed.multiplier, fixed.shift);
        output[index] = clamp_s8(scaled + fixed.output_zero_point, fixed.output_min, fixed.output_max);
    }
}

/// As clip_s8 on int16, with zero points 0.
THIMBLERT_KERNEL void clip_s16(const ClipS8Params& p, const int16_t* input, int16_t* output) {
    const ClipS8Params fixed = p;
    for (int32_t index = 0; index < fixed.count; ++index) {
        const int32_t scaled = requantise(input[index], fixed.multiplier, fixed.shift);
        output[index] = clamp_s16(scaled, fixed.output_min, fixed.output_max);
    }
}

/// Clamps count elements to [minimum, maximum]. The output may be the input.
THIMBLERT_KERNEL void clip_f32(const ClipF32Params& p, const float* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        output[index] = clamp_f32(input[index], p.minimum, p.maximum);
    }
}

THIMBLERT_INLINE int64_t join_halves(int32_t low, int32_t high) {
    return static_cast<int64_t>(
        (static_cast<uint64_t>(static_cast<uint32_t>(high)) << 32) | static_cast<uint32_t>(low)
    );
}

/// Clamps count integers to [minimum, maximum], which fit Element. The output may be the input.
template <typename Element>
THIMBLERT_KERNEL void clip_integers(const ClipIntegersParams& p, const Element* input, Element* output) {
    const int32_t count = p.count; // stores to output cannot change it
    const Element low = static_cast<Element>(join_halves(p.minimum_low, p.minimum_high));
    const Element high = static_cast<Element>(join_halves(p.maximum_low, p.maximum_high));
    for (int32_t index = 0; index < count; ++index) {
        const Element raised = input[index] < low ? low : input[index];
        output[index] = raised > high ? high : raised;
    }
}

} // namespace thimblert
