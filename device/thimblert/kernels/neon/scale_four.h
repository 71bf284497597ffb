// SPDX-License-Identifier: Apache-2.0
// From the sums of four channels to their outputs with the vectors of AArch64, and the same channel by channel.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/fixed_point.h"

#if defined(__aarch64__) && defined(__ARM_NEON)
#define THIMBLERT_NEON 1
#include <arm_neon.h>
#else
#define THIMBLERT_NEON 0
#endif

namespace thimblert {
namespace neon {

/// Four channels' scales: the biases, then the multipliers, the left shifts and minus the right shifts.
constexpr int32_t channels_at_once = 4;
constexpr int32_t scale_words = 16;

/// Where outputs go: zero point and activation range.
struct OutputRange {
    int32_t zero_point;
    int32_t low;
    int32_t high;
};

/// The output of channel `channel` of four for a sum without its bias.
THIMBLERT_INLINE int8_t scale_one(int32_t sum, const int32_t* scales, int32_t channel, const OutputRange& range) {
    const int32_t* scale = scales + channel;
    const int32_t value = requantise(wrapping_add(sum, scale[0]), scale[4], scale[8] + scale[12]);
    return clamp_s8(value + range.zero_point, range.low, range.high);
}

#if THIMBLERT_NEON

/// requantise() of four sums without their biases: negative values take one less before a rounding shift right.
THIMBLERT_INLINE int32x4_t scale_four(int32x4_t sums, const int32_t* scales) {
    const int32x4_t negative_right = vld1q_s32(scales + 12);
    const int32x4_t shifted = vshlq_s32(vaddq_s32(sums, vld1q_s32(scales)), vld1q_s32(scales + 8));
    const int32x4_t product = vqrdmulhq_s32(shifted, vld1q_s32(scales + 4));
    const int32x4_t correction = vshrq_n_s32(vandq_s32(product, negative_right), 31);
    return vrshlq_s32(vqaddq_s32(product, correction), negative_right);
}

/// Adds the zero point to twice four values and clamps them.
THIMBLERT_INLINE int8x8_t clamp_eight(int32x4_t first, int32x4_t second, const OutputRange& range) {
    const int32x4_t zero_point = vdupq_n_s32(range.zero_point);
    const int16x8_t wide =
        vcombine_s16(vqmovn_s32(vaddq_s32(first, zero_point)), vqmovn_s32(vaddq_s32(second, zero_point)));
    const int16x8_t low = vdupq_n_s16(static_cast<int16_t>(range.low));
    const int16x8_t high = vdupq_n_s16(static_cast<int16_t>(range.high));
    return vmovn_s16(vminq_s16(vmaxq_s16(wide, low), high));
}

#endif

} // namespace neon
} // namespace thimblert
