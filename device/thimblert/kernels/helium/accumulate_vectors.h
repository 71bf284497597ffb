// SPDX-License-Identifier: Apache-2.0
// The innermost loops of convolution and fully connected layers with Helium: four pixels times two channels, or one
// pixel times eight channels, whose sums stay in registers.
//
// A vector is sixteen taps. Weights of a block of channels lie side by side, vector by vector, and so do the
// activations of a group of pixels: 14 instructions for 128 products, 17 with one pixel. The eight sums take the eight
// registers that VMLADAV accumulates in. Zero points are part of the biases.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/helium/vector_scale.h"

namespace thimblert {
namespace helium {

constexpr int32_t vector_taps = 16;
constexpr int32_t pixels_in_group = 4;
constexpr int32_t channels_in_block = 2;
constexpr int32_t channels_in_pixel_block = 8;

/// All channels of a group of pixels, or of one pixel. The assembly reads the fields by their offsets.
struct VectorBlocks {
    const int8_t* activations; ///< vectors
    const int8_t* weights;     ///< of the block, moved on to the next
    const int32_t* scales;     ///< moved on
    int8_t* output;            ///< moved on
    int32_t vectors;           ///< after the first
    int32_t blocks;            ///< of channels
    int32_t channels;          ///< of one pixel
    OutputRange range;
    uint16_t offsets[8]; ///< of a group's outputs: both channels of pixel after pixel
};

#if THIMBLERT_HELIUM

// clang-format off
#define THIMBLERT_BEGIN_ASSEMBLY \
    "push {r0, r4-r11, lr}\n\t" \
    "vpush {d8-d15}\n\t" \
    "sub sp, sp, #48\n\t"
#define THIMBLERT_END_ASSEMBLY \
    "add sp, sp, #48\n\t" \
    "vpop {d8-d15}\n\t" \
    "pop {r0, r4-r11, pc}\n"

/// Four vectors of activations times two of weights.
#define THIMBLERT_VECTOR(dot) \
    "vldrb.8 q0, [r1], #64\n\t" \
    "vldrb.8 q4, [r3], #32\n\t" \
    "vldrb.8 q1, [r1, #-48]\n\t" \
    dot " r0, q0, q4\n\t" \
    "vldrb.8 q2, [r1, #-32]\n\t" \
    dot " r2, q1, q4\n\t" \
    "vldrb.8 q3, [r1, #-16]\n\t" \
    dot " r4, q2, q4\n\t" \
    dot " r6, q3, q4\n\t" \
    "vldrb.8 q4, [r3, #-16]\n\t" \
    dot " r8, q0, q4\n\t" \
    dot " r10, q1, q4\n\t" \
    dot " r12, q2, q4\n\t" \
    dot " lr, q3, q4\n\t"

/// r1 walks the activations, r3 the weights, r5 the scales, r9 the output, r11 counts blocks; q5 and q6 are the range,
/// q7 the offsets. Sums of the first channel are r0 to r6, of the second r8 to lr. SCALE makes outputs in q2 and q3 of
/// the sums in q0 and q1.
#define THIMBLERT_GROUP_LOOP(SCALE) \
    THIMBLERT_BEGIN_ASSEMBLY \
    "ldrd r3, r5, [r0, #4]\n\t" \
    "ldrd r9, r7, [r0, #12]\n\t" \
    "ldr r11, [r0, #20]\n\t" \
    "ldr r2, [r0, #28]\n\t"           /* zero point */ \
    "str r2, [sp, #40]\n\t" \
    "ldrd r2, r4, [r0, #32]\n\t"      /* range */ \
    "vdup.16 q5, r2\n\t" \
    "vdup.16 q6, r4\n\t" \
    "add r4, r0, #44\n\t" \
    "vldrh.16 q7, [r4]\n\t" \
    "ldr r1, [r0, #0]\n\t" \
    "strd r1, r7, [sp, #32]\n" \
    "1:\n\t" \
    THIMBLERT_VECTOR("vmladav.s8") \
    "cbz r7, 3f\n" \
    "2:\n\t" \
    "subs r7, r7, #1\n\t" \
    THIMBLERT_VECTOR("vmladava.s8") \
    "bne 2b\n" \
    "3:\n\t" \
    "stmia sp, {r0, r2, r4, r6, r8, r10, r12, lr}\n\t" \
    "vldrw.32 q0, [sp]\n\t" \
    "vldrw.32 q1, [sp, #16]\n\t" \
    "ldmia r5!, {r0, r2, r4, r6, r8, r10, r12, lr}\n\t" \
    "vadd.i32 q0, q0, r0\n\t" \
    "vadd.i32 q1, q1, r8\n\t" \
    SCALE \
    "vqmovnb.s32 q2, q2\n\t" \
    "vqmovnt.s32 q2, q3\n\t" \
    "vmax.s16 q2, q2, q5\n\t" \
    "vmin.s16 q2, q2, q6\n\t" \
    "vstrb.16 q2, [r9, q7]\n\t" \
    "ldrd r1, r7, [sp, #32]\n\t" \
    "add r9, r9, #2\n\t" \
    "subs r11, r11, #1\n\t" \
    "bne 1b\n\t" \
    "ldr r0, [sp, #112]\n\t" \
    "strd r3, r5, [r0, #4]\n\t" \
    "str r9, [r0, #12]\n\t" \
    THIMBLERT_END_ASSEMBLY

THIMBLERT_ASSEMBLY void accumulate_group_by_one_shift(VectorBlocks*) {
    __asm__ volatile(
        THIMBLERT_GROUP_LOOP(
        "vshr.s32 q2, q0, #31\n\t"
        "vshr.s32 q3, q1, #31\n\t"
        "vadd.i32 q2, q2, r4\n\t"
        "vadd.i32 q3, q3, r12\n\t"
        "vqrdmlah.s32 q2, q0, r2\n\t"
        "vqrdmlah.s32 q3, q1, r10\n\t"
        "vshl.s32 q2, r6\n\t"
        "vshl.s32 q3, lr\n\t")
    );
}

/// A rounding shift right, halves away from zero: negative values take one less where there is a shift.
#define THIMBLERT_ROUNDING_SHIFT(value, result, shift) \
    "vdup.32 " result ", " shift "\n\t" \
    "vand " result ", " result ", " value "\n\t" \
    "vshr.s32 " result ", " result ", #31\n\t" \
    "vqadd.s32 " result ", " result ", " value "\n\t" \
    "vrshl.s32 " result ", " shift "\n\t" \
    "vadd.i32 " result ", " result ", r1\n\t"

THIMBLERT_ASSEMBLY void accumulate_group_generally(VectorBlocks*) {
    __asm__ volatile(
        THIMBLERT_GROUP_LOOP(
        "ldr r1, [sp, #40]\n\t"
        "vshl.s32 q0, r4\n\t"
        "vshl.s32 q1, r12\n\t"
        "vqrdmulh.s32 q0, q0, r2\n\t"
        "vqrdmulh.s32 q1, q1, r10\n\t"
        THIMBLERT_ROUNDING_SHIFT("q0", "q2", "r6")
        THIMBLERT_ROUNDING_SHIFT("q1", "q3", "lr"))
    );
}

#undef THIMBLERT_VECTOR
#undef THIMBLERT_GROUP_LOOP

#define THIMBLERT_WEIGHTS(dot, sum, move, next) \
    "vldrb.8 " next ", [r3" move "\n\t" \
    dot " " sum ", q0, " next "\n\t"
/// A vector of activations times eight of weights.
#define THIMBLERT_VECTOR(dot) \
    "vldrb.8 q0, [r1], #16\n\t" \
    THIMBLERT_WEIGHTS(dot, "r0", "], #64", "q1") \
    THIMBLERT_WEIGHTS(dot, "r8", ", #-48]", "q2") \
    THIMBLERT_WEIGHTS(dot, "r2", ", #-32]", "q1") \
    THIMBLERT_WEIGHTS(dot, "r10", ", #-16]", "q2") \
    THIMBLERT_WEIGHTS(dot, "r4", "], #64", "q1") \
    THIMBLERT_WEIGHTS(dot, "r12", ", #-48]", "q2") \
    THIMBLERT_WEIGHTS(dot, "r6", ", #-32]", "q1") \
    THIMBLERT_WEIGHTS(dot, "lr", ", #-16]", "q2")

/// Registers as in the loop over groups, but r9 walks the scales, r5 the output, and r11 counts channels. Sums of the even channels are r0 to r6, of the odd ones r8
/// to lr. SCALE makes outputs in one vector of the sums in another, with the next four vectors of scales.
#define THIMBLERT_PIXEL_LOOP(SCALE) \
    THIMBLERT_BEGIN_ASSEMBLY \
    "ldrd r3, r9, [r0, #4]\n\t" \
    "ldrd r5, r7, [r0, #12]\n\t" \
    "ldr r11, [r0, #24]\n\t" \
    "ldr r2, [r0, #28]\n\t"           /* zero point */ \
    "str r2, [sp, #40]\n\t" \
    "ldrd r2, r4, [r0, #32]\n\t"      /* range */ \
    "vdup.16 q5, r2\n\t" \
    "vdup.16 q6, r4\n\t" \
    "ldr r1, [r0, #0]\n\t" \
    "strd r1, r7, [sp, #32]\n" \
    "1:\n\t" \
    THIMBLERT_VECTOR("vmladav.s8") \
    "cbz r7, 3f\n" \
    "2:\n\t" \
    "subs r7, r7, #1\n\t" \
    THIMBLERT_VECTOR("vmladava.s8") \
    "bne 2b\n" \
    "3:\n\t" \
    "stmia sp, {r0, r2, r4, r6, r8, r10, r12, lr}\n\t" \
    "vldrw.32 q0, [sp]\n\t" \
    "vldrw.32 q1, [sp, #16]\n\t" \
    "ldr r1, [sp, #40]\n\t" \
    SCALE("q0", "q2") \
    SCALE("q1", "q3") \
    "vqmovnb.s32 q2, q2\n\t" \
    "vqmovnt.s32 q2, q3\n\t" \
    "vmax.s16 q2, q2, q5\n\t" \
    "vmin.s16 q2, q2, q6\n\t" \
    "vctp.16 r11\n\t" \
    "vpst\n\t" \
    "vstrbt.16 q2, [r5], #8\n\t" \
    "ldrd r1, r7, [sp, #32]\n\t" \
    "subs r11, r11, #8\n\t" \
    "bgt 1b\n\t" \
    THIMBLERT_END_ASSEMBLY

#define THIMBLERT_ONE_SHIFT(sums, result) \
    "vldrw.32 q4, [r9], #64\n\t" \
    "vadd.i32 " sums ", " sums ", q4\n\t" \
    "vldrw.32 q4, [r9, #-48]\n\t" \
    "vqrdmulh.s32 " result ", " sums ", q4\n\t" \
    "vshr.s32 " sums ", " sums ", #31\n\t" \
    "vldrw.32 q4, [r9, #-32]\n\t" \
    "vadd.i32 " result ", " result ", " sums "\n\t" \
    "vadd.i32 " result ", " result ", q4\n\t" \
    "vldrw.32 q4, [r9, #-16]\n\t" \
    "vshl.s32 " result ", " result ", q4\n\t"
#define THIMBLERT_ANY_SHIFT(sums, result) \
    "vldrw.32 q4, [r9], #64\n\t" \
    "vadd.i32 " sums ", " sums ", q4\n\t" \
    "vldrw.32 q4, [r9, #-32]\n\t" \
    "vshl.s32 " sums ", " sums ", q4\n\t" \
    "vldrw.32 q4, [r9, #-48]\n\t" \
    "vqrdmulh.s32 " sums ", " sums ", q4\n\t" \
    "vldrw.32 q4, [r9, #-16]\n\t" \
    "vand " result ", " sums ", q4\n\t" \
    "vshr.s32 " result ", " result ", #31\n\t" \
    "vqadd.s32 " result ", " result ", " sums "\n\t" \
    "vrshl.s32 " result ", " result ", q4\n\t" \
    "vadd.i32 " result ", " result ", r1\n\t"

THIMBLERT_ASSEMBLY void accumulate_pixel_by_one_shift(VectorBlocks*) {
    __asm__ volatile(THIMBLERT_PIXEL_LOOP(THIMBLERT_ONE_SHIFT));
}

THIMBLERT_ASSEMBLY void accumulate_pixel_generally(VectorBlocks*) {
    __asm__ volatile(THIMBLERT_PIXEL_LOOP(THIMBLERT_ANY_SHIFT));
}

#undef THIMBLERT_ANY_SHIFT
#undef THIMBLERT_ONE_SHIFT
#undef THIMBLERT_PIXEL_LOOP
#undef THIMBLERT_VECTOR
#undef THIMBLERT_WEIGHTS
#undef THIMBLERT_END_ASSEMBLY
#undef THIMBLERT_BEGIN_ASSEMBLY

// clang-format on

/// All channels of a block or group, in either form.
THIMBLERT_INLINE void accumulate_group(VectorBlocks* blocks) {
    if (blocks->range.is_general != 0) {
        accumulate_group_generally(blocks);
    } else {
        accumulate_group_by_one_shift(blocks);
    }
}

THIMBLERT_INLINE void accumulate_pixel(VectorBlocks* blocks) {
    if (blocks->range.is_general != 0) {
        accumulate_pixel_generally(blocks);
    } else {
        accumulate_pixel_by_one_shift(blocks);
    }
}

#else

/// The dot product of one pixel and one channel; strides in vectors.
THIMBLERT_INLINE int32_t
vector_dot(const int8_t* activations, int32_t pixels, const int8_t* weights, int32_t channels, int32_t vectors) {
    int32_t sum = 0;
    for (int32_t vector = 0; vector < vectors; ++vector) {
        for (int32_t tap = 0; tap < vector_taps; ++tap) {
            sum += activations[tap] * weights[tap];
        }
        activations += pixels * vector_taps;
        weights += channels * vector_taps;
    }
    return sum;
}

THIMBLERT_INLINE void accumulate_group(VectorBlocks* blocks) {
    const int32_t vectors = blocks->vectors + 1;
    for (int32_t block = 0; block < blocks->blocks; ++block) {
        for (int32_t index = 0; index < pixels_in_group * channels_in_block; ++index) {
            const int32_t pixel = index / channels_in_block;
            const int32_t channel = index % channels_in_block;
            const int32_t* scale = blocks->scales + channel * scale_words;
            const int32_t sum = vector_dot(
                blocks->activations + pixel * vector_taps, pixels_in_group, blocks->weights + channel * vector_taps,
                channels_in_block, vectors
            );
            blocks->output[blocks->offsets[index]] =
                scale_sum(sum + scale[0], scale[1], scale[2], scale[3], blocks->range);
        }
        blocks->weights += vectors * channels_in_block * vector_taps;
        blocks->scales += channels_in_block * scale_words;
        blocks->output += channels_in_block;
    }
}

THIMBLERT_INLINE void accumulate_pixel(VectorBlocks* blocks) {
    const int32_t vectors = blocks->vectors + 1;
    for (int32_t channel = 0; channel < blocks->channels; ++channel) {
        const int32_t block = channel / channels_in_pixel_block;
        const int32_t place = channel % channels_in_pixel_block;
        const int8_t* weights = blocks->weights + (block * vectors * channels_in_pixel_block + place) * vector_taps;
        // Even channels before odd ones, and of four channels word by word.
        const int32_t* scale = blocks->scales + block * channels_in_pixel_block * scale_words +
                               place % 2 * (channels_in_pixel_block / 2 * scale_words) + place / 2;
        const int32_t sum = vector_dot(blocks->activations, 1, weights, channels_in_pixel_block, vectors);
        blocks->output[channel] = scale_sum(sum + scale[0], scale[4], scale[8], scale[12], blocks->range);
    }
}

#endif

} // namespace helium
} // namespace thimblert
