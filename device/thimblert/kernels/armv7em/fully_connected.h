// SPDX-License-Identifier: Apache-2.0
// Fully connected layer for cores with the Armv7E-M DSP extension, a replacement of kernels/fully_connected.h.
//
// The input is widened to 16 bits in pieces that a buffer on the stack holds, and a block of outputs sums up its
// products with each piece.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/kernels/armv7em/accumulate_rows.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/fully_connected.h"
#include "thimblert/window.h"

namespace thimblert {
namespace armv7em {

/// A piece of the input and the sums of a block of outputs: 128 elements and 16 sums.
constexpr int32_t fully_connected_piece = 128;
constexpr int32_t fully_connected_block = 16;

/// Elements of the input, the last word of a piece filled up with zeros.
THIMBLERT_INLINE void widen_piece(PairWord* pairs, const int8_t* input, int32_t count, int32_t zero_point) {
    const uint32_t offset = pair_of(-zero_point);
    pairs = widen_words<1>(pairs, input, count >> 2, offset);
    const int32_t tail = count & 3;
    if (tail == 0) {
        return;
    }
    uint32_t word = (static_cast<uint32_t>(zero_point) & 0xFFU) * 0x01010101U;
    memcpy(&word, input + count - tail, static_cast<unsigned>(tail));
    widen_word<1>(pairs, word, offset);
}

/// Products of `count` rows of a piece of weights with the widened piece of the input.
THIMBLERT_INLINE void multiply_rows(
    const int8_t* weights, TapRange piece, int32_t input_size, const PairWord* pairs, SumWord* sums, int32_t count
) {
    RowBlock block = row_block<1>(weights + piece.begin, piece.end - piece.begin, input_size);
    block.activations = pairs;
    block.sums = sums;
    block.sums_end = sums + count;
    accumulate_rows<1>(block);
}

THIMBLERT_INLINE void finish_rows(const FullyConnectedS8Params& p, const SumWord* sums, int32_t count, int8_t* output) {
    const int32_t multiplier = p.multiplier;
    const int32_t shift = p.shift;
    const bool is_fast = is_fast_shift(shift) && is_whole_range(p.output_min, p.output_max);
    const int32_t addend = is_fast ? fast_addend(p.output_zero_point, -shift) : 0;
    for (int32_t row = 0; row < count; ++row) {
        const int32_t result =
            is_fast ? requantize_fast(sums[row], multiplier, addend, -shift)
                    : requantize_any(sums[row], multiplier, shift, p.output_zero_point, p.output_min, p.output_max);
        output[row] = static_cast<int8_t>(result);
    }
}

/// Fully connected layer on int8: operands, units and results as fully_connected_s8 of kernels/fully_connected.h.
THIMBLERT_KERNEL void fully_connected_s8(
    const FullyConnectedS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias, int8_t* output
) {
    PairWord pairs[fully_connected_piece / 2];
    SumWord sums[fully_connected_block];
    const int32_t input_size = p.input_size;
    const bool is_whole = input_size <= fully_connected_piece;
    for (int32_t row = 0; row < p.batch; ++row) {
        int32_t correction = 0;
        if (p.weights_zero_point != 0) {
            correction = p.weights_zero_point * sum_with_offset_s8(input, input_size, -p.input_zero_point);
        }
        for (int32_t output_index = 0; output_index < p.output_size; output_index += fully_connected_block) {
            const int32_t count = minimum(fully_connected_block, p.output_size - output_index);
            for (int32_t index = 0; index < count; ++index) {
                sums[index] = bias[output_index + index] - correction;
            }
            for (int32_t begin = 0; begin < input_size; begin += fully_connected_piece) {
                const TapRange piece = {begin, minimum(begin + fully_connected_piece, input_size)};
                if (output_index == 0 || !is_whole) {
                    widen_piece(pairs, input + begin, piece.end - begin, p.input_zero_point);
                }
                multiply_rows(weights + output_index * input_size, piece, input_size, pairs, sums, count);
            }
            finish_rows(p, sums, count, output + output_index);
        }
        input += input_size;
        output += p.output_size;
    }
}

} // namespace armv7em
} // namespace thimblert
