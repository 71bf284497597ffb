// SPDX-License-Identifier: Apache-2.0
// From sums to outputs with Helium: the scales that the compiler prepares, and the range of outputs. The kernels do
// four sums at a time; here is the arithmetic of one.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/fixed_point.h"

#if defined(__ARM_FEATURE_MVE)
#define THIMBLERT_HELIUM 1
#else
#define THIMBLERT_HELIUM 0
#endif

namespace thimblert {
namespace helium {

/// Words of a channel: bias, multiplier, third word, minus the right shift. In the short form the third word is an
/// addend: the rounding constant of the right shift and the zero point scaled up by it. In the general form it is a
/// left shift. All channels of a layer have one form.
constexpr int32_t scale_words = 4;

/// Where outputs go: zero point, activation range, form of the scales (1: general).
struct OutputRange {
    int32_t zero_point;
    int32_t low;
    int32_t high;
    int32_t is_general;
};

/// The output for a sum with its bias, from the second to the fourth word of the scale.
THIMBLERT_INLINE int8_t
scale_sum(int32_t sum, int32_t multiplier, int32_t third, int32_t negative_right, const OutputRange& range) {
    int32_t value = 0;
    if (range.is_general != 0) {
        value = requantise(sum, multiplier, third + negative_right) + range.zero_point;
    } else {
        // Halves round away from zero because negative sums take one less.
        value = (doubling_high_multiply(sum, multiplier) + third + (sum >> 31)) >> -negative_right;
    }
    return clamp_s8(value, range.low, range.high);
}

} // namespace helium
} // namespace thimblert
