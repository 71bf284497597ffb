// SPDX-License-Identifier: Apache-2.0
// Elements or blocks of the input in another order, by a table of offsets for each axis: paddings that repeat the
// input, and resizing by the nearest element.
#pragma once

#include "thimblert/move_block.h"

namespace thimblert {

struct TableCopyParams {
    int32_t block_bytes; // bytes that stay together
    int32_t outer_count; // how often the tables repeat
    int32_t outer_bytes; // of the input, for one repetition
    int32_t extent_0;    // blocks along each axis of the output, the outermost first
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
};

/// Writes the output in memory order. `offsets` are the axes' tables one after the other, in bytes of the input.
template <typename Mover>
THIMBLERT_INLINE void
table_copy(const TableCopyParams& p, const int8_t* input, const int32_t* offsets, int8_t* output, const Mover& move) {
    const TableCopyParams fixed = p; // a local copy: stores to output cannot change it
    const int32_t* offsets_1 = offsets + fixed.extent_0;
    const int32_t* offsets_2 = offsets_1 + fixed.extent_1;
    const int32_t* offsets_3 = offsets_2 + fixed.extent_2;
    const int32_t* offsets_4 = offsets_3 + fixed.extent_3;
    const int32_t* offsets_5 = offsets_4 + fixed.extent_4;
    for (int32_t outer = 0; outer < fixed.outer_count; ++outer) {
        for (int32_t i = 0; i < fixed.extent_0; ++i) {
            for (int32_t j = 0; j < fixed.extent_1; ++j) {
                for (int32_t k = 0; k < fixed.extent_2; ++k) {
                    const int8_t* from_2 = input + offsets[i] + offsets_1[j] + offsets_2[k];
                    for (int32_t l = 0; l < fixed.extent_3; ++l) {
                        for (int32_t m = 0; m < fixed.extent_4; ++m) {
                            const int8_t* from = from_2 + offsets_3[l] + offsets_4[m];
                            for (int32_t n = 0; n < fixed.extent_5; ++n) {
                                move(output, from + offsets_5[n]);
                                output += move.bytes();
                            }
                        }
                    }
                }
            }
        }
        input += fixed.outer_bytes;
    }
}

THIMBLERT_KERNEL void
table_copy_1(const TableCopyParams& p, const int8_t* input, const int32_t* offsets, int8_t* output) {
    table_copy(p, input, offsets, output, ElementMover<1>());
}

THIMBLERT_KERNEL void
table_copy_2(const TableCopyParams& p, const int8_t* input, const int32_t* offsets, int8_t* output) {
    table_copy(p, input, offsets, output, ElementMover<2>());
}

THIMBLERT_KERNEL void
table_copy_4(const TableCopyParams& p, const int8_t* input, const int32_t* offsets, int8_t* output) {
    table_copy(p, input, offsets, output, ElementMover<4>());
}

THIMBLERT_KERNEL void
table_copy_8(const TableCopyParams& p, const int8_t* input, const int32_t* offsets, int8_t* output) {
    table_copy(p, input, offsets, output, ElementMover<8>());
}

THIMBLERT_KERNEL void
table_copy_blocks(const TableCopyParams& p, const int8_t* input, const int32_t* offsets, int8_t* output) {
    table_copy(p, input, offsets, output, BlockMover{p.block_bytes});
}

} // namespace thimblert
