// SPDX-License-Identifier: Apache-2.0
// Average pooling, portable. Only taps inside the input count.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/kernels/pool_params.h"

namespace thimblert {

/// Sum of one channel over a window; Sum is int32_t or float.
template <typename Sum, typename Element>
THIMBLERT_INLINE Sum pool_sum(const PoolWindow& window, const Element* input, int32_t channels) {
    Sum sum = 0;
    for (int32_t row = 0; row < window.rows; ++row) {
        const Element* tap = input + row * window.row_stride;
        for (int32_t column = 0; column < window.columns; ++column) {
            sum += *tap;
            tap += channels;
        }
    }
    return sum;
}

/// Average pooling on int8 or int16.
template <typename Element>
THIMBLERT_INLINE void average_pool2d_codes(const PoolS8Params& p, const Element* input, Element* output) {
    const int32_t channels = p.channels;
    pool_for_each_pixel(p, [&](const PoolWindow& window, int32_t output_offset) {
        const int32_t count = maximum(1, window.rows * window.columns);
        const int32_t half = count / 2;
        for (int32_t channel = 0; channel < channels; ++channel) {
            const int32_t sum = pool_sum<int32_t>(window, input + window.first_input + channel, channels);
            const int32_t average = (sum > 0 ? sum + half : sum - half) / count;
            output[output_offset + channel] = static_cast<Element>(clamp(average, p.output_min, p.output_max));
        }
    });
}

/// Average pooling on int8; input and output share one quantisation.
///
/// Shapes: input [n, h, w, c], output [n, oh, ow, c]. Halves round away from zero.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void average_pool2d_s8(const PoolS8Params& p, const int8_t* input, int8_t* output) {
    average_pool2d_codes(p, input, output);
}

/// As average_pool2d_s8, on int16.
THIMBLERT_KERNEL void average_pool2d_s16(const PoolS8Params& p, const int16_t* input, int16_t* output) {
    average_pool2d_codes(p, input, output);
}

/// Average pooling on float32. Shapes as average_pool2d_s8.
THIMBLERT_KERNEL void average_pool2d_f32(const PoolF32Params& p, const float* input, float* output) {
    pool_for_each_pixel(p, [&](const PoolWindow& window, int32_t output_offset) {
        const float count = static_cast<float>(maximum(1, window.rows * window.columns));
        for (int32_t channel = 0; channel < p.channels; ++channel) {
            const float sum = pool_sum<float>(window, input + window.first_input + channel, p.channels);
            output[output_offset + channel] = clamp_f32(sum / count, p.output_min, p.output_max);
        }
    });
}

} // namespace thimblert
