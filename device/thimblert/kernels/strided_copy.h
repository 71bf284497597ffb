// SPDX-License-Identifier: Apache-2.0
// Transposition, slices, broadcasts and tiles: elements or blocks of the input in another order, by strides.
#pragma once

#include "thimblert/move_block.h"

namespace thimblert {

struct StridedCopyParams {
    int32_t block_bytes;  // bytes that stay together
    int32_t offset_bytes; // of the first block in the input
    int32_t extent_0;     // blocks along each axis of the output, the outermost first
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t extent_6;
    int32_t extent_7;
    int32_t stride_0; // bytes in the input from one block to the next along each axis
    int32_t stride_1;
    int32_t stride_2;
    int32_t stride_3;
    int32_t stride_4;
    int32_t stride_5;
    int32_t stride_6;
    int32_t stride_7;
};

/// Writes the blocks of the four inner axes in memory order; returns the position after them.
template <typename Mover>
THIMBLERT_INLINE int8_t*
copy_inner_axes(const StridedCopyParams& p, const int8_t* input, int8_t* output, const Mover& move) {
    for (int32_t i = 0; i < p.extent_4; ++i) {
        for (int32_t j = 0; j < p.extent_5; ++j) {
            for (int32_t k = 0; k < p.extent_6; ++k) {
                const int8_t* from = input + i * p.stride_4 + j * p.stride_5 + k * p.stride_6;
                for (int32_t l = 0; l < p.extent_7; ++l) {
                    move(output, from);
                    output += move.bytes();
                    from += p.stride_7;
                }
            }
        }
    }
    return output;
}

/// Writes the output in memory order.
template <typename Mover>
THIMBLERT_INLINE void strided_copy(const StridedCopyParams& p, const int8_t* input, int8_t* output, const Mover& move) {
    const StridedCopyParams fixed = p; // a local copy: stores to output cannot change it
    input += fixed.offset_bytes;
    for (int32_t i = 0; i < fixed.extent_0; ++i) {
        for (int32_t j = 0; j < fixed.extent_1; ++j) {
            for (int32_t k = 0; k < fixed.extent_2; ++k) {
                for (int32_t l = 0; l < fixed.extent_3; ++l) {
                    const int8_t* from =
                        input + i * fixed.stride_0 + j * fixed.stride_1 + k * fixed.stride_2 + l * fixed.stride_3;
                    output = copy_inner_axes(fixed, from, output, move);
                }
            }
        }
    }
}

THIMBLERT_KERNEL void strided_copy_1(const StridedCopyParams& p, const int8_t* input, int8_t* output) {
    strided_copy(p, input, output, ElementMover<1>());
}

THIMBLERT_KERNEL void strided_copy_2(const StridedCopyParams& p, const int8_t* input, int8_t* output) {
    strided_copy(p, input, output, ElementMover<2>());
}

THIMBLERT_KERNEL void strided_copy_4(const StridedCopyParams& p, const int8_t* input, int8_t* output) {
    strided_copy(p, input, output, ElementMover<4>());
}

THIMBLERT_KERNEL void strided_copy_8(const StridedCopyParams& p, const int8_t* input, int8_t* output) {
    strided_copy(p, input, output, ElementMover<8>());
}

/// Blocks of any size; one block is a plain copy.
THIMBLERT_KERNEL void strided_copy_blocks(const StridedCopyParams& p, const int8_t* input, int8_t* output) {
    strided_copy(p, input, output, BlockMover{p.block_bytes});
}

} // namespace thimblert
