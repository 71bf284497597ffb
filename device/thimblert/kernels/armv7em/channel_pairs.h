// SPDX-License-Identifier: Apache-2.0
// Rows of weights of two channels in the halves of one word, against widened activations: the innermost loop of
// conv2d_channel_pairs_s8.
//
// A half is 256 times the second channel's weight plus the first one's. One dual multiplication with it sums up both
// channels, 256 times the second plus the first; another one with the half's lower byte, sign extended, sums up the
// first alone. Their difference is 256 times the second channel's sum: two multiplications as ever, but one
// extension and one load for four weights. Sums stay in registers from bias to output.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/armv7em/widen.h"
#include "thimblert/kernels/conv2d.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// Channels of four output pixels, an even number. The assembly reads the fields by their offsets. For each pair of
/// channels the filters are: the sums to begin with, `steps` words of weights, and multiplier, addend and right shift
/// of each channel.
struct ChannelPairs {
    const PairWord* activations;
    const int32_t* filters;
    int8_t* output; ///< of the first pixel
    int8_t* output_end;
    int32_t pixel_stride;
    int32_t steps;              ///< pairs of elements of a row, an even number
    uint32_t entry;             ///< where the unrolled loop is entered, in bytes of code, bit 0 set
    int32_t corrects_negatives; ///< 1 where outputs of negative sums are not clamped away
};

/// Words of a pair of channels beside its weights.
constexpr int32_t channel_pair_words = 8;

/// A step takes 56 bytes of code.
THIMBLERT_INLINE uint32_t channel_pairs_entry(int32_t steps) {
    return 1U + (0U - static_cast<uint32_t>(steps)) % 16U * 56U;
}

/// Twice the second channel's sum, from the sum of both and the first.
THIMBLERT_INLINE int32_t twice_second_sum(int32_t both, int32_t first) {
    return wrapping_add(both, static_cast<int32_t>(0U - static_cast<uint32_t>(first))) >> 7;
}

/// The output of twice a sum; `scale` is multiplier, addend and right shift.
THIMBLERT_INLINE int8_t finish_twice_sum(int32_t twice_sum, const int32_t* scale, int32_t corrects_negatives) {
    const int32_t correction = twice_sum < 0 ? -corrects_negatives : 0;
    return static_cast<int8_t>(ssat8(smmlar(twice_sum, scale[0], scale[1] + correction) >> scale[2]));
}

/// Adds a pair of elements to the sum of both channels and to the first one's.
THIMBLERT_INLINE void add_to_pair(int32_t filter, PairWord activations, int32_t& both_sums, int32_t& first_sum) {
    const uint32_t weights = static_cast<uint32_t>(filter);
    both_sums = smlad(weights, activations, both_sums);
    first_sum = smlad(sxtb16(weights), activations, first_sum);
}

/// A pair of channels of one pixel, whose pairs of elements lie `stride` words apart. Returns the next channels'
/// filters.
template <int stride>
THIMBLERT_INLINE const int32_t* finish_channel_pair(
    const ChannelPairs& pairs, const int32_t* filters, const PairWord* activations, int8_t* first, int8_t* second
) {
    int32_t first_sum = filters[0];
    int32_t both_sums = filters[1];
    filters += 2;
    const int32_t* const scales = filters + pairs.steps;
    do {
        const int32_t even = filters[0];
        const int32_t odd = filters[1];
        const PairWord even_elements = activations[0];
        const PairWord odd_elements = activations[stride];
        add_to_pair(even, even_elements, both_sums, first_sum);
        add_to_pair(odd, odd_elements, both_sums, first_sum);
        filters += 2;
        activations += 2 * stride;
    } while (filters != scales);
    *second = finish_twice_sum(twice_second_sum(both_sums, first_sum), scales + 3, pairs.corrects_negatives);
    *first = finish_twice_sum(2 * first_sum, scales, pairs.corrects_negatives);
    return scales + 6;
}

#if THIMBLERT_SIMD32

// clang-format off
#define THIMBLERT_STEP \
    "ldr.w r2, [r1], #4\n\t" \
    "ldr.w r12, [r0], #16\n\t" \
    "ldr.w lr, [r0, #-12]\n\t" \
    "sxtb16.w r3, r2\n\t" \
    "smlad r8, r2, r12, r8\n\t" \
    "smlad r4, r3, r12, r4\n\t" \
    "smlad r9, r2, lr, r9\n\t" \
    "smlad r5, r3, lr, r5\n\t" \
    "ldr.w r12, [r0, #-8]\n\t" \
    "ldr.w lr, [r0, #-4]\n\t" \
    "smlad r10, r2, r12, r10\n\t" \
    "smlad r6, r3, r12, r6\n\t" \
    "smlad r11, r2, lr, r11\n\t" \
    "smlad r7, r3, lr, r7\n\t"
#define THIMBLERT_SECOND(both, first) \
    "sub.w " both ", " both ", " first "\n\t" \
    "asr.w " both ", " both ", #7\n\t" \
    "lsl.w " first ", " first ", #1\n\t"
#define THIMBLERT_FINISH(sum) \
    "smmlar " sum ", " sum ", r2, r3\n\t" \
    "asr.w " sum ", " sum ", r12\n\t" \
    "ssat " sum ", #8, " sum "\n\t"
#define THIMBLERT_FINISH_SIGNED(sum) \
    "add.w lr, r3, " sum ", asr #31\n\t" \
    "smmlar " sum ", " sum ", r2, lr\n\t" \
    "asr.w " sum ", " sum ", r12\n\t" \
    "ssat " sum ", #8, " sum "\n\t"

/// In the loop r0 walks the activations, r1 the filters; r4-r7 are the first channel's sums, r8-r11 those of both. On
/// the stack: [0] activations, [4] the code to enter, [8] end of activations less corrects_negatives, so that one
/// comparison tells the end and the way to finish, [16] output, [20] pixel stride, [24] end of output.
THIMBLERT_ASSEMBLY void multiply_channel_pairs(const ChannelPairs&) {
    __asm__ volatile(
        "push {r4-r11, lr}\n\t"
        "sub sp, sp, #28\n\t"
        "ldrd r2, r1, [r0, #0]\n\t"
        "ldrd r3, r4, [r0, #8]\n\t"
        "ldrd r5, r6, [r0, #16]\n\t"
        "ldrd r7, r8, [r0, #24]\n\t"
        "adr.w r9, 1f\n\t"
        "add r7, r7, r9\n\t"
        "add r6, r2, r6, lsl #4\n\t"      // a step reads 16 bytes of activations
        "sub r6, r6, r8\n\t"
        "strd r2, r7, [sp, #0]\n\t"
        "str r6, [sp, #8]\n\t"
        "strd r3, r5, [sp, #16]\n\t"
        "str r4, [sp, #24]\n"
        "10:\n\t"
        "ldrd r4, r8, [r1], #8\n\t"
        "mov r5, r4\n\t"
        "mov r6, r4\n\t"
        "mov r7, r4\n\t"
        "mov r9, r8\n\t"
        "mov r10, r8\n\t"
        "mov r11, r8\n\t"
        "ldr r0, [sp, #0]\n\t"
        "ldr.w pc, [sp, #4]\n\t"
        ".balign 4\n"
        "1:\n\t"
        ".rept 16\n\t"
        THIMBLERT_STEP
        ".endr\n\t"
        "ldr r2, [sp, #8]\n\t"
        "cmp r0, r2\n\t"
        "blo.w 1b\n\t"
        THIMBLERT_SECOND("r8", "r4")
        THIMBLERT_SECOND("r9", "r5")
        THIMBLERT_SECOND("r10", "r6")
        THIMBLERT_SECOND("r11", "r7")
        "ldmia.w r1!, {r2, r3, r12}\n\t"
        "bne.w 3f\n\t"                  // as compared at the end of the steps
        THIMBLERT_FINISH("r4")
        THIMBLERT_FINISH("r5")
        THIMBLERT_FINISH("r6")
        THIMBLERT_FINISH("r7")
        "ldmia.w r1!, {r2, r3, r12}\n\t"
        THIMBLERT_FINISH("r8")
        THIMBLERT_FINISH("r9")
        THIMBLERT_FINISH("r10")
        THIMBLERT_FINISH("r11")
        "2:\n\t"
        "ldrd r0, r2, [sp, #16]\n\t"
        "bfi r4, r8, #8, #8\n\t"
        "bfi r5, r9, #8, #8\n\t"
        "bfi r6, r10, #8, #8\n\t"
        "bfi r7, r11, #8, #8\n\t"
        "add r3, r0, r2, lsl #1\n\t"
        "strh r5, [r0, r2]\n\t"
        "strh r6, [r3]\n\t"
        "strh r7, [r3, r2]\n\t"
        "strh r4, [r0], #2\n\t"
        "ldr r3, [sp, #24]\n\t"
        "str r0, [sp, #16]\n\t"
        "cmp r0, r3\n\t"
        "bne.w 10b\n\t"
        "add sp, sp, #28\n\t"
        "pop {r4-r11, pc}\n"
        "3:\n\t"
        THIMBLERT_FINISH_SIGNED("r4")
        THIMBLERT_FINISH_SIGNED("r5")
        THIMBLERT_FINISH_SIGNED("r6")
        THIMBLERT_FINISH_SIGNED("r7")
        "ldmia.w r1!, {r2, r3, r12}\n\t"
        THIMBLERT_FINISH_SIGNED("r8")
        THIMBLERT_FINISH_SIGNED("r9")
        THIMBLERT_FINISH_SIGNED("r10")
        THIMBLERT_FINISH_SIGNED("r11")
        "b.w 2b\n"
    );
}

#undef THIMBLERT_FINISH_SIGNED
#undef THIMBLERT_FINISH
#undef THIMBLERT_SECOND
#undef THIMBLERT_STEP
// clang-format on

#else

THIMBLERT_INLINE void multiply_channel_pairs(const ChannelPairs& pairs) {
    const int32_t* filters = pairs.filters;
    for (int8_t* output = pairs.output; output != pairs.output_end; output += 2) {
        for (int32_t pixel = 0; pixel < 4; ++pixel) {
            int8_t* const result = output + pixel * pairs.pixel_stride;
            finish_channel_pair<4>(pairs, filters, pairs.activations + pixel, result, result + 1);
        }
        filters += pairs.steps + channel_pair_words;
    }
}

#endif

/// A convolution's, but for the outputs.
THIMBLERT_INLINE ChannelPairs
channel_pairs(const Conv2dS8Params& p, const int32_t* filters, const PairWord* activations, int32_t steps) {
    ChannelPairs pairs = {};
    pairs.activations = activations;
    pairs.filters = filters;
    pairs.pixel_stride = p.output_channels;
    pairs.steps = steps;
    pairs.entry = channel_pairs_entry(steps);
    pairs.corrects_negatives = p.output_min < p.output_zero_point ? 1 : 0;
    return pairs;
}

/// All channels of four output pixels whose patches are in place.
THIMBLERT_INLINE void finish_four_pixels_of_pairs(ChannelPairs& pairs, int8_t* output, int32_t channels) {
    const int32_t even_channels = channels & ~1;
    pairs.output = output;
    pairs.output_end = output + even_channels;
    if (even_channels != 0) {
        multiply_channel_pairs(pairs);
    }
    if (even_channels != channels) {
        const int32_t* const filters = pairs.filters + (even_channels >> 1) * (pairs.steps + channel_pair_words);
        for (int32_t pixel = 0; pixel < 4; ++pixel) {
            int8_t none;
            int8_t* const result = pairs.output_end + pixel * channels;
            finish_channel_pair<4>(pairs, filters, pairs.activations + pixel, result, &none);
        }
    }
}

THIMBLERT_PART void finish_one_pixel_of_pairs(const ChannelPairs& pairs, int8_t* output, int32_t channels) {
    const int32_t* filters = pairs.filters;
    int8_t none;
    for (int32_t channel = 0; channel < channels; channel += 2) {
        int8_t* const second = channel + 1 < channels ? output + 1 : &none;
        filters = finish_channel_pair<1>(pairs, filters, pairs.activations, output, second);
        output += 2;
    }
}

} // namespace armv7em
} // namespace thimblert
