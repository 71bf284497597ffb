// SPDX-License-Identifier: Apache-2.0
// From affine integers to float32.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

struct DequantizeParams {
    int32_t count;
    float scale;
    int32_t zero_point;
};

struct DequantizeChannelsParams {
    int32_t outer; // extents before, of and after the axis
    int32_t channels;
    int32_t inner;
};

/// scale * (input - zero_point) for count elements.
THIMBLERT_KERNEL void dequantize_s8_f32(const DequantizeParams& p, const int8_t* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        output[index] = p.scale * static_cast<float>(input[index] - p.zero_point);
    }
}

/// As dequantize_s8_f32 for every integer type.
template <typename Element>
THIMBLERT_KERNEL void dequantize_f32(const DequantizeParams& p, const Element* input, float* output) {
    for (int32_t index = 0; index < p.count; ++index) {
        output[index] = p.scale * static_cast<float>(int64_t{input[index]} - p.zero_point);
    }
}

/// As dequantize_f32 with a scale and a zero point for each index of one axis.
template <typename Element>
THIMBLERT_KERNEL void dequantize_channels(
    const DequantizeChannelsParams& p, const Element* input, const float* scales, const int32_t* zero_points,
    float* output
) {
    const DequantizeChannelsParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t i = 0; i < fixed.outer; ++i) {
        for (int32_t channel = 0; channel < fixed.channels; ++channel) {
            for (int32_t j = 0; j < fixed.inner; ++j) {
                *output++ = scales[channel] * static_cast<float>(int64_t{*input++} - zero_points[channel]);
            }
        }
    }
}

} // namespace thimblert
