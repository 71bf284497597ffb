// SPDX-License-Identifier: Apache-2.0
// Maximum pooling, portable. Taps outside the input do not take part.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/kernels/pool_params.h"

namespace thimblert {

/// Largest of `start` and one channel's elements in a window.
template <typename Element>
THIMBLERT_INLINE Element pool_maximum(const PoolWindow& window, const Element* input, int32_t channels, Element start) {
    Element largest = start;
    for (int32_t row = 0; row < window.rows; ++row) {
        const Element* tap = input + row * window.row_stride;
        for (int32_t column = 0; column < window.columns; ++column) {
            largest = *tap > largest ? *tap : largest;
            tap += channels;
        }
    }
    return largest;
}

/// Maximum pooling on int8; input and output share one quantisation.
///
/// Shapes: input [n, h, w, c], output [n, oh, ow, c].
THIMBLERT_KERNEL void max_pool2d_s8(const PoolS8Params& p, const int8_t* input, int8_t* output) {
    const int32_t channels = p.channels;
    const int8_t lowest = -128;
    pool_for_each_pixel(p, [&](const PoolWindow& window, int32_t output_offset) {
        for (int32_t channel = 0; channel < channels; ++channel) {
            const int8_t largest = pool_maximum(window, input + window.first_input + channel, channels, lowest);
            output[output_offset + channel] = clamp_s8(largest, p.output_min, p.output_max);
        }
    });
}

/// Maximum pooling on int16. Shapes as max_pool2d_s8.
THIMBLERT_KERNEL void max_pool2d_s16(const PoolS8Params& p, const int16_t* input, int16_t* output) {
    const int32_t channels = p.channels;
    const int16_t lowest = -32768;
    pool_for_each_pixel(p, [&](const PoolWindow& window, int32_t output_offset) {
        for (int32_t channel = 0; channel < channels; ++channel) {
            const int16_t largest = pool_maximum(window, input + window.first_input + channel, channels, lowest);
            output[output_offset + channel] = clamp_s16(largest, p.output_min, p.output_max);
        }
    });
}

/// Maximum pooling on float32. Shapes as max_pool2d_s8.
THIMBLERT_KERNEL void max_pool2d_f32(const PoolF32Params& p, const float* input, float* output) {
    pool_for_each_pixel(p, [&](const PoolWindow& window, int32_t output_offset) {
        for (int32_t channel = 0; channel < p.channels; ++channel) {
            const float* first = input + window.first_input + channel;
            const float largest = pool_maximum(window, first, p.channels, -3.402823466e+38F);
            output[output_offset + channel] = clamp_f32(largest, p.output_min, p.output_max);
        }
    });
}

} // namespace thimblert
