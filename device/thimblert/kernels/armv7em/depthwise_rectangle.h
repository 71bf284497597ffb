// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution of four channels over a rectangle of output pixels whose windows have the same taps inside the
// input: the innermost loop of depthwise_conv2d_s8.
//
// Two taps are taken at a time. Their input words are interleaved, which makes the two elements of a channel the
// halves of a pair, and a dual multiplication takes both. The weights are interleaved alike once for the whole
// rectangle, and the input zero point is taken out of the bias then. The loop over taps is unrolled for the
// longest table and entered where a shorter one begins.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/armv7em/widen.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// What the table of a rectangle holds at most.
constexpr int32_t depthwise_most_taps = 16;
constexpr int32_t depthwise_most_pairs = depthwise_most_taps / 2;
constexpr int32_t depthwise_pair_words = 6;

/// Bytes of code that a step of the unrolled loops takes: where four input channels are read, and where one is.
constexpr uint32_t depthwise_step_bytes = 52;
constexpr uint32_t depthwise_shared_step_bytes = 32;

struct FastRequantization {
    int32_t multiplier;
    int32_t addend;
    int32_t right;
};

/// What the loop reads in order for every pixel: four sums to begin with, the pairs of taps, the requantisation. A
/// pair is two input offsets and the weights of four channels, the first tap's in the lower halves. Pairs end where
/// the requantisation begins; with fewer than all, the sums move up to the first one used.
struct DepthwiseTable {
    uint32_t sums_and_pairs[4 + depthwise_pair_words * depthwise_most_pairs];
    FastRequantization channels[4];
};

/// A rectangle of output pixels. The assembly reads the fields by their offsets.
struct DepthwiseRectangle {
    const uint32_t* start; ///< the first word of the table in use
    uint32_t entry;        ///< where the unrolled loop is entered, in bytes of code, bit 0 set
    const int8_t* input;   ///< the first pixel's window; tap offsets count from here
    int8_t* output;
    int32_t input_step;
    int32_t output_step;
    int32_t row_bytes;       ///< from a row's first output pixel to the one after its last
    int32_t input_row_skip;  ///< from the window after a row's last one to the next row's first
    int32_t output_row_skip; ///< the same for the output
    int32_t rows;
    uint32_t low; ///< the activation range, in every byte
    uint32_t high;
    uint32_t needs_clamp;  ///< 0 where the activation range is all of int8
    uint32_t shares_input; ///< 0 where each output channel has its own input channel
};

/// The input elements of four output channels at one tap: neighbours, or one element that all share.
THIMBLERT_INLINE uint32_t load_tap(const int8_t* element, bool shares_input) {
    return shares_input ? pair_of(*element & 0xFF) * 0x101U : load_s8x4(element);
}

#if THIMBLERT_SIMD32

// clang-format off
#define THIMBLERT_REQUANTIZE(sum, multiplier, addend, right) \
    "add " addend ", " addend ", " sum ", asr #31\n\t" \
    "qadd " sum ", " sum ", " sum "\n\t" \
    "smmlar " sum ", " sum ", " multiplier ", " addend "\n\t" \
    "asr " sum ", " sum ", " right "\n\t" \
    "ssat " sum ", #8, " sum "\n\t"

/// Saves registers and lays out the stack; leaves the window in r1 and the output in lr.
#define THIMBLERT_BEGIN_RECTANGLE \
    "push {r4-r11, lr}\n\t" \
    "sub sp, sp, #48\n\t" \
    "ldrd r3, r4, [r0, #0]\n\t" \
    "ldr r2, [r0, #52]\n\t" \
    "adr.w r5, 1f\n\t" \
    "cbz r2, 13f\n\t" \
    "adr.w r5, 4f\n" \
    "13:\n\t" \
    "add r4, r4, r5\n\t" \
    "strd r3, r4, [sp, #0]\n\t" \
    "ldrd r1, lr, [r0, #8]\n\t" \
    "ldr r2, [r0, #48]\n\t" \
    "adr.w r5, 3f\n\t" \
    "cbz r2, 11f\n\t" \
    "adr.w r5, 2f\n" \
    "11:\n\t" \
    "add r5, r5, #1\n\t" \
    "add r0, r0, #16\n\t" \
    "ldmia.w r0, {r2-r4, r6-r10}\n\t" \
    "add r11, lr, r4\n\t" \
    "strd r5, r11, [sp, #8]\n\t" \
    "add r0, sp, #16\n\t" \
    "stmia.w r0, {r2-r4, r6-r10}\n"

/// Two taps of four input channels.
#define THIMBLERT_TAP_PAIR \
    "ldmia.w r0!, {r2-r6, r11}\n\t" \
    "ldr.w r2, [r1, r2]\n\t" \
    "ldr.w r3, [r1, r3]\n\t" \
    "pkhbt r12, r2, r3, lsl #16\n\t" \
    "pkhtb r3, r3, r2, asr #16\n\t" \
    "sxtb16 r2, r12\n\t" \
    "smlad r7, r2, r4, r7\n\t" \
    "sxtb16 r12, r12, ror #8\n\t" \
    "smlad r8, r12, r5, r8\n\t" \
    "sxtb16 r12, r3\n\t" \
    "smlad r9, r12, r6, r9\n\t" \
    "sxtb16 r3, r3, ror #8\n\t" \
    "smlad r10, r3, r11, r10\n\t"

/// Two taps of one input channel that all share.
#define THIMBLERT_SHARED_TAP_PAIR \
    "ldmia.w r0!, {r2-r6, r11}\n\t" \
    "ldrsb.w r2, [r1, r2]\n\t" \
    "ldrsb.w r3, [r1, r3]\n\t" \
    "pkhbt r2, r2, r3, lsl #16\n\t" \
    "smlad r7, r2, r4, r7\n\t" \
    "smlad r8, r2, r5, r8\n\t" \
    "smlad r9, r2, r6, r9\n\t" \
    "smlad r10, r2, r11, r10\n\t"

/// In the loops r0 walks the table, r1 is the window, lr the output; r7-r10 are the sums. On the stack: [0] start,
/// [4] the code to enter, [8] the code that stores, [12] end of the row, [16] steps, [24] row bytes,
/// [28] row skips, [36] rows, [40] the activation range.
THIMBLERT_ASSEMBLY void depthwise_rectangle_loop(const DepthwiseRectangle&) {
    __asm__ volatile(
        THIMBLERT_BEGIN_RECTANGLE
        "10:\n\t"
        "ldr r0, [sp, #0]\n\t"
        "ldmia.w r0!, {r7-r10}\n\t"
        "ldr.w pc, [sp, #4]\n"
        "1:\n\t"
        ".rept 8\n\t"
        THIMBLERT_TAP_PAIR
        ".endr\n"
        "5:\n\t"
        "ldmia.w r0!, {r2-r6, r11}\n\t"
        THIMBLERT_REQUANTIZE("r7", "r2", "r3", "r4")
        THIMBLERT_REQUANTIZE("r8", "r5", "r6", "r11")
        "ldmia.w r0, {r2-r6, r11}\n\t"
        THIMBLERT_REQUANTIZE("r9", "r2", "r3", "r4")
        THIMBLERT_REQUANTIZE("r10", "r5", "r6", "r11")
        "bfi r7, r8, #8, #8\n\t"
        "bfi r9, r10, #8, #8\n\t"
        "pkhbt r7, r7, r9, lsl #16\n\t"
        "ldr.w pc, [sp, #8]\n"
        "2:\n\t"
        "ldrd r2, r3, [sp, #40]\n\t"
        "ssub8 r4, r7, r2\n\t"
        "sel r7, r7, r2\n\t"
        "ssub8 r4, r7, r3\n\t"
        "sel r7, r3, r7\n"
        "3:\n\t"
        "str.w r7, [lr]\n\t"
        "ldrd r2, r3, [sp, #16]\n\t"
        "add r1, r1, r2\n\t"
        "add lr, lr, r3\n\t"
        "ldr r2, [sp, #12]\n\t"
        "cmp lr, r2\n\t"
        "bne.w 10b\n\t"
        "ldr r2, [sp, #36]\n\t"
        "subs r2, r2, #1\n\t"
        "beq 12f\n\t"
        "str r2, [sp, #36]\n\t"
        "ldrd r2, r3, [sp, #28]\n\t"
        "add r1, r1, r2\n\t"
        "add lr, lr, r3\n\t"
        "ldr r2, [sp, #24]\n\t"
        "add r2, r2, lr\n\t"
        "str r2, [sp, #12]\n\t"
        "b.w 10b\n"
        "12:\n\t"
        "add sp, sp, #48\n\t"
        "pop {r4-r11, pc}\n"
        "4:\n\t"
        ".rept 8\n\t"
        THIMBLERT_SHARED_TAP_PAIR
        ".endr\n\t"
        "b.w 5b\n"
    );
}

// clang-format on

#undef THIMBLERT_SHARED_TAP_PAIR
#undef THIMBLERT_TAP_PAIR
#undef THIMBLERT_BEGIN_RECTANGLE
#undef THIMBLERT_REQUANTIZE

#else

THIMBLERT_INLINE void
depthwise_rectangle_pixel(const DepthwiseRectangle& rectangle, const int8_t* input, int8_t* output) {
    const uint32_t* table = rectangle.start;
    const bool shares_input = rectangle.shares_input != 0;
    const uint32_t step_bytes = shares_input ? depthwise_shared_step_bytes : depthwise_step_bytes;
    const int32_t pairs = depthwise_most_pairs - static_cast<int32_t>(rectangle.entry / step_bytes);
    int32_t sums[4];
    memcpy(sums, table, sizeof sums);
    table += 4;
    for (int32_t pair = 0; pair < pairs; ++pair) {
        const uint32_t first = load_tap(input + static_cast<int32_t>(table[0]), shares_input);
        const uint32_t second = load_tap(input + static_cast<int32_t>(table[1]), shares_input);
        const uint32_t low = pack_bottoms(first, second);
        const uint32_t high = pack_tops(first, second);
        sums[0] = smlad(sxtb16(low), table[2], sums[0]);
        sums[1] = smlad(sxtb16_ror8(low), table[3], sums[1]);
        sums[2] = smlad(sxtb16(high), table[4], sums[2]);
        sums[3] = smlad(sxtb16_ror8(high), table[5], sums[3]);
        table += depthwise_pair_words;
    }
    for (int32_t channel = 0; channel < 4; ++channel) {
        int32_t numbers[3];
        memcpy(numbers, table, sizeof numbers);
        sums[channel] = requantize_fast(sums[channel], numbers[0], numbers[1], numbers[2]);
        table += 3;
    }
    const uint32_t results = pack_s8x4(sums[0], sums[1], sums[2], sums[3]);
    store_s8x4(output, minimum_s8x4(maximum_s8x4(results, rectangle.low), rectangle.high));
}

THIMBLERT_INLINE void depthwise_rectangle_loop(const DepthwiseRectangle& rectangle) {
    const int8_t* input = rectangle.input;
    int8_t* output = rectangle.output;
    for (int32_t row = 0; row < rectangle.rows; ++row) {
        const int8_t* const row_end = output + rectangle.row_bytes;
        while (output != row_end) {
            depthwise_rectangle_pixel(rectangle, input, output);
            input += rectangle.input_step;
            output += rectangle.output_step;
        }
        input += rectangle.input_row_skip;
        output += rectangle.output_row_skip;
    }
}

#endif

} // namespace armv7em
} // namespace thimblert
