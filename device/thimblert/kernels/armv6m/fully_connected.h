// SPDX-License-Identifier: Apache-2.0
// Fully connected layer on int8 for Armv6-M, a replacement of kernels/fully_connected.h: four outputs share each load
// and extension of an input. Weights are w + 128 in blocks of four rows, tap by tap, so that they are loaded with an
// offset in the instruction and without an extension: 3.5 instructions a product.
#pragma once

#include "thimblert/kernels/armv6m/finish_pairs.h"

namespace thimblert {

struct FullyConnectedBlocksS8Params {
    int32_t batch;
    int32_t input_size;
    int32_t output_size;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
    int32_t fraction_bits; // of the short scales
    int32_t scale_words;   // of a scale, 2 or 3
    int32_t scale_step;    // words from a row's scale to the next row's: scale_words, or 0 for one scale
};

namespace armv6m {

/// Rows of a block, and inputs of the unrolled loop.
constexpr int32_t rows_in_block = 4;
constexpr int32_t input_step = 8;

/// A block of rows. The assembly reads the fields by their offsets.
struct WeightBlock {
    const int8_t* input;
    const int8_t* input_end; ///< a multiple of input_step behind
    const uint8_t* weights;
    int32_t sums[rows_in_block]; ///< updated
};

#if THIMBLERT_ARMV6M

// clang-format off
#define THIMBLERT_ROW(offset, sum) \
    "ldrb r3, [r1, #" offset "]\n\t" \
    "muls r3, r2, r3\n\t" \
    "adds " sum ", " sum ", r3\n\t"
#define THIMBLERT_INPUT(index, offset_0, offset_1, offset_2, offset_3) \
    "ldrb r2, [r0, #" index "]\n\t" \
    "sxtb r2, r2\n\t" \
    THIMBLERT_ROW(offset_0, "r4") \
    THIMBLERT_ROW(offset_1, "r5") \
    THIMBLERT_ROW(offset_2, "r6") \
    THIMBLERT_ROW(offset_3, "r7")

/// r0 walks the input up to r12, r1 the weights; r4-r7 are the sums.
THIMBLERT_ASSEMBLY void accumulate_block(WeightBlock*) {
    __asm__ volatile(
        ".syntax unified\n\t"
        "push {r0, r4-r7, lr}\n\t"
        "movs r3, r0\n\t"
        "ldmia r3!, {r0-r2}\n\t"
        "mov r12, r1\n\t"
        "movs r1, r2\n\t"
        "ldmia r3!, {r4-r7}\n"
        "1:\n\t"
        THIMBLERT_INPUT("0", "0", "1", "2", "3")
        THIMBLERT_INPUT("1", "4", "5", "6", "7")
        THIMBLERT_INPUT("2", "8", "9", "10", "11")
        THIMBLERT_INPUT("3", "12", "13", "14", "15")
        THIMBLERT_INPUT("4", "16", "17", "18", "19")
        THIMBLERT_INPUT("5", "20", "21", "22", "23")
        THIMBLERT_INPUT("6", "24", "25", "26", "27")
        THIMBLERT_INPUT("7", "28", "29", "30", "31")
        "adds r0, r0, #8\n\t"
        "adds r1, r1, #32\n\t"
        "cmp r0, r12\n\t"
        "bne 1b\n\t"
        "pop {r0}\n\t"
        "movs r2, r1\n\t"
        "mov r1, r12\n\t"
        "adds r0, r0, #8\n\t"
        "stmia r0!, {r2, r4-r7}\n\t"
        "pop {r4-r7, pc}\n"
    );
}

#undef THIMBLERT_INPUT
#undef THIMBLERT_ROW
// clang-format on

#else

THIMBLERT_INLINE void accumulate_block(WeightBlock* block) {
    for (const int8_t* input = block->input; input != block->input_end; ++input) {
        for (int32_t row = 0; row < rows_in_block; ++row) {
            block->sums[row] += *input * *block->weights++;
        }
    }
}

#endif

/// The sums of a block of rows; leaves block->weights at the next.
THIMBLERT_INLINE void multiply_block(const int8_t* input, int32_t input_size, int32_t start, WeightBlock* block) {
    const int32_t whole_steps = input_size & -input_step;
    for (int32_t row = 0; row < rows_in_block; ++row) {
        block->sums[row] = start;
    }
    block->input = input;
    block->input_end = input + whole_steps;
    if (whole_steps != 0) {
        accumulate_block(block);
    }
    for (int32_t index = whole_steps; index < input_size; ++index) {
        for (int32_t row = 0; row < rows_in_block; ++row) {
            block->sums[row] += input[index] * *block->weights++;
        }
    }
}

/// One output of a row.
THIMBLERT_INLINE int8_t finish_row(const FullyConnectedBlocksS8Params& p, const int32_t* scale, int32_t sum) {
    if (!is_short_scale(scale)) {
        return apply_full_scale(scale, sum, p.output_zero_point, p.output_min, p.output_max);
    }
    return apply_short_scale(unpack_short_scale(scale, p.scale_words, p.fraction_bits, p.output_min), sum);
}

/// Fully connected layer on int8.
///
/// Shapes: input [n, i], weights [o / 4 rounded up, i, 4], biases [o], scales [o or 1, scale_words], output [n, o].
/// Units:  affine int8; weights + 128; biases and scales from short_scale.h of the compiler.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void fully_connected_s8(
    const FullyConnectedBlocksS8Params& p, const int8_t* input, const uint8_t* weights, const int32_t* biases,
    const int32_t* scales, int8_t* output
) {
    for (int32_t batch = 0; batch < p.batch; ++batch) {
        int32_t input_sum = 0;
        for (int32_t index = 0; index < p.input_size; ++index) {
            input_sum += input[index];
        }
        const int32_t* scale = scales;
        WeightBlock block = {};
        block.weights = weights;
        for (int32_t first = 0; first < p.output_size; first += rows_in_block) {
            multiply_block(input, p.input_size, shift_left(-input_sum, 7), &block);
            const int32_t count = minimum(rows_in_block, p.output_size - first);
            for (int32_t row = 0; row < count; ++row) {
                const uint32_t sum =
                    static_cast<uint32_t>(block.sums[row]) + static_cast<uint32_t>(biases[first + row]);
                *output++ = finish_row(p, scale, static_cast<int32_t>(sum));
                scale += p.scale_step;
            }
        }
        input += p.input_size;
    }
}

} // namespace armv6m
} // namespace thimblert
