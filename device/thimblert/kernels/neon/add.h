// SPDX-License-Identifier: Apache-2.0
// Addition on int8 with the vectors of AArch64, a replacement of kernels/add.h: eight elements at a time. What is left
// over, and inputs that are repeated, go the portable way.
#pragma once

#include "thimblert/kernels/add.h"
#include "thimblert/kernels/neon/scale_four.h"

namespace thimblert {
namespace neon {

#if THIMBLERT_NEON

/// A factor as requantise() takes it, for four values.
struct FourFactors {
    int32x4_t multiplier;
    int32x4_t left;
    int32x4_t negative_right;
};

THIMBLERT_INLINE FourFactors four_factors(int32_t multiplier, int32_t shift) {
    return {vdupq_n_s32(multiplier), vdupq_n_s32(maximum(shift, 0)), vdupq_n_s32(minimum(shift, 0))};
}

THIMBLERT_INLINE int32x4_t requantise_four(int32x4_t values, const FourFactors& factors) {
    const int32x4_t product = vqrdmulhq_s32(vshlq_s32(values, factors.left), factors.multiplier);
    const int32x4_t correction = vshrq_n_s32(vandq_s32(product, factors.negative_right), 31);
    return vrshlq_s32(vqaddq_s32(product, correction), factors.negative_right);
}

/// What all elements have in common.
struct SumFactors {
    FourFactors a;
    FourFactors b;
    FourFactors output;
};

/// Sums of four elements without their zero points, without the output's.
THIMBLERT_INLINE int32x4_t add_four(int16x4_t a, int16x4_t b, const SumFactors& factors) {
    const int32x4_t first = requantise_four(vshlq_n_s32(vmovl_s16(a), add_left_shift), factors.a);
    const int32x4_t second = requantise_four(vshlq_n_s32(vmovl_s16(b), add_left_shift), factors.b);
    return requantise_four(vaddq_s32(first, second), factors.output);
}

/// Returns how many elements are done: a multiple of eight.
THIMBLERT_INLINE int32_t add_eights(const AddS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    const SumFactors factors = {
        four_factors(p.multiplier_a, p.shift_a), four_factors(p.multiplier_b, p.shift_b),
        four_factors(p.multiplier_out, p.shift_out)};
    const OutputRange range = {p.output_zero_point, p.output_min, p.output_max};
    const int8x8_t zero_a = vdup_n_s8(static_cast<int8_t>(p.input_a_zero_point));
    const int8x8_t zero_b = vdup_n_s8(static_cast<int8_t>(p.input_b_zero_point));
    int32_t index = 0;
    for (; index + 8 <= p.count; index += 8) {
        const int16x8_t first = vsubl_s8(vld1_s8(a + index), zero_a);
        const int16x8_t second = vsubl_s8(vld1_s8(b + index), zero_b);
        const int32x4_t low = add_four(vget_low_s16(first), vget_low_s16(second), factors);
        const int32x4_t high = add_four(vget_high_s16(first), vget_high_s16(second), factors);
        vst1_s8(output + index, clamp_eight(low, high, range));
    }
    return index;
}

#else

THIMBLERT_INLINE int32_t add_eights(const AddS8Params&, const int8_t*, const int8_t*, int8_t*) {
    return 0;
}

#endif

/// Addition on int8: operands, units and results as add_s8 of kernels/add.h.
THIMBLERT_KERNEL void add_s8(const AddS8Params& p, const int8_t* a, const int8_t* b, int8_t* output) {
    if (p.is_flat == 0) {
        thimblert::add_s8(p, a, b, output);
        return;
    }
    for (int32_t index = add_eights(p, a, b, output); index < p.count; ++index) {
        output[index] = add_element_s8(p, a[index], b[index]);
    }
}

} // namespace neon
} // namespace thimblert
