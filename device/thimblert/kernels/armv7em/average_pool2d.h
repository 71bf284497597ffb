// SPDX-License-Identifier: Apache-2.0
// Average pooling for cores with the Armv7E-M DSP extension, a replacement of kernels/average_pool2d.h: four
// channels at a time, summed in 16-bit halves as long as these cannot overflow.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/kernels/average_pool2d.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// Taps whose sum fits 16 bits whatever they are.
constexpr int32_t pool_most_short_taps = 255;

/// Sums of four channels over a part of a window row.
THIMBLERT_INLINE void pool_sum_four_channels(const int8_t* tap, int32_t taps, int32_t channels, int32_t* sums) {
    while (taps > 0) {
        const int32_t count = minimum(taps, pool_most_short_taps);
        uint32_t even = 0;
        uint32_t odd = 0;
        for (int32_t index = 0; index < count; ++index) {
            const uint32_t word = load_s8x4(tap);
            even = sxtab16(even, word);
            odd = sxtab16_ror8(odd, word);
            tap += channels;
        }
        sums[0] += bottom_half(even);
        sums[1] += bottom_half(odd);
        sums[2] += top_half(even);
        sums[3] += top_half(odd);
        taps -= count;
    }
}

THIMBLERT_INLINE void
average_four_channels(const PoolS8Params& p, const PoolWindow& window, const int8_t* input, int8_t* output) {
    int32_t sums[4] = {0, 0, 0, 0};
    int32_t rows = window.rows;
    int32_t taps = window.columns;
    if (taps * p.channels == window.row_stride) { // whole rows follow each other
        taps *= rows;
        rows = minimum(rows, 1);
    }
    for (; rows > 0; --rows) {
        pool_sum_four_channels(input, taps, p.channels, sums);
        input += window.row_stride;
    }
    const int32_t count = maximum(1, window.rows * window.columns);
    const int32_t half = count / 2;
    for (int channel = 0; channel < 4; ++channel) {
        const int32_t sum = sums[channel];
        output[channel] = clamp_s8((sum > 0 ? sum + half : sum - half) / count, p.output_min, p.output_max);
    }
}

/// Average pooling on int8: operands and results as average_pool2d_s8 of kernels/average_pool2d.h.
THIMBLERT_KERNEL void average_pool2d_s8(const PoolS8Params& p, const int8_t* input, int8_t* output) {
    pool_for_each_pixel(p, [&](const PoolWindow& window, int32_t output_offset) {
        const int8_t* first = input + window.first_input;
        int8_t* result = output + output_offset;
        int32_t channel = 0;
        for (; channel + 4 <= p.channels; channel += 4) {
            average_four_channels(p, window, first + channel, result + channel);
        }
        const int32_t count = maximum(1, window.rows * window.columns);
        const int32_t half = count / 2;
        for (; channel < p.channels; ++channel) {
            const int32_t sum = pool_sum<int32_t>(window, first + channel, p.channels);
            result[channel] = clamp_s8((sum > 0 ? sum + half : sum - half) / count, p.output_min, p.output_max);
        }
    });
}

} // namespace armv7em
} // namespace thimblert
