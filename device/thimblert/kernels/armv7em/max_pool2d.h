// SPDX-License-Identifier: Apache-2.0
// Maximum pooling for cores with the Armv7E-M DSP extension, a replacement of kernels/max_pool2d.h: four channels
// in one word, compared at once.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/kernels/max_pool2d.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// The largest elements of four channels over a window.
THIMBLERT_INLINE uint32_t pool_maximum_four_channels(const PoolWindow& window, const int8_t* input, int32_t channels) {
    uint32_t largest = 0x80808080U;
    for (int32_t row = 0; row < window.rows; ++row) {
        const int8_t* tap = input;
        for (int32_t column = 0; column < window.columns; ++column) {
            largest = maximum_s8x4(largest, load_s8x4(tap));
            tap += channels;
        }
        input += window.row_stride;
    }
    return largest;
}

/// Maximum pooling on int8: operands and results as max_pool2d_s8 of kernels/max_pool2d.h.
THIMBLERT_KERNEL void max_pool2d_s8(const PoolS8Params& p, const int8_t* input, int8_t* output) {
    const uint32_t low = pair_of(p.output_min & 0xFF) * 0x101U;
    const uint32_t high = pair_of(p.output_max & 0xFF) * 0x101U;
    const int8_t lowest = -128;
    pool_for_each_pixel(p, [&](const PoolWindow& window, int32_t output_offset) {
        const int8_t* first = input + window.first_input;
        int8_t* result = output + output_offset;
        int32_t channel = 0;
        for (; channel + 4 <= p.channels; channel += 4) {
            const uint32_t largest = pool_maximum_four_channels(window, first + channel, p.channels);
            store_s8x4(result + channel, minimum_s8x4(maximum_s8x4(largest, low), high));
        }
        for (; channel < p.channels; ++channel) {
            const int8_t largest = pool_maximum(window, first + channel, p.channels, lowest);
            result[channel] = clamp_s8(largest, p.output_min, p.output_max);
        }
    });
}

} // namespace armv7em
} // namespace thimblert
