// SPDX-License-Identifier: Apache-2.0
// Products of rows of int8 weights with activations that were widened to 16 bits beforehand (widen.h): the innermost
// loops of convolution and fully connected layers.
//
// Widening the activations once pays because every output channel reads them again: the loop spends a load and two
// sign extensions on four weights, and multiplies them with the activations of four output pixels, which it
// loads four pairs at a time. The loops use all fourteen registers, so they are functions in assembly.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/widen.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// A sum. Memory of other types may be borrowed to hold sums, hence the attribute.
typedef int32_t __attribute__((may_alias)) SumWord;

/// A block of rows of weights, or one piece of each row. The assembly reads the fields by their offsets.
struct RowBlock {
    const PairWord* activations; ///< of the pixels, for this piece
    const int8_t* weights;       ///< first row, at the piece
    SumWord* sums;               ///< one for each pixel and row, updated
    SumWord* sums_end;
    int32_t row_skip;   ///< bytes from the end of a row's piece to the next row's
    int32_t steps;      ///< eights of weights (four pixels) or sixteens (one pixel)
    uint32_t entry;     ///< where the unrolled loop is entered, in bytes of code, bit 0 set
    int32_t words;      ///< words after the steps
    int32_t tail;       ///< weights after the words, 0 to 3
    int32_t tail_shift; ///< bits by which the word that ends with the tail is shifted down
};

/// Describes `count` weights of rows that begin at `weights` and lie `row_length` apart; count is a multiple of eight
/// except in the last piece of a row.
template <int pixels> THIMBLERT_INLINE RowBlock row_block(const int8_t* weights, int32_t count, int32_t row_length) {
    RowBlock block = {};
    const uintptr_t low_bits = reinterpret_cast<uintptr_t>(weights) | static_cast<uintptr_t>(row_length);
    const bool is_aligned = (low_bits & 3U) == 0;
    block.weights = weights;
    block.row_skip = row_length - count;
    block.tail = count & 3;
    block.tail_shift = 8 * (4 - block.tail);
    if (pixels == 4) {
        const uint32_t steps = static_cast<uint32_t>(count) >> 3;
        // A step takes 100 bytes of code with aligned rows, 104 otherwise; the second loop begins 414 bytes on.
        block.entry = is_aligned ? 1U + (0U - steps) % 4U * 100U : 415U + (0U - steps) % 2U * 104U;
        block.steps = static_cast<int32_t>(steps);
        block.words = (count >> 2) & 1;
    } else {
        const uint32_t steps = is_aligned ? static_cast<uint32_t>(count) >> 4 : 0U;
        block.entry = 1U + (0U - steps) % 2U * 76U; // a step takes 76 bytes of code
        block.steps = static_cast<int32_t>(steps);
        block.words = (count >> 2) - 4 * block.steps;
    }
    return block;
}

#if THIMBLERT_SIMD32

// clang-format off
/// Begins both functions: saves registers, and lays out the stack as described there. Leaves the activations in r7,
/// the steps in r4 and the words in r8, the first weights in r1 and the sums in lr.
#define THIMBLERT_BEGIN_ROWS \
    "push {r4-r11, lr}\n\t" \
    "sub sp, sp, #32\n\t" \
    "ldrd r8, r2, [r0, #28]\n\t"      /* words, tail */ \
    "adr.w r3, 6f\n\t" \
    "cbz r2, 11f\n\t" \
    "adr.w r3, 5f\n" \
    "11:\n\t" \
    "cmp r8, #0\n\t" \
    "it ne\n\t" \
    "adrne.w r3, 4f\n\t" \
    "add r3, r3, #1\n\t"              /* where to go after the steps */ \
    "ldrd r4, r5, [r0, #20]\n\t"      /* steps, entry */ \
    "adr.w r6, 1f\n\t" \
    "add r6, r6, r5\n\t" \
    "cmp r4, #0\n\t" \
    "it eq\n\t" \
    "moveq r6, r3\n\t" \
    "strd r6, r3, [sp, #8]\n\t" \
    "ldrd r10, r11, [r0, #12]\n\t"    /* end of sums, row skip */ \
    "ldr r12, [r0, #36]\n\t" \
    "strd r10, r11, [sp, #16]\n\t" \
    "strd r2, r12, [sp, #24]\n\t" \
    "ldrd r7, r1, [r0, #0]\n\t" \
    "ldr lr, [r0, #8]\n\t"

/// Ends both functions: the next row, or the return.
#define THIMBLERT_END_ROWS \
    "ldrd r2, r3, [sp, #16]\n\t" \
    "add r1, r1, r3\n\t" \
    "cmp lr, r2\n\t" \
    "bne.w 10b\n\t" \
    "add sp, sp, #32\n\t" \
    "pop {r4-r11, pc}\n"

#define THIMBLERT_FOUR_SUMS(pair) \
    "smlad r7, r3, " pair ", r7\n\t" \
    "smlad r8, r4, " pair ", r8\n\t" \
    "smlad r9, r5, " pair ", r9\n\t" \
    "smlad r10, r6, " pair ", r10\n\t"
#define THIMBLERT_FOUR_WEIGHTS(word) \
    "ldmia.w r0!, {r3-r6}\n\t"  "sxtb16 r11, " word "\n\t"                 THIMBLERT_FOUR_SUMS("r11") \
    "ldmia.w r0!, {r3-r6}\n\t"  "sxtb16 " word ", " word ", ror #8\n\t"    THIMBLERT_FOUR_SUMS(word)

/// sums += rows of weights times the activations of four pixels. In the loops r0 walks the activations, r1 the
/// weights, lr the sums; r7-r10 are the sums of a row. On the stack: [0] activations, [4] where the steps end,
/// [8] and [12] where the code of the steps is entered and left for, [16] end of sums, [20] row skip,
/// [24] tail, [28] its shift.
THIMBLERT_ASSEMBLY void accumulate_rows_by_four(const RowBlock&) {
    __asm__ volatile(
        THIMBLERT_BEGIN_ROWS
        "add r4, r7, r4, lsl #6\n\t"      // a step reads 64 bytes of activations
        "strd r7, r4, [sp, #0]\n"
        "10:\n\t"
        "ldmia.w lr, {r7-r10}\n\t"
        "ldr r0, [sp, #0]\n\t"
        "ldr.w pc, [sp, #8]\n"
        "1:\n\t"
        ".rept 4\n\t"
        "ldrd r2, r12, [r1], #8\n\t"
        THIMBLERT_FOUR_WEIGHTS("r2")
        THIMBLERT_FOUR_WEIGHTS("r12")
        ".endr\n\t"
        "ldr.w r2, [sp, #4]\n\t"
        "cmp r0, r2\n\t"
        "bne.w 1b\n\t"
        "ldr.w pc, [sp, #12]\n"
        "2:\n\t"
        ".rept 2\n\t"
        "ldr r2, [r1], #4\n\t"
        "ldr r12, [r1], #4\n\t"
        THIMBLERT_FOUR_WEIGHTS("r2")
        THIMBLERT_FOUR_WEIGHTS("r12")
        ".endr\n\t"
        "ldr.w r2, [sp, #4]\n\t"
        "cmp r0, r2\n\t"
        "bne.w 2b\n\t"
        "ldr.w pc, [sp, #12]\n\t"
        "4:\n\t"
        "ldr r2, [r1], #4\n\t"
        THIMBLERT_FOUR_WEIGHTS("r2")
        "ldr r2, [sp, #24]\n\t"
        "cbz r2, 6f\n\t"
        "5:\n\t"
        "ldrd r2, r12, [sp, #24]\n\t"
        "add r1, r1, r2\n\t"
        "ldr r2, [r1, #-4]\n\t"
        "lsr.w r2, r2, r12\n\t"
        THIMBLERT_FOUR_WEIGHTS("r2")
        "6:\n\t"
        "stmia.w lr!, {r7-r10}\n\t"
        THIMBLERT_END_ROWS
    );
}

#undef THIMBLERT_FOUR_WEIGHTS
#undef THIMBLERT_FOUR_SUMS

#define THIMBLERT_FOUR_WEIGHTS(word, even, odd) \
    "sxtb16 r2, " word "\n\t" \
    "smlad r7, " even ", r2, r7\n\t" \
    "sxtb16 " word ", " word ", ror #8\n\t" \
    "smlad r7, " odd ", " word ", r7\n\t"

/// sums += rows of weights times the activations of one pixel. Registers and stack as above, but r7 is the sum and
/// r12 where the steps end; [4] words.
THIMBLERT_ASSEMBLY void accumulate_rows_by_one(const RowBlock&) {
    __asm__ volatile(
        THIMBLERT_BEGIN_ROWS
        "strd r7, r8, [sp, #0]\n\t"
        "add r12, r7, r4, lsl #5\n"        // a step reads 32 bytes of activations
        "10:\n\t"
        "ldr r7, [lr]\n\t"
        "ldr r0, [sp, #0]\n\t"
        "ldr.w pc, [sp, #8]\n"
        "1:\n\t"
        ".rept 2\n\t"
        "ldmia.w r1!, {r8-r11}\n\t"
        "ldmia.w r0!, {r3-r6}\n\t"
        THIMBLERT_FOUR_WEIGHTS("r8", "r3", "r4")
        THIMBLERT_FOUR_WEIGHTS("r9", "r5", "r6")
        "ldmia.w r0!, {r3-r6}\n\t"
        THIMBLERT_FOUR_WEIGHTS("r10", "r3", "r4")
        THIMBLERT_FOUR_WEIGHTS("r11", "r5", "r6")
        ".endr\n\t"
        "cmp r0, r12\n\t"
        "bne.w 1b\n\t"
        "ldr.w pc, [sp, #12]\n\t"
        "4:\n\t"
        "ldr r9, [sp, #4]\n"
        "3:\n\t"
        "ldr r8, [r1], #4\n\t"
        "ldrd r3, r4, [r0], #8\n\t"
        THIMBLERT_FOUR_WEIGHTS("r8", "r3", "r4")
        "subs r9, r9, #1\n\t"
        "bne 3b\n\t"
        "ldr r2, [sp, #24]\n\t"
        "cbz r2, 6f\n\t"
        "5:\n\t"
        "ldrd r2, r9, [sp, #24]\n\t"
        "add r1, r1, r2\n\t"
        "ldr r8, [r1, #-4]\n\t"
        "lsr.w r8, r8, r9\n\t"
        "ldrd r3, r4, [r0], #8\n\t"
        THIMBLERT_FOUR_WEIGHTS("r8", "r3", "r4")
        "6:\n\t"
        "str r7, [lr], #4\n\t"
        THIMBLERT_END_ROWS
    );
}

#undef THIMBLERT_FOUR_WEIGHTS
#undef THIMBLERT_END_ROWS
#undef THIMBLERT_BEGIN_ROWS
// clang-format on

#endif

/// Adds the products of four weights to the sums of `pixels` pixels; returns the activations that follow.
template <int pixels>
THIMBLERT_INLINE const PairWord* accumulate_word(const PairWord* activations, uint32_t weights, SumWord* sums) {
    const uint32_t even = sxtb16(weights);
    const uint32_t odd = sxtb16_ror8(weights);
    for (int pixel = 0; pixel < pixels; ++pixel) {
        sums[pixel] = smlad(activations[pixel], even, sums[pixel]);
        sums[pixel] = smlad(activations[pixels + pixel], odd, sums[pixel]);
    }
    return activations + 2 * pixels;
}

/// As accumulate_rows for whole rows of one to three weights, less than a word to load: those of 1x1 filters on as many
/// channels.
template <int pixels> THIMBLERT_INLINE void accumulate_short_rows(const RowBlock& block) {
    const int8_t* weights = block.weights;
    for (SumWord* sums = block.sums; sums != block.sums_end; sums += pixels) {
        uint32_t word = 0;
        for (int32_t index = 0; index < block.tail; ++index) {
            word |= (static_cast<uint32_t>(*weights++) & 0xFFU) << (8 * index);
        }
        accumulate_word<pixels>(block.activations, word, sums);
    }
}

/// sums += rows of weights times the activations of one or four pixels.
template <int pixels> THIMBLERT_INLINE void accumulate_rows(const RowBlock& block) {
    if (block.steps + block.words == 0 && block.row_skip == 0) {
        accumulate_short_rows<pixels>(block);
        return;
    }
#if THIMBLERT_SIMD32
    if (pixels == 4) {
        accumulate_rows_by_four(block);
    } else {
        accumulate_rows_by_one(block);
    }
#else
    const int8_t* weights = block.weights;
    const int32_t words = block.steps * (pixels == 4 ? 2 : 4) + block.words;
    for (SumWord* sums = block.sums; sums != block.sums_end; sums += pixels) {
        const PairWord* activations = block.activations;
        for (int32_t word = 0; word < words; ++word) {
            activations = accumulate_word<pixels>(activations, load_s8x4(weights), sums);
            weights += 4;
        }
        weights += block.tail;
        if (block.tail != 0) {
            accumulate_word<pixels>(activations, load_s8x4(weights - 4) >> block.tail_shift, sums);
        }
        weights += block.row_skip;
    }
#endif
}

} // namespace armv7em
} // namespace thimblert
