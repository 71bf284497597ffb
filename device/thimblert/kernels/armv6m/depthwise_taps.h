// SPDX-License-Identifier: Apache-2.0
// Products of one kernel row with one channel of pixel pairs on Armv6-M: the innermost loop of depthwise convolution.
//
// As in accumulate_pairs.h one multiplication serves two pixels. Activations are a + 129, 1 to 256, and weights stay
// signed: a product of the first pixel is then negative just where its weight is, and the arithmetic shift that
// separates the second pixel's product loses one for every negative weight, which the sum starts with.
#pragma once

#include "thimblert/kernels/armv6m/finish_pairs.h"

namespace thimblert {
namespace armv6m {

/// Taps that one call takes.
constexpr int32_t most_depthwise_taps = 12;

/// Rows of pairs in a plane of words. The assembly reads the fields by their offsets.
struct DepthwiseTaps {
    const SumWord* words;
    const SumWord* weights;
    SumWord* sums; ///< pairs
    SumWord* sums_end;
    int32_t pair_step; ///< bytes from the words of a pair to the next pair's
    int32_t row_skip;  ///< bytes from behind the last pair of a row to the next row
    int32_t row_bytes; ///< of a row's sums
    int32_t taps;      ///< 1 to most_depthwise_taps
};

#if THIMBLERT_ARMV6M

// clang-format off
#define THIMBLERT_TAP(offset) \
    "ldr r3, [r0, #" offset "]\n\t" \
    "ldr r4, [r1, #" offset "]\n\t" \
    "muls r3, r4, r3\n\t" \
    "adds r5, r5, r3\n\t" \
    "asrs r3, r3, #16\n\t" \
    "adds r6, r6, r3\n\t"

/// r0 walks the words, r1 is the weights, r2 walks the sums; r5 and r6 are a pair. r7 is the step, r8 the end of a row,
/// r9 the row skip, r10 its bytes, r11 the end, r12 where the taps are entered: each takes 12 bytes of code.
THIMBLERT_ASSEMBLY void accumulate_depthwise_taps(const DepthwiseTaps*) {
    __asm__ volatile(
        ".syntax unified\n\t"
        "push {r4-r7, lr}\n\t"
        "mov r4, r8\n\t"
        "mov r5, r9\n\t"
        "mov r6, r10\n\t"
        "mov r7, r11\n\t"
        "push {r4-r7}\n\t"
        "ldr r4, [r0, #28]\n\t"
        "movs r5, #12\n\t"
        "muls r4, r5, r4\n\t"
        "adr r6, 3f\n\t"
        "subs r6, r6, r4\n\t"
        "mov r12, r6\n\t"
        "ldr r7, [r0, #24]\n\t"
        "mov r10, r7\n\t"
        "ldr r6, [r0, #20]\n\t"
        "mov r9, r6\n\t"
        "ldr r3, [r0, #12]\n\t"
        "mov r11, r3\n\t"
        "ldr r2, [r0, #8]\n\t"
        "adds r7, r2, r7\n\t"
        "mov r8, r7\n\t"
        "ldr r7, [r0, #16]\n\t"
        "ldr r1, [r0, #4]\n\t"
        "ldr r0, [r0, #0]\n"
        "1:\n\t"
        "ldr r5, [r2]\n\t"
        "ldr r6, [r2, #4]\n\t"
        "mov pc, r12\n\t"
        ".balign 4\n\t"
        THIMBLERT_TAP("44")
        THIMBLERT_TAP("40")
        THIMBLERT_TAP("36")
        THIMBLERT_TAP("32")
        THIMBLERT_TAP("28")
        THIMBLERT_TAP("24")
        THIMBLERT_TAP("20")
        THIMBLERT_TAP("16")
        THIMBLERT_TAP("12")
        THIMBLERT_TAP("8")
        THIMBLERT_TAP("4")
        THIMBLERT_TAP("0")
        "3:\n\t"
        "stmia r2!, {r5, r6}\n\t"
        "adds r0, r0, r7\n\t"
        "cmp r2, r8\n\t"
        "bne 1b\n\t"
        "add r0, r9\n\t"
        "add r8, r10\n\t"
        "cmp r2, r11\n\t"
        "bne 1b\n\t"
        "pop {r4-r7}\n\t"
        "mov r8, r4\n\t"
        "mov r9, r5\n\t"
        "mov r10, r6\n\t"
        "mov r11, r7\n\t"
        "pop {r4-r7, pc}\n"
    );
}

#undef THIMBLERT_TAP
// clang-format on

#else

THIMBLERT_INLINE void accumulate_depthwise_taps(const DepthwiseTaps* job) {
    const int32_t word_bytes = 4;
    const SumWord* words = job->words;
    const int32_t row_words = job->row_bytes / word_bytes;
    for (SumWord* row = job->sums; row != job->sums_end; row += row_words) {
        for (SumWord* pair = row; pair != row + row_words; pair += 2) {
            uint32_t whole = static_cast<uint32_t>(pair[0]);
            uint32_t upper = static_cast<uint32_t>(pair[1]);
            for (int32_t tap = 0; tap < job->taps; ++tap) {
                const uint32_t product = static_cast<uint32_t>(words[tap]) * static_cast<uint32_t>(job->weights[tap]);
                whole += product;
                upper += static_cast<uint32_t>(static_cast<int32_t>(product) >> 16);
            }
            pair[0] = static_cast<int32_t>(whole);
            pair[1] = static_cast<int32_t>(upper);
            words += job->pair_step / word_bytes;
        }
        words += job->row_skip / word_bytes;
    }
}

#endif

} // namespace armv6m
} // namespace thimblert
