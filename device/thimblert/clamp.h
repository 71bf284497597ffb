// SPDX-License-Identifier: Apache-2.0
// Minimum, maximum and clamping for the kernels; the runtime uses no <algorithm>.
#pragma once

#include "thimblert/config.h"

namespace thimblert {

THIMBLERT_INLINE int32_t minimum(int32_t a, int32_t b) {
    return a < b ? a : b;
}

THIMBLERT_INLINE int32_t maximum(int32_t a, int32_t b) {
    return a > b ? a : b;
}

THIMBLERT_INLINE int32_t clamp(int32_t value, int32_t low, int32_t high) {
    return minimum(maximum(value, low), high);
}

THIMBLERT_INLINE int8_t clamp_s8(int32_t value, int32_t low, int32_t high) {
    return static_cast<int8_t>(clamp(value, low, high));
}

THIMBLERT_INLINE int16_t clamp_s16(int32_t value, int32_t low, int32_t high) {
    return static_cast<int16_t>(clamp(value, low, high));
}

/// NaN passes through, as in the comparisons of the reference interpreter.
THIMBLERT_INLINE float clamp_f32(float value, float low, float high) {
    const float raised = value < low ? low : value;
    return raised > high ? high : raised;
}

} // namespace thimblert
