// SPDX-License-Identifier: Apache-2.0
// All output channels of up to six output pixels on Armv6-M: the innermost loops of convolution.
//
// One multiplication serves two pixels: a word of the patch holds the activations of both as unsigned halves, a + 128,
// and weights are stored as w + 128, so that both products are below 2^16 and do not touch. A pair has two sums, one of
// the whole products, modulo 2^32, and one of their upper halves: the second is the second pixel's sum, and what
// the first exceeds it by, times 2^16, is the first pixel's. A tap of three pairs is fourteen instructions, 2.33 a
// product.
#pragma once

#include "thimblert/kernels/armv6m/finish_pairs.h"

namespace thimblert {
namespace armv6m {

constexpr int32_t most_pairs = 3;
/// Taps of an unrolled loop: patches are filled up with zeros to a multiple.
constexpr int32_t patch_step = 4;

/// Activations of up to six pixels, tap by tap a word for each pair, and what the loop over channels needs. The
/// assembly reads the fields by their offsets.
struct PixelGroup {
    PairOutputs outputs;
    const SumWord* patch;
    const uint8_t* weights; ///< of the channel, moved on to the next
    const SumWord* patch_end;
    int32_t row_skip; ///< bytes from the weights of the patch's end to the next channel's
    int32_t pairs;
    int32_t channels;
    const int32_t* biases; ///< moved on
    void (*finish_by_full_scale)(PairOutputs*);
    SumWord starts[2 * most_pairs];   ///< minus 128 times the sum of each pixel's patch, as a pair
    SumWord sums[2 * most_pairs + 1]; ///< the last is read, not used
};

#if THIMBLERT_ARMV6M

// clang-format off
#define THIMBLERT_PAIR(activation, whole, upper) \
    "muls " activation ", r2, " activation "\n\t" \
    "add " whole ", " activation "\n\t" \
    "lsrs " activation ", " activation ", #16\n\t" \
    "add " upper ", " activation "\n\t"
#define THIMBLERT_TAP_OF_ONE(index) \
    "ldmia r0!, {r3}\n\t" \
    "ldrb r2, [r1, #" index "]\n\t" \
    THIMBLERT_PAIR("r3", "r8", "r9")
#define THIMBLERT_TAP_OF_TWO(index) \
    "ldmia r0!, {r3, r4}\n\t" \
    "ldrb r2, [r1, #" index "]\n\t" \
    THIMBLERT_PAIR("r3", "r8", "r9") \
    THIMBLERT_PAIR("r4", "r10", "r11")
#define THIMBLERT_TAP_OF_THREE(index) \
    "ldmia r0!, {r3, r4, r5}\n\t" \
    "ldrb r2, [r1, #" index "]\n\t" \
    THIMBLERT_PAIR("r3", "r8", "r9") \
    THIMBLERT_PAIR("r4", "r10", "r11") \
    THIMBLERT_PAIR("r5", "r12", "lr")
#define THIMBLERT_TAPS(TAP) TAP("0") TAP("1") TAP("2") TAP("3") \
    "adds r1, r1, #4\n\t" \
    "cmp r0, r7\n\t"

/// In the loops r0 walks the patch up to r7, r1 the weights; r2 is the weight, r3-r5 the activations and products, r8
/// to lr the sums.
THIMBLERT_ASSEMBLY void accumulate_channels(PixelGroup*) {
    __asm__ volatile(
        THIMBLERT_BEGIN_ASSEMBLY
        "1:\n\t"
        "ldr r5, [r7, #76]\n\t"       // biases
        "ldmia r5!, {r6}\n\t"
        "str r5, [r7, #76]\n\t"
        "lsls r5, r6, #16\n\t"
        "adds r5, r5, r6\n\t"
        "movs r0, r7\n\t"
        "adds r0, r0, #84\n\t"        // starts
        "ldmia r0!, {r1-r4}\n\t"
        "adds r1, r1, r5\n\t"
        "adds r2, r2, r6\n\t"
        "adds r3, r3, r5\n\t"
        "adds r4, r4, r6\n\t"
        "mov r8, r1\n\t"
        "mov r9, r2\n\t"
        "mov r10, r3\n\t"
        "mov r11, r4\n\t"
        "ldmia r0!, {r1, r2}\n\t"
        "adds r1, r1, r5\n\t"
        "adds r2, r2, r6\n\t"
        "mov r12, r1\n\t"
        "mov lr, r2\n\t"
        "ldr r0, [r7, #52]\n\t"       // patch
        "ldr r1, [r7, #56]\n\t"       // weights
        "ldr r6, [r7, #68]\n\t"       // pairs
        "ldr r7, [r7, #60]\n\t"       // end of the patch
        "cmp r6, #2\n\t"
        "beq 3f\n\t"
        "bhi 4f\n"
        "2:\n\t"
        THIMBLERT_TAPS(THIMBLERT_TAP_OF_ONE)
        "bne 2b\n\t"
        "b 5f\n"
        "3:\n\t"
        THIMBLERT_TAPS(THIMBLERT_TAP_OF_TWO)
        "bne 3b\n\t"
        "b 5f\n"
        "4:\n\t"
        THIMBLERT_TAPS(THIMBLERT_TAP_OF_THREE)
        "bne 4b\n"
        "5:\n\t"
        "ldr r7, [sp]\n\t"
        "ldr r6, [r7, #64]\n\t"       // row skip
        "adds r1, r1, r6\n\t"
        "str r1, [r7, #56]\n\t"
        "mov r1, r8\n\t"
        "mov r2, r9\n\t"
        "mov r3, r10\n\t"
        "mov r4, r11\n\t"
        "mov r5, r12\n\t"
        "mov r6, lr\n\t"
        "movs r0, r7\n\t"
        "adds r0, r0, #108\n\t"       // sums
        "stmia r0!, {r1-r6}\n\t"
        "ldr r0, [r7, #4]\n\t"        // scales
        "ldr r0, [r0]\n\t"
        "cmp r0, #0\n\t"
        "bmi 6f\n\t"
        THIMBLERT_FINISH_PAIRS
        "b 7f\n"
        "6:\n\t"
        "movs r0, r7\n\t"
        "ldr r3, [r7, #80]\n\t"
        "blx r3\n\t"
        "ldr r7, [sp]\n"
        "7:\n\t"
        "ldr r1, [r7, #72]\n\t"       // channels
        "subs r1, r1, #1\n\t"
        "str r1, [r7, #72]\n\t"
        "beq 8f\n\t"
        "b 1b\n"
        "8:\n\t"
        THIMBLERT_END_ASSEMBLY
    );
}

#undef THIMBLERT_TAPS
#undef THIMBLERT_TAP_OF_THREE
#undef THIMBLERT_TAP_OF_TWO
#undef THIMBLERT_TAP_OF_ONE
#undef THIMBLERT_PAIR
// clang-format on

#else

THIMBLERT_INLINE void accumulate_channels(PixelGroup* group) {
    for (; group->channels > 0; --group->channels) {
        const uint32_t bias = static_cast<uint32_t>(*group->biases++);
        for (int32_t pair = 0; pair < group->pairs; ++pair) {
            uint32_t whole = static_cast<uint32_t>(group->starts[2 * pair]) + bias * 0x10001U;
            uint32_t upper = static_cast<uint32_t>(group->starts[2 * pair + 1]) + bias;
            const uint8_t* weight = group->weights;
            for (const SumWord* word = group->patch + pair; word < group->patch_end; word += group->pairs) {
                const uint32_t product = static_cast<uint32_t>(*word) * *weight++;
                whole += product;
                upper += product >> 16;
            }
            group->sums[2 * pair] = static_cast<int32_t>(whole);
            group->sums[2 * pair + 1] = static_cast<int32_t>(upper);
        }
        group->weights += (group->patch_end - group->patch) / group->pairs + group->row_skip;
        finish_pairs(&group->outputs);
    }
}

#endif

} // namespace armv6m
} // namespace thimblert
