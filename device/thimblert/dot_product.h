// SPDX-License-Identifier: Apache-2.0
// Dot product of activations and weights over contiguous memory, the innermost loop of convolution and
// fully connected layers on cores without SIMD.
#pragma once

#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

/// accumulator + sum of (input[i] + input_offset) * weights[i].
THIMBLERT_INLINE int32_t
dot_product_s8(const int8_t* input, const int8_t* weights, int32_t count, int32_t input_offset, int32_t accumulator) {
    int32_t index = 0;
    for (; index + 4 <= count; index += 4) {
        accumulator += (input[index] + input_offset) * weights[index];
        accumulator += (input[index + 1] + input_offset) * weights[index + 1];
        accumulator += (input[index + 2] + input_offset) * weights[index + 2];
        accumulator += (input[index + 3] + input_offset) * weights[index + 3];
    }
    for (; index < count; ++index) {
        accumulator += (input[index] + input_offset) * weights[index];
    }
    return accumulator;
}

/// accumulator + sum of input[i] * weights[i], wrapping; Sum is int32_t or int64_t.
template <typename Sum>
THIMBLERT_INLINE Sum dot_product_s16(const int16_t* input, const int8_t* weights, int32_t count, Sum accumulator) {
    for (int32_t index = 0; index < count; ++index) {
        accumulator = wrapping_add(accumulator, static_cast<Sum>(input[index] * weights[index]));
    }
    return accumulator;
}

/// Weight is float or int8_t.
template <typename Weight>
THIMBLERT_INLINE float dot_product_f32(const float* input, const Weight* weights, int32_t count, float accumulator) {
    for (int32_t index = 0; index < count; ++index) {
        accumulator += input[index] * static_cast<float>(weights[index]);
    }
    return accumulator;
}

} // namespace thimblert
