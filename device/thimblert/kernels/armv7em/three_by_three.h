// SPDX-License-Identifier: Apache-2.0
// A 3x3 kernel over one channel's plane (channel_planes.h): the innermost loops of depthwise_three_by_three_s8.
//
// The nine weights stay in six registers for the whole plane, a row's w0 and w1 in one and w1 and w2 in another, so
// that a word of two columns meets both output columns. With stride 1 four outputs are computed at a time, two rows of
// two, which read four rows; with stride 2 they are two in a row.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/armv7em/widen.h"
#include "thimblert/simd32.h"

namespace thimblert {
namespace armv7em {

/// Words of a filter: twice the sum to begin with; for each row the pairs (w0, w1) and (w1, w2), both doubled;
/// multiplier, addend, right shift.
constexpr int32_t three_by_three_words = 10;

/// Output rows of one channel. The assembly reads the fields by their offsets.
struct ThreeByThree {
    const int32_t* filter;
    const PairWord* plane;
    int32_t pitch;  ///< from a pair of rows to the next, in bytes
    int8_t* output; ///< first pixel
    int32_t pixel_stride;
    int32_t even_bytes; ///< from a row's first pixel to the end of its pairs of pixels, of which there is one at least
    int32_t odd_stride; ///< the pixel stride where one more pixel follows, else 0
    int32_t row_stride; ///< from a row to the next
    int32_t second_stride;      ///< stride 1: from the first of two rows to the second
    int32_t last_stride;        ///< the same for the last pair of rows: 0 where there is no second
    int32_t rows;               ///< pairs of rows with stride 1, rows with stride 2
    int32_t corrects_negatives; ///< 1 where outputs of negative sums are not clamped away
};

#if THIMBLERT_SIMD32

// clang-format off
/// Saves registers and lays out the stack; leaves the plane in r0 and a pair of rows further in r1, the weights in r4-r9.
/// On the stack: [0] output, [4] pixel stride, [8] end of the row's pairs, [12] even bytes, [16] second stride,
/// [20] odd stride, [24] row stride, [28] last stride, [32] rows, [36] corrects_negatives, [40] multiplier, [44] addend,
/// [48] right shift, [52] sum to begin with.
#define THIMBLERT_BEGIN_PLANE \
    "push {r4-r11, lr}\n\t" \
    "sub sp, sp, #60\n\t" \
    "ldmia.w r0!, {r2-r7}\n\t"        /* filter, plane, pitch, output, pixel stride, even bytes */ \
    "add r8, r5, r7\n\t" \
    "strd r5, r6, [sp, #0]\n\t" \
    "strd r8, r7, [sp, #8]\n\t" \
    "ldmia.w r0, {r5-r10}\n\t"        /* odd stride, row stride, second, last, rows, corrects */ \
    "strd r7, r5, [sp, #16]\n\t" \
    "strd r6, r8, [sp, #24]\n\t" \
    "strd r9, r10, [sp, #32]\n\t" \
    "mov r0, r3\n\t" \
    "add r1, r3, r4\n\t" \
    "ldr r3, [r2], #4\n\t" \
    "ldmia.w r2!, {r4-r9}\n\t" \
    "ldmia.w r2, {r10-r12}\n\t" \
    "strd r10, r11, [sp, #40]\n\t" \
    "strd r12, r3, [sp, #48]\n"

/// Behind a row's pairs of pixels, with the output in r2 and the pixel stride in r3. One more pixel, where there is one, is
/// a pair with stride 0. `skip` moves the output from the row's end to the next row, given the row stride in r10.
#define THIMBLERT_END_PLANE_ROW(skip) \
    "ldr r10, [sp, #20]\n\t" \
    "cmp r10, #0\n\t" \
    "beq 12f\n\t" \
    "cbz r3, 11f\n\t" \
    "mov r3, #0\n\t" \
    "str r3, [sp, #4]\n\t" \
    "b.w 10b\n" \
    "11:\n\t" \
    "str r10, [sp, #4]\n\t" \
    "add r2, r2, r10\n" \
    "12:\n\t" \
    "ldr r10, [sp, #32]\n\t" \
    "subs r10, r10, #1\n\t" \
    "beq 14f\n\t" \
    "str r10, [sp, #32]\n\t" \
    "cmp r10, #1\n\t" \
    "bne 13f\n\t" \
    "ldr r11, [sp, #28]\n\t" \
    "str r11, [sp, #16]\n" \
    "13:\n\t" \
    "ldr r10, [sp, #24]\n\t" \
    skip \
    "ldr r11, [sp, #12]\n\t" \
    "add r11, r11, r2\n\t" \
    "str r2, [sp, #0]\n\t" \
    "str r11, [sp, #8]\n\t" \
    "add r0, r0, #8\n\t" \
    "add r1, r1, #8\n\t" \
    "b.w 10b\n" \
    "14:\n\t" \
    "add sp, sp, #60\n\t" \
    "pop {r4-r11, pc}\n"

/// A row's taps of two outputs: `left` and `right` hold its columns, `low` and `high` the weights.
#define THIMBLERT_ROW(first, second, left, right, low, high) \
    "smlad " first ", " left ", " low ", " first "\n\t" \
    "smlatb " second ", " left ", " low ", " second "\n\t" \
    "smlabt " first ", " right ", " high ", " first "\n\t" \
    "smlad " second ", " right ", " high ", " second "\n\t"
#define THIMBLERT_ROW_BY_TWO(left, middle, right, low, high) \
    "smlad r10, " left ", " low ", r10\n\t" \
    "smlabt r10, " middle ", " high ", r10\n\t" \
    "smlad r11, " middle ", " low ", r11\n\t" \
    "smlabt r11, " right ", " high ", r11\n\t"
#define THIMBLERT_SCALE_SIGNED(sum) \
    "smmulr " sum ", " sum ", r2\n\t" \
    "add.w " sum ", " sum ", " sum ", asr #31\n\t" \
    "add.w " sum ", " sum ", r3\n\t"
#define THIMBLERT_SCALE(sum) "smmlar " sum ", " sum ", r2, r3\n\t"
#define THIMBLERT_SHIFT(sum, right) "asr.w " sum ", " sum ", " right "\n\t" "ssat " sum ", #8, " sum "\n\t"

/// Sums of the upper row in r10 and r11, of the lower one in r12 and lr.
THIMBLERT_ASSEMBLY void three_by_three_stride_1(const ThreeByThree&) {
    __asm__ volatile(
        THIMBLERT_BEGIN_PLANE
        "10:\n\t"
        "ldr r10, [sp, #52]\n\t"
        "ldr r2, [r0], #8\n\t"
        "ldr r3, [r0]\n\t"
        "mov r11, r10\n\t"
        "mov r12, r10\n\t"
        "mov lr, r10\n\t"
        THIMBLERT_ROW("r10", "r11", "r2", "r3", "r4", "r5")
        "ldr r2, [r0, #-4]\n\t"
        "ldr r3, [r0, #4]\n\t"
        THIMBLERT_ROW("r10", "r11", "r2", "r3", "r6", "r7")
        THIMBLERT_ROW("r12", "lr", "r2", "r3", "r4", "r5")
        "ldr r2, [r1], #8\n\t"
        "ldr r3, [r1]\n\t"
        THIMBLERT_ROW("r10", "r11", "r2", "r3", "r8", "r9")
        THIMBLERT_ROW("r12", "lr", "r2", "r3", "r6", "r7")
        "ldr r2, [r1, #-4]\n\t"
        "ldr r3, [r1, #4]\n\t"
        THIMBLERT_ROW("r12", "lr", "r2", "r3", "r8", "r9")
        "ldr r2, [sp, #36]\n\t"
        "cmp r2, #0\n\t"
        "bne.w 5f\n\t"
        "ldr r2, [sp, #40]\n\t"
        "ldr r3, [sp, #44]\n\t"
        THIMBLERT_SCALE("r10")
        THIMBLERT_SCALE("r11")
        THIMBLERT_SCALE("r12")
        THIMBLERT_SCALE("lr")
        "6:\n\t"
        "ldr r2, [sp, #48]\n\t"
        THIMBLERT_SHIFT("r10", "r2")
        THIMBLERT_SHIFT("r11", "r2")
        THIMBLERT_SHIFT("r12", "r2")
        THIMBLERT_SHIFT("lr", "r2")
        "ldr r2, [sp, #0]\n\t"
        "ldr r3, [sp, #4]\n\t"
        "bfi lr, r12, #8, #8\n\t"
        "ldr.w r12, [sp, #16]\n\t"
        "add r12, r12, r2\n\t"
        "strb.w lr, [r12, r3]\n\t"        // where strides are 0 the pixel that counts is stored last
        "lsr.w lr, lr, #8\n\t"
        "strb.w lr, [r12]\n\t"
        "strb.w r11, [r2, r3]\n\t"
        "strb.w r10, [r2]\n\t"
        "add.w r2, r2, r3, lsl #1\n\t"
        "str r2, [sp, #0]\n\t"
        "ldr.w r12, [sp, #8]\n\t"
        "cmp r2, r12\n\t"
        "bne.w 10b\n\t"
        THIMBLERT_END_PLANE_ROW("add r2, r2, r10\n\t")
        "5:\n\t"
        "ldr r2, [sp, #40]\n\t"
        "ldr r3, [sp, #44]\n\t"
        THIMBLERT_SCALE_SIGNED("r10")
        THIMBLERT_SCALE_SIGNED("r11")
        THIMBLERT_SCALE_SIGNED("r12")
        THIMBLERT_SCALE_SIGNED("lr")
        "b.w 6b\n"
    );
}

/// Sums in r10 and r11.
THIMBLERT_ASSEMBLY void three_by_three_stride_2(const ThreeByThree&) {
    __asm__ volatile(
        THIMBLERT_BEGIN_PLANE
        "10:\n\t"
        "ldr r10, [sp, #52]\n\t"
        "ldr r2, [r0], #16\n\t"
        "ldr r3, [r0, #-8]\n\t"
        "ldr r12, [r0]\n\t"
        "mov r11, r10\n\t"
        THIMBLERT_ROW_BY_TWO("r2", "r3", "r12", "r4", "r5")
        "ldr r2, [r0, #-12]\n\t"
        "ldr r3, [r0, #-4]\n\t"
        "ldr r12, [r0, #4]\n\t"
        THIMBLERT_ROW_BY_TWO("r2", "r3", "r12", "r6", "r7")
        "ldr r2, [r1], #16\n\t"
        "ldr r3, [r1, #-8]\n\t"
        "ldr r12, [r1]\n\t"
        "ldr lr, [sp, #36]\n\t"
        THIMBLERT_ROW_BY_TWO("r2", "r3", "r12", "r8", "r9")
        "ldr r2, [sp, #40]\n\t"
        "ldr r3, [sp, #44]\n\t"
        "ldr r12, [sp, #48]\n\t"
        "cmp lr, #0\n\t"
        "bne.w 5f\n\t"
        THIMBLERT_SCALE("r10")
        THIMBLERT_SCALE("r11")
        "6:\n\t"
        "ldr r2, [sp, #0]\n\t"
        "ldr r3, [sp, #4]\n\t"
        "ldr lr, [sp, #8]\n\t"
        THIMBLERT_SHIFT("r10", "r12")
        THIMBLERT_SHIFT("r11", "r12")
        "strb.w r11, [r2, r3]\n\t"
        "strb.w r10, [r2]\n\t"
        "add.w r2, r2, r3, lsl #1\n\t"
        "str r2, [sp, #0]\n\t"
        "cmp r2, lr\n\t"
        "bne.w 10b\n\t"
        THIMBLERT_END_PLANE_ROW("")
        "5:\n\t"
        THIMBLERT_SCALE_SIGNED("r10")
        THIMBLERT_SCALE_SIGNED("r11")
        "b.w 6b\n"
    );
}

#undef THIMBLERT_SHIFT
#undef THIMBLERT_SCALE
#undef THIMBLERT_SCALE_SIGNED
#undef THIMBLERT_ROW_BY_TWO
#undef THIMBLERT_ROW
#undef THIMBLERT_END_PLANE_ROW
#undef THIMBLERT_BEGIN_PLANE
// clang-format on

#else

/// The output whose window begins at row `row`, column `column` of the plane.
THIMBLERT_INLINE int8_t three_by_three_output(const ThreeByThree& task, int32_t row, int32_t column) {
    const int32_t pitch_words = task.pitch >> 2;
    int32_t sum = task.filter[0];
    for (int32_t tap_row = 0; tap_row < 3; ++tap_row) {
        const uint32_t low = static_cast<uint32_t>(task.filter[1 + 2 * tap_row]);
        const uint32_t high = static_cast<uint32_t>(task.filter[2 + 2 * tap_row]);
        const int32_t weights[3] = {bottom_half(low), top_half(low), top_half(high)};
        const int32_t y = row + tap_row;
        const PairWord* const words = task.plane + (y >> 1) * pitch_words + (y & 1);
        for (int32_t tap = 0; tap < 3; ++tap) {
            const int32_t x = column + tap;
            const uint32_t word = words[2 * (x >> 1)];
            sum = wrapping_add(sum, weights[tap] * ((x & 1) != 0 ? top_half(word) : bottom_half(word)));
        }
    }
    const int32_t* const scale = task.filter + 7;
    const int32_t correction = sum < 0 ? -task.corrects_negatives : 0;
    return static_cast<int8_t>(ssat8(smmlar(sum, scale[0], scale[1] + correction) >> scale[2]));
}

/// A row of outputs whose windows begin `stride` columns apart.
THIMBLERT_INLINE void three_by_three_row(const ThreeByThree& task, int32_t row, int32_t stride, int8_t* output) {
    const int8_t* const end = output + task.even_bytes + task.odd_stride;
    int32_t column = 0;
    for (; output != end; output += task.pixel_stride) {
        *output = three_by_three_output(task, row, column);
        column += stride;
    }
}

THIMBLERT_INLINE void three_by_three_stride_1(const ThreeByThree& task) {
    int8_t* output = task.output;
    for (int32_t pair = 0; pair < task.rows; ++pair) {
        three_by_three_row(task, 2 * pair, 1, output);
        if (pair + 1 < task.rows || task.last_stride != 0) {
            three_by_three_row(task, 2 * pair + 1, 1, output + task.row_stride);
        }
        output += 2 * task.row_stride;
    }
}

THIMBLERT_INLINE void three_by_three_stride_2(const ThreeByThree& task) {
    for (int32_t row = 0; row < task.rows; ++row) {
        three_by_three_row(task, 2 * row, 2, task.output + row * task.row_stride);
    }
}

#endif

} // namespace armv7em
} // namespace thimblert
