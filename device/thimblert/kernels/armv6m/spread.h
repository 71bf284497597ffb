// SPDX-License-Identifier: Apache-2.0
// Elements of one pixel or channel written to halves of words that lie apart: how the Armv6-M kernels bring two pixels
// together. Compilers spend twice the instructions on these loops.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv6m/finish_pairs.h"

namespace thimblert {
namespace armv6m {

/// A pixel's place in a word. The memory is read as words, hence the attribute.
typedef uint16_t __attribute__((may_alias)) PairHalf;

/// Rows of one channel in a plane of words: padding, elements + 129, padding. The assembly reads the fields by their
/// offsets.
struct SpreadRows {
    PairHalf* half;
    const int8_t* element;
    int32_t element_stride; ///< bytes
    int32_t padding;        ///< the value
    int32_t elements;       ///< of a row
    int32_t row_skip;       ///< bytes from behind a row's last element to the next row
    int32_t before;         ///< words of padding
    int32_t behind;
    int32_t rows; ///< at least 1
};

#if THIMBLERT_ARMV6M

// clang-format off
#define THIMBLERT_SPREAD(source) \
    "ldrb r5, [r1, #" source "]\n\t" \
    "eors r5, r6\n\t" \
    "strh r5, [r0]\n\t" \
    "adds r4, r4, r5\n\t" \
    "adds r0, r0, r3\n\t"

/// Writes `count` elements + 128 to halves that lie `step` bytes apart; returns their sum.
THIMBLERT_ASSEMBLY int32_t spread_elements(PairHalf*, const int8_t*, int32_t, int32_t) {
    __asm__ volatile(
        ".syntax unified\n\t"
        "push {r4-r6, lr}\n\t"
        "movs r4, #0\n\t"
        "movs r6, #128\n\t"
        "subs r2, r2, #4\n\t"
        "blo 2f\n"
        "1:\n\t"
        THIMBLERT_SPREAD("0")
        THIMBLERT_SPREAD("1")
        THIMBLERT_SPREAD("2")
        THIMBLERT_SPREAD("3")
        "adds r1, r1, #4\n\t"
        "subs r2, r2, #4\n\t"
        "bhs 1b\n"
        "2:\n\t"
        "adds r2, r2, #4\n\t"
        "beq 4f\n"
        "3:\n\t"
        THIMBLERT_SPREAD("0")
        "adds r1, r1, #1\n\t"
        "subs r2, r2, #1\n\t"
        "bne 3b\n"
        "4:\n\t"
        "movs r0, r4\n\t"
        "pop {r4-r6, pc}\n"
    );
}
#undef THIMBLERT_SPREAD

#define THIMBLERT_SPREAD(place) \
    "ldrsb r4, [r1, r5]\n\t" \
    "adds r1, r1, r3\n\t" \
    "adds r4, r4, #129\n\t" \
    "strh r4, [r0, #" place "]\n\t"
#define THIMBLERT_PAD(label) \
    "cmp r6, #0\n\t" \
    "beq " label "1f\n" \
    label "0:\n\t" \
    "strh r7, [r0]\n\t" \
    "adds r0, r0, #4\n\t" \
    "subs r6, r6, #1\n\t" \
    "bne " label "0b\n" \
    label "1:\n\t"

THIMBLERT_ASSEMBLY void spread_rows(const SpreadRows*) {
    __asm__ volatile(
        ".syntax unified\n\t"
        "push {r4-r7, lr}\n\t"
        "mov r4, r8\n\t"
        "mov r5, r9\n\t"
        "mov r6, r10\n\t"
        "mov r7, r11\n\t"
        "push {r4-r7}\n\t"
        "movs r4, r0\n\t"
        "adds r4, r4, #16\n\t"
        "ldmia r4!, {r1-r3, r5, r6}\n\t"
        "mov r8, r1\n\t"
        "mov r9, r2\n\t"
        "mov r10, r3\n\t"
        "mov r11, r5\n\t"
        "mov r12, r6\n\t"
        "ldr r7, [r0, #12]\n\t"
        "ldr r3, [r0, #8]\n\t"
        "ldr r1, [r0, #4]\n\t"
        "ldr r0, [r0, #0]\n\t"
        "movs r5, #0\n"
        "1:\n\t"
        "mov r6, r10\n\t"
        THIMBLERT_PAD("2")
        "mov r2, r8\n\t"
        "subs r2, r2, #4\n\t"
        "blo 4f\n"
        "3:\n\t"
        THIMBLERT_SPREAD("0")
        THIMBLERT_SPREAD("4")
        THIMBLERT_SPREAD("8")
        THIMBLERT_SPREAD("12")
        "adds r0, r0, #16\n\t"
        "subs r2, r2, #4\n\t"
        "bhs 3b\n"
        "4:\n\t"
        "adds r2, r2, #4\n\t"
        "beq 6f\n"
        "5:\n\t"
        THIMBLERT_SPREAD("0")
        "adds r0, r0, #4\n\t"
        "subs r2, r2, #1\n\t"
        "bne 5b\n"
        "6:\n\t"
        "mov r6, r11\n\t"
        THIMBLERT_PAD("7")
        "add r1, r9\n\t"
        "mov r6, r12\n\t"
        "subs r6, r6, #1\n\t"
        "mov r12, r6\n\t"
        "bne 1b\n\t"
        "pop {r4-r7}\n\t"
        "mov r8, r4\n\t"
        "mov r9, r5\n\t"
        "mov r10, r6\n\t"
        "mov r11, r7\n\t"
        "pop {r4-r7, pc}\n"
    );
}

#undef THIMBLERT_PAD
#undef THIMBLERT_SPREAD
// clang-format on

#else

THIMBLERT_INLINE int32_t spread_elements(PairHalf* half, const int8_t* elements, int32_t count, int32_t step) {
    const int32_t half_bytes = 2;
    int32_t sum = 0;
    for (int32_t index = 0; index < count; ++index) {
        const int32_t value = elements[index] + 128;
        half[index * (step / half_bytes)] = static_cast<PairHalf>(value);
        sum += value;
    }
    return sum;
}

THIMBLERT_INLINE PairHalf* spread_padding(PairHalf* half, int32_t value, int32_t count) {
    for (; count > 0; --count) {
        *half = static_cast<PairHalf>(value);
        half += 2;
    }
    return half;
}

THIMBLERT_INLINE void spread_rows(const SpreadRows* job) {
    PairHalf* half = job->half;
    const int8_t* element = job->element;
    for (int32_t row = 0; row < job->rows; ++row) {
        half = spread_padding(half, job->padding, job->before);
        for (int32_t index = 0; index < job->elements; ++index) {
            *half = static_cast<PairHalf>(*element + 129);
            half += 2;
            element += job->element_stride;
        }
        half = spread_padding(half, job->padding, job->behind);
        element += job->row_skip;
    }
}

#endif

} // namespace armv6m
} // namespace thimblert
