// SPDX-License-Identifier: Apache-2.0
// From sums of pixel pairs to int8 on Armv6-M, in two multiplications an output.
//
// requantise() is monotone, so that within its activation range an output is known from 255 thresholds of the
// sum. Lowering (thimble/lower/short_scale.h) looks for a straight line with a short factor that passes all of them in
// the same places, and thereby gives the same bits for every sum that the layer can reach. Where it finds none, the
// channel keeps its multiplier and shift.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/clamp.h"
#include "thimblert/fixed_point.h"

#if defined(__ARM_ARCH_6M__)
/// 1 where the loops below are Armv6-M assembly.
#define THIMBLERT_ARMV6M 1
#else
#define THIMBLERT_ARMV6M 0
#endif

namespace thimblert {
namespace armv6m {

/// A sum, or a pair of them. Scratch memory holds words and halves, hence the attribute.
typedef int32_t __attribute__((may_alias)) SumWord;

/// The two words of a channel's scale, and a third where sums below zero reach the activation range:
/// - factor, or bit 31 and the shift of requantise;
/// - limit (12 bits), its left shift (4 bits), base / 2^16 (16 bits), or the multiplier of requantise;
/// - first sum that is not negative (24 bits), bits of the correction below it (8 bits).
/// The output is output_min + (sum * factor + base - correction) / 2^(24 + fraction_bits) after the sum is
/// clamped to 0..limit; it comes with an offset that makes 0 the lowest sum of the activation range.
struct ShortScale {
    uint32_t factor_high;
    uint32_t factor_low;
    uint32_t limit;
    uint32_t base;
    uint32_t first_positive;
    uint32_t correction;
    uint32_t fraction_bits;
};

THIMBLERT_INLINE bool is_short_scale(const int32_t* scale) {
    return scale[0] >= 0;
}

THIMBLERT_INLINE ShortScale
unpack_short_scale(const int32_t* scale, int32_t words, int32_t fraction_bits, int32_t output_min) {
    const uint32_t factor = static_cast<uint32_t>(scale[0]);
    const uint32_t packed = static_cast<uint32_t>(scale[1]);
    const uint32_t sign = words == 3 ? static_cast<uint32_t>(scale[2]) : 0U;
    ShortScale result = {};
    result.fraction_bits = static_cast<uint32_t>(fraction_bits);
    result.factor_high = factor >> fraction_bits;
    result.factor_low = factor - (result.factor_high << fraction_bits);
    result.limit = (packed >> 20) << ((packed >> 16) & 15U);
    result.base = ((packed << 16) >> fraction_bits) + (static_cast<uint32_t>(output_min) << 24);
    result.first_positive = sign >> 8;
    result.correction = uint32_t{1} << (sign & 31U);
    return result;
}

THIMBLERT_INLINE int8_t apply_short_scale(const ShortScale& scale, int32_t sum) {
    uint32_t value = static_cast<uint32_t>(sum);
    if (value > scale.limit) {
        value = sum < 0 ? 0U : scale.limit;
    }
    uint32_t scaled = ((value * scale.factor_low) >> scale.fraction_bits) + value * scale.factor_high + scale.base;
    if (value < scale.first_positive) {
        scaled -= scale.correction;
    }
    return static_cast<int8_t>(static_cast<uint8_t>(scaled >> 24));
}

/// As apply_short_scale for a channel that keeps multiplier and shift.
THIMBLERT_INLINE int8_t
apply_full_scale(const int32_t* scale, int32_t sum, int32_t output_zero_point, int32_t output_min, int32_t output_max) {
    const int32_t shift = static_cast<int8_t>(static_cast<uint8_t>(scale[0] & 0xFF));
    return clamp_s8(requantise(sum, scale[1], shift) + output_zero_point, output_min, output_max);
}

/// Pairs of sums of one channel and where their outputs go. A pair is two words: the second is the sum of its second
/// pixel, the first that of its first pixel plus 2^16 times the second. The assembly reads the fields by their offsets.
struct PairOutputs {
    const SumWord* sums;
    const int32_t* scales; ///< of the channel, moved on to the next
    int8_t* output;        ///< of the first pair's first pixel, moved on to the next channel
    int32_t second_offset; ///< bytes from there to the first pair's second pixel
    int32_t pixel_stride;  ///< bytes from pixel to pixel
    const SumWord* first_end;
    const SumWord* second_end; ///< one word beyond the last pair whose second pixel counts
    int32_t fraction_bits;
    int32_t lowest; ///< output_min * 2^24
    int32_t scale_words;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
};

/// Finishes one channel by its multiplier and shift.
THIMBLERT_PART void finish_pairs_by_full_scale(PairOutputs* outputs) {
    const int32_t* scale = outputs->scales;
    const SumWord* sums = outputs->sums;
    int8_t* result = outputs->output;
    for (const SumWord* pair = sums; pair != outputs->first_end; pair += 2) {
        const int32_t sum =
            static_cast<int32_t>(static_cast<uint32_t>(pair[0]) - (static_cast<uint32_t>(pair[1]) << 16));
        *result = apply_full_scale(scale, sum, outputs->output_zero_point, outputs->output_min, outputs->output_max);
        result += outputs->pixel_stride;
    }
    result = outputs->output + outputs->second_offset;
    for (const SumWord* sum = sums + 1; sum != outputs->second_end; sum += 2) {
        *result = apply_full_scale(scale, *sum, outputs->output_zero_point, outputs->output_min, outputs->output_max);
        result += outputs->pixel_stride;
    }
    outputs->scales += outputs->scale_words;
    ++outputs->output;
}

#if THIMBLERT_ARMV6M

// clang-format off
/// Finishes one channel by its short scale. Takes the PairOutputs in r7 and at [sp], leaves them in r7. In the loop r0
/// walks the sums, r1 the output; r2 and r5 are the halves of the factor, r6 the fraction bits, r7 by how much the
/// pair's second word counts in its first; r8 is the end, r9 the limit, r10 the base, r11 the stride,
/// r12 minus the correction, lr the first sum that is not negative.
#define THIMBLERT_FINISH_PAIRS \
    "ldr r0, [r7, #4]\n\t" \
    "ldmia r0!, {r2, r3}\n\t" \
    "movs r1, #0\n\t" \
    "movs r4, #0\n\t" \
    "ldr r5, [r7, #36]\n\t" \
    "cmp r5, #2\n\t" \
    "beq 51f\n\t" \
    "ldmia r0!, {r4}\n\t" \
    "uxtb r5, r4\n\t" \
    "lsrs r4, r4, #8\n\t" \
    "movs r1, #1\n\t" \
    "lsls r1, r5\n\t" \
    "rsbs r1, r1, #0\n" \
    "51:\n\t" \
    "str r0, [r7, #4]\n\t" \
    "mov r12, r1\n\t" \
    "mov lr, r4\n\t" \
    "ldr r6, [r7, #28]\n\t" \
    "movs r5, r2\n\t" \
    "lsrs r5, r6\n\t" \
    "movs r4, r5\n\t" \
    "lsls r4, r6\n\t" \
    "subs r2, r2, r4\n\t" \
    "lsls r4, r3, #12\n\t" \
    "lsrs r4, r4, #28\n\t" \
    "lsrs r1, r3, #20\n\t" \
    "lsls r1, r4\n\t" \
    "mov r9, r1\n\t" \
    "lsls r3, r3, #16\n\t" \
    "lsrs r3, r6\n\t" \
    "ldr r4, [r7, #32]\n\t" \
    "adds r3, r3, r4\n\t" \
    "mov r10, r3\n\t" \
    "ldr r1, [r7, #16]\n\t" \
    "mov r11, r1\n\t" \
    "ldr r0, [r7, #0]\n\t" \
    "ldr r1, [r7, #20]\n\t" \
    "mov r8, r1\n\t" \
    "ldr r1, [r7, #8]\n\t" \
    "movs r7, #16\n" \
    "52:\n\t" \
    "ldmia r0!, {r3, r4}\n\t" \
    "lsls r4, r7\n\t"                  /* nothing is left of it for second pixels */ \
    "subs r3, r3, r4\n\t" \
    "cmp r3, r9\n\t" \
    "bhi 55f\n" \
    "53:\n\t" \
    "movs r4, r3\n\t" \
    "muls r4, r2, r4\n\t" \
    "lsrs r4, r6\n\t" \
    "cmp r3, lr\n\t" \
    "bhs 54f\n\t" \
    "add r4, r12\n" \
    "54:\n\t" \
    "muls r3, r5, r3\n\t" \
    "adds r3, r3, r4\n\t" \
    "add r3, r10\n\t" \
    "lsrs r3, r3, #24\n\t" \
    "strb r3, [r1]\n\t" \
    "add r1, r11\n\t" \
    "cmp r0, r8\n\t" \
    "bne 52b\n\t" \
    "cmp r7, #16\n\t" \
    "bne 56f\n\t" \
    "ldr r3, [sp]\n\t" \
    "ldr r0, [r3, #0]\n\t" \
    "adds r0, r0, #4\n\t" \
    "ldr r4, [r3, #24]\n\t" \
    "mov r8, r4\n\t" \
    "cmp r0, r4\n\t" \
    "beq 56f\n\t" \
    "ldr r1, [r3, #8]\n\t" \
    "ldr r4, [r3, #12]\n\t" \
    "adds r1, r1, r4\n\t" \
    "movs r7, #32\n\t" \
    "b 52b\n" \
    "55:\n\t" \
    "asrs r4, r3, #31\n\t" \
    "mov r3, r9\n\t" \
    "bics r3, r4\n\t" \
    "b 53b\n" \
    "56:\n\t" \
    "ldr r7, [sp]\n\t" \
    "ldr r1, [r7, #8]\n\t" \
    "adds r1, r1, #1\n\t" \
    "str r1, [r7, #8]\n\t"

/// Saves the registers that a callee must keep, and the argument at [sp].
#define THIMBLERT_BEGIN_ASSEMBLY \
    ".syntax unified\n\t" \
    "push {r4-r7, lr}\n\t" \
    "mov r4, r8\n\t" \
    "mov r5, r9\n\t" \
    "mov r6, r10\n\t" \
    "mov r7, r11\n\t" \
    "push {r0, r4-r7}\n\t" \
    "mov r7, r0\n\t"
#define THIMBLERT_END_ASSEMBLY \
    "pop {r0, r4-r7}\n\t" \
    "mov r8, r4\n\t" \
    "mov r9, r5\n\t" \
    "mov r10, r6\n\t" \
    "mov r11, r7\n\t" \
    "pop {r4-r7, pc}\n"

THIMBLERT_ASSEMBLY void finish_pairs_by_short_scale(PairOutputs*) {
    __asm__ volatile(
        THIMBLERT_BEGIN_ASSEMBLY
        THIMBLERT_FINISH_PAIRS
        THIMBLERT_END_ASSEMBLY
    );
}

// clang-format on

#else

THIMBLERT_INLINE void finish_pairs_by_short_scale(PairOutputs* outputs) {
    const ShortScale scale =
        unpack_short_scale(outputs->scales, outputs->scale_words, outputs->fraction_bits, outputs->output_min);
    int8_t* result = outputs->output;
    for (const SumWord* pair = outputs->sums; pair != outputs->first_end; pair += 2) {
        const uint32_t sum = static_cast<uint32_t>(pair[0]) - (static_cast<uint32_t>(pair[1]) << 16);
        *result = apply_short_scale(scale, static_cast<int32_t>(sum));
        result += outputs->pixel_stride;
    }
    result = outputs->output + outputs->second_offset;
    for (const SumWord* sum = outputs->sums + 1; sum != outputs->second_end; sum += 2) {
        *result = apply_short_scale(scale, *sum);
        result += outputs->pixel_stride;
    }
    outputs->scales += outputs->scale_words;
    ++outputs->output;
}

#endif

/// Outputs of the pairs of one channel.
THIMBLERT_INLINE void finish_pairs(PairOutputs* outputs) {
    if (is_short_scale(outputs->scales)) {
        finish_pairs_by_short_scale(outputs);
    } else {
        finish_pairs_by_full_scale(outputs);
    }
}

/// What all channels of a layer have in common. Params has the fields of ShortScaleParams in conv2d.h.
template <typename Params> THIMBLERT_INLINE PairOutputs pair_outputs(const Params& p, const int32_t* scales) {
    PairOutputs outputs = {};
    outputs.scales = scales;
    outputs.pixel_stride = p.output_channels;
    outputs.fraction_bits = p.fraction_bits;
    outputs.lowest = shift_left(p.output_min, 24);
    outputs.scale_words = p.scale_words;
    outputs.output_zero_point = p.output_zero_point;
    outputs.output_min = p.output_min;
    outputs.output_max = p.output_max;
    return outputs;
}

/// Lays `pixels` outputs out as pairs: pixel i and pixel i + pairs.
THIMBLERT_INLINE void set_pair_ends(PairOutputs* outputs, const SumWord* sums, int32_t pixels, int32_t pairs) {
    outputs->sums = sums;
    outputs->second_offset = pairs * outputs->pixel_stride;
    outputs->first_end = sums + 2 * minimum(pixels, pairs);
    outputs->second_end = sums + 1 + 2 * maximum(pixels - pairs, 0);
}

} // namespace armv6m
} // namespace thimblert
