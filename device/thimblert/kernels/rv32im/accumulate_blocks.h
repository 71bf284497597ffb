// SPDX-License-Identifier: Apache-2.0
// The innermost loops of convolution and fully connected layers on RV32IM: four pixels times four channels, or one
// pixel times eight channels, whose sums stay in registers.
//
// Weights of a block of channels lie side by side, tap by tap, and so do the activations of a group of pixels, so that
// a tap loads each once: 40 instructions for sixteen products, 25 for eight. Zero points are part of the biases.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/rv32im/channel_scale.h"

namespace thimblert {
namespace rv32im {

/// All channels of a group of pixels. The assembly reads the fields by their offsets.
struct ChannelBlocks {
    const int8_t* activations;
    const int8_t* unrolled_end; ///< of the activations, two or four taps at a time
    const int8_t* activations_end;
    const int8_t* weights; ///< of the block, moved on to the next
    const int32_t* scales; ///< moved on
    int8_t* output;        ///< first pixel, moved on
    int32_t pixel_stride;
    int32_t blocks; ///< counted down
    OutputRange range;
    void (*finish_generally)(ChannelBlocks*);
    int32_t sums[16]; ///< of a block whose channels have the general form: channel by channel
};

constexpr int32_t pixels_in_group = 4;
constexpr int32_t channels_in_block = 4;
constexpr int32_t channels_in_pixel_block = 8;

/// Outputs of `channels` channels of `pixels` pixels from blocks->sums.
THIMBLERT_INLINE void finish_block(ChannelBlocks* blocks, int32_t channels, int32_t pixels) {
    const int32_t* sum = blocks->sums;
    for (int32_t channel = 0; channel < channels; ++channel) {
        int8_t* result = blocks->output + channel;
        for (int32_t pixel = 0; pixel < pixels; ++pixel) {
            *result = scale_sum(*sum++, blocks->scales + channel * scale_words, blocks->range);
            result += blocks->pixel_stride;
        }
    }
}

THIMBLERT_PART void finish_group_generally(ChannelBlocks* blocks) {
    finish_block(blocks, channels_in_block, pixels_in_group);
}

THIMBLERT_PART void finish_pixel_generally(ChannelBlocks* blocks) {
    finish_block(blocks, channels_in_pixel_block, 1);
}

#if defined(__riscv) && __riscv_xlen == 32 && defined(__riscv_mul)
#define THIMBLERT_RV32IM 1
#else
#define THIMBLERT_RV32IM 0
#endif

#if THIMBLERT_RV32IM

// clang-format off
/// Saves the registers that a callee must keep; the argument is at 0(sp).
#define THIMBLERT_BEGIN_ASSEMBLY \
    "addi sp, sp, -64\n\t" \
    "sw s0, 4(sp)\n\t"   "sw s1, 8(sp)\n\t"   "sw s2, 12(sp)\n\t"  "sw s3, 16(sp)\n\t" \
    "sw s4, 20(sp)\n\t"  "sw s5, 24(sp)\n\t"  "sw s6, 28(sp)\n\t"  "sw s7, 32(sp)\n\t" \
    "sw s8, 36(sp)\n\t"  "sw s9, 40(sp)\n\t"  "sw s10, 44(sp)\n\t" "sw s11, 48(sp)\n\t" \
    "sw ra, 52(sp)\n\t"  "sw a0, 0(sp)\n\t"
#define THIMBLERT_END_ASSEMBLY \
    "lw s0, 4(sp)\n\t"   "lw s1, 8(sp)\n\t"   "lw s2, 12(sp)\n\t"  "lw s3, 16(sp)\n\t" \
    "lw s4, 20(sp)\n\t"  "lw s5, 24(sp)\n\t"  "lw s6, 28(sp)\n\t"  "lw s7, 32(sp)\n\t" \
    "lw s8, 36(sp)\n\t"  "lw s9, 40(sp)\n\t"  "lw s10, 44(sp)\n\t" "lw s11, 48(sp)\n\t" \
    "lw ra, 52(sp)\n\t" \
    "addi sp, sp, 64\n\t" \
    "ret\n"

#define THIMBLERT_PRODUCT(activation, weight, sum) \
    "mul t5, " activation ", " weight "\n\t" \
    "add " sum ", " sum ", t5\n\t"
#define THIMBLERT_PIXEL(place, s0, s1, s2, s3) \
    "lb t4, " place "(a1)\n\t" \
    THIMBLERT_PRODUCT("t4", "t0", s0) \
    THIMBLERT_PRODUCT("t4", "t1", s1) \
    THIMBLERT_PRODUCT("t4", "t2", s2) \
    THIMBLERT_PRODUCT("t4", "t3", s3)
#define THIMBLERT_TAP(p0, p1, p2, p3) \
    "lb t0, " p0 "(a2)\n\t" \
    "lb t1, " p1 "(a2)\n\t" \
    "lb t2, " p2 "(a2)\n\t" \
    "lb t3, " p3 "(a2)\n\t" \
    THIMBLERT_PIXEL(p0, "s0", "s4", "s8", "a4") \
    THIMBLERT_PIXEL(p1, "s1", "s5", "s9", "a5") \
    THIMBLERT_PIXEL(p2, "s2", "s6", "s10", "a6") \
    THIMBLERT_PIXEL(p3, "s3", "s7", "s11", "a7")

/// The output of one sum, to t6. t0 is twice the multiplier, t1 the addend, t2 the shift, a1 and a3 the range; the
/// label must be another for each use on the way.
#define THIMBLERT_SCALE(sum) \
    "mul t3, " sum ", t0\n\t" \
    "mulhsu t4, " sum ", t0\n\t" \
    "srai t5, " sum ", 31\n\t" \
    "srli t3, t3, 31\n\t" \
    "add t4, t4, t1\n\t" \
    "add t4, t4, t3\n\t" \
    "add t4, t4, t5\n\t" \
    "sra t4, t4, t2\n\t" \
    "bge t4, a1, 91f\n\t" \
    "mv t4, a1\n" \
    "91:\n\t" \
    "bge a3, t4, 92f\n\t" \
    "mv t4, a3\n" \
    "92:\n\t"
#define THIMBLERT_LOAD_SCALE(multiplier, addend, shift) \
    "lw t0, " multiplier "(ra)\n\t" \
    "lw t1, " addend "(ra)\n\t" \
    "lw t2, " shift "(ra)\n\t"
#define THIMBLERT_CHANNEL(place, s0, s1, s2, s3) \
    THIMBLERT_SCALE(s0) "sb t4, " place "(t6)\n\t" "add t6, t6, a0\n\t" \
    THIMBLERT_SCALE(s1) "sb t4, " place "(t6)\n\t" "add t6, t6, a0\n\t" \
    THIMBLERT_SCALE(s2) "sb t4, " place "(t6)\n\t" "add t6, t6, a0\n\t" \
    THIMBLERT_SCALE(s3) "sb t4, " place "(t6)\n\t"

/// a1 walks the activations up to a3, a2 the weights; s0 to s11 and a4 to a7 are the sums, channel by channel.
THIMBLERT_ASSEMBLY void accumulate_group(ChannelBlocks*) {
    __asm__ volatile(
        THIMBLERT_BEGIN_ASSEMBLY
        "1:\n\t"
        "lw ra, 16(a0)\n\t"              // scales
        "lw s0, 0(ra)\n\t"  "mv s1, s0\n\t"  "mv s2, s0\n\t"  "mv s3, s0\n\t"
        "lw s4, 16(ra)\n\t" "mv s5, s4\n\t"  "mv s6, s4\n\t"  "mv s7, s4\n\t"
        "lw s8, 32(ra)\n\t" "mv s9, s8\n\t"  "mv s10, s8\n\t" "mv s11, s8\n\t"
        "lw a4, 48(ra)\n\t" "mv a5, a4\n\t"  "mv a6, a4\n\t"  "mv a7, a4\n\t"
        "lw a1, 0(a0)\n\t"
        "lw a2, 12(a0)\n\t"
        "lw a3, 4(a0)\n\t"
        "beq a1, a3, 3f\n"
        "2:\n\t"
        THIMBLERT_TAP("0", "1", "2", "3")
        THIMBLERT_TAP("4", "5", "6", "7")
        "addi a1, a1, 8\n\t"
        "addi a2, a2, 8\n\t"
        "bne a1, a3, 2b\n"
        "3:\n\t"
        "lw a3, 8(a0)\n\t"               // end of the activations
        "beq a1, a3, 4f\n\t"
        THIMBLERT_TAP("0", "1", "2", "3")
        "addi a2, a2, 4\n"
        "4:\n\t"
        "sw a2, 12(a0)\n\t"
        "lw t6, 20(a0)\n\t"              // output
        "lw a1, 36(a0)\n\t"              // range
        "lw a3, 40(a0)\n\t"
        "lw a0, 24(a0)\n\t"              // pixel stride
        THIMBLERT_LOAD_SCALE("4", "8", "12")
        "beqz t2, 6f\n\t"
        THIMBLERT_CHANNEL("0", "s0", "s1", "s2", "s3")
        THIMBLERT_LOAD_SCALE("20", "24", "28")
        "lw t6, 0(sp)\n\t"  "lw t6, 20(t6)\n\t"
        THIMBLERT_CHANNEL("1", "s4", "s5", "s6", "s7")
        THIMBLERT_LOAD_SCALE("36", "40", "44")
        "lw t6, 0(sp)\n\t"  "lw t6, 20(t6)\n\t"
        THIMBLERT_CHANNEL("2", "s8", "s9", "s10", "s11")
        THIMBLERT_LOAD_SCALE("52", "56", "60")
        "lw t6, 0(sp)\n\t"  "lw t6, 20(t6)\n\t"
        THIMBLERT_CHANNEL("3", "a4", "a5", "a6", "a7")
        "lw a0, 0(sp)\n"
        "5:\n\t"
        "lw t6, 20(a0)\n\t"
        "addi t6, t6, 4\n\t"
        "sw t6, 20(a0)\n\t"
        "lw t6, 16(a0)\n\t"
        "addi t6, t6, 64\n\t"
        "sw t6, 16(a0)\n\t"
        "lw t6, 28(a0)\n\t"              // blocks
        "addi t6, t6, -1\n\t"
        "sw t6, 28(a0)\n\t"
        "beqz t6, 7f\n\t"
        "j 1b\n"
        "6:\n\t"
        "lw a0, 0(sp)\n\t"
        "sw s0, 48(a0)\n\t"  "sw s1, 52(a0)\n\t"  "sw s2, 56(a0)\n\t"  "sw s3, 60(a0)\n\t"
        "sw s4, 64(a0)\n\t"  "sw s5, 68(a0)\n\t"  "sw s6, 72(a0)\n\t"  "sw s7, 76(a0)\n\t"
        "sw s8, 80(a0)\n\t"  "sw s9, 84(a0)\n\t"  "sw s10, 88(a0)\n\t" "sw s11, 92(a0)\n\t"
        "sw a4, 96(a0)\n\t"  "sw a5, 100(a0)\n\t" "sw a6, 104(a0)\n\t" "sw a7, 108(a0)\n\t"
        "lw t0, 44(a0)\n\t"
        "jalr t0\n\t"
        "lw a0, 0(sp)\n\t"
        "j 5b\n"
        "7:\n\t"
        THIMBLERT_END_ASSEMBLY
    );
}

#undef THIMBLERT_CHANNEL
#undef THIMBLERT_TAP
#undef THIMBLERT_PIXEL

#define THIMBLERT_CHANNEL(place, sum) \
    "lb t0, " place "(a2)\n\t" \
    THIMBLERT_PRODUCT("t4", "t0", sum)
#define THIMBLERT_TAP(place, w0, w1, w2, w3, w4, w5, w6, w7) \
    "lb t4, " place "(a1)\n\t" \
    THIMBLERT_CHANNEL(w0, "s0") THIMBLERT_CHANNEL(w1, "s1") THIMBLERT_CHANNEL(w2, "s2") THIMBLERT_CHANNEL(w3, "s3") \
    THIMBLERT_CHANNEL(w4, "s4") THIMBLERT_CHANNEL(w5, "s5") THIMBLERT_CHANNEL(w6, "s6") THIMBLERT_CHANNEL(w7, "s7")
#define THIMBLERT_OUTPUT(place, sum, multiplier, addend, shift) \
    THIMBLERT_LOAD_SCALE(multiplier, addend, shift) \
    THIMBLERT_SCALE(sum) \
    "sb t4, " place "(t6)\n\t"

/// As accumulate_group for one pixel and eight channels, whose sums are s0 to s7.
THIMBLERT_ASSEMBLY void accumulate_pixel(ChannelBlocks*) {
    __asm__ volatile(
        THIMBLERT_BEGIN_ASSEMBLY
        "1:\n\t"
        "lw ra, 16(a0)\n\t"              // scales
        "lw s0, 0(ra)\n\t"  "lw s1, 16(ra)\n\t" "lw s2, 32(ra)\n\t" "lw s3, 48(ra)\n\t"
        "lw s4, 64(ra)\n\t" "lw s5, 80(ra)\n\t" "lw s6, 96(ra)\n\t" "lw s7, 112(ra)\n\t"
        "lw a1, 0(a0)\n\t"
        "lw a2, 12(a0)\n\t"
        "lw a3, 4(a0)\n\t"
        "lw a4, 8(a0)\n\t"
        "beq a1, a3, 3f\n"
        "2:\n\t"
        THIMBLERT_TAP("0", "0", "1", "2", "3", "4", "5", "6", "7")
        THIMBLERT_TAP("1", "8", "9", "10", "11", "12", "13", "14", "15")
        THIMBLERT_TAP("2", "16", "17", "18", "19", "20", "21", "22", "23")
        THIMBLERT_TAP("3", "24", "25", "26", "27", "28", "29", "30", "31")
        "addi a1, a1, 4\n\t"
        "addi a2, a2, 32\n\t"
        "bne a1, a3, 2b\n"
        "3:\n\t"
        "beq a1, a4, 4f\n\t"
        THIMBLERT_TAP("0", "0", "1", "2", "3", "4", "5", "6", "7")
        "addi a1, a1, 1\n\t"
        "addi a2, a2, 8\n\t"
        "j 3b\n"
        "4:\n\t"
        "sw a2, 12(a0)\n\t"
        "lw t6, 20(a0)\n\t"              // output
        "lw a1, 36(a0)\n\t"              // range
        "lw a3, 40(a0)\n\t"
        "lw t2, 12(ra)\n\t"
        "beqz t2, 6f\n\t"
        THIMBLERT_OUTPUT("0", "s0", "4", "8", "12")
        THIMBLERT_OUTPUT("1", "s1", "20", "24", "28")
        THIMBLERT_OUTPUT("2", "s2", "36", "40", "44")
        THIMBLERT_OUTPUT("3", "s3", "52", "56", "60")
        THIMBLERT_OUTPUT("4", "s4", "68", "72", "76")
        THIMBLERT_OUTPUT("5", "s5", "84", "88", "92")
        THIMBLERT_OUTPUT("6", "s6", "100", "104", "108")
        THIMBLERT_OUTPUT("7", "s7", "116", "120", "124")
        "5:\n\t"
        "lw t6, 20(a0)\n\t"
        "addi t6, t6, 8\n\t"
        "sw t6, 20(a0)\n\t"
        "lw t6, 16(a0)\n\t"
        "addi t6, t6, 128\n\t"
        "sw t6, 16(a0)\n\t"
        "lw t6, 28(a0)\n\t"              // blocks
        "addi t6, t6, -1\n\t"
        "sw t6, 28(a0)\n\t"
        "beqz t6, 7f\n\t"
        "j 1b\n"
        "6:\n\t"
        "sw s0, 48(a0)\n\t"  "sw s1, 52(a0)\n\t"  "sw s2, 56(a0)\n\t"  "sw s3, 60(a0)\n\t"
        "sw s4, 64(a0)\n\t"  "sw s5, 68(a0)\n\t"  "sw s6, 72(a0)\n\t"  "sw s7, 76(a0)\n\t"
        "lw t0, 44(a0)\n\t"
        "jalr t0\n\t"
        "lw a0, 0(sp)\n\t"
        "j 5b\n"
        "7:\n\t"
        THIMBLERT_END_ASSEMBLY
    );
}

#undef THIMBLERT_OUTPUT
#undef THIMBLERT_TAP
#undef THIMBLERT_CHANNEL
#undef THIMBLERT_LOAD_SCALE
#undef THIMBLERT_SCALE
#undef THIMBLERT_PRODUCT
#undef THIMBLERT_END_ASSEMBLY
#undef THIMBLERT_BEGIN_ASSEMBLY
// clang-format on

#else

/// Sums of a block, and its outputs.
THIMBLERT_INLINE void accumulate_blocks(ChannelBlocks* blocks, int32_t channels, int32_t pixels) {
    for (; blocks->blocks > 0; --blocks->blocks) {
        int32_t* sum = blocks->sums;
        for (int32_t channel = 0; channel < channels; ++channel) {
            for (int32_t pixel = 0; pixel < pixels; ++pixel) {
                const int8_t* weight = blocks->weights + channel;
                *sum = blocks->scales[channel * scale_words];
                for (const int8_t* tap = blocks->activations; tap != blocks->activations_end; tap += pixels) {
                    *sum += tap[pixel] * *weight;
                    weight += channels;
                }
                ++sum;
            }
        }
        finish_block(blocks, channels, pixels);
        blocks->weights += (blocks->activations_end - blocks->activations) / pixels * channels;
        blocks->scales += channels * scale_words;
        blocks->output += channels;
    }
}

THIMBLERT_INLINE void accumulate_group(ChannelBlocks* blocks) {
    accumulate_blocks(blocks, channels_in_block, pixels_in_group);
}

THIMBLERT_INLINE void accumulate_pixel(ChannelBlocks* blocks) {
    accumulate_blocks(blocks, channels_in_pixel_block, 1);
}

#endif

} // namespace rv32im
} // namespace thimblert
