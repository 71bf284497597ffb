// SPDX-License-Identifier: Apache-2.0
// Padding a tensor with one value, on bytes: at once where all bytes of the value are equal, else by filling the
// output and placing the input in it.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

struct PadParams {
    int32_t input_0;
    int32_t input_1;
    int32_t input_2;
    int32_t input_3;
    int32_t before_0;
    int32_t before_1;
    int32_t before_2;
    int32_t before_3;
    int32_t after_0;
    int32_t after_1;
    int32_t after_2;
    int32_t after_3;
    int32_t fill;
};

/// Writes `count` fill bytes; returns the position after them.
THIMBLERT_INLINE int8_t* fill_bytes(int8_t* output, int32_t fill, int32_t count) {
    memset(output, static_cast<int>(fill), static_cast<size_t>(count));
    return output + count;
}

/// Pads an input of four axes with one byte: float32 with 0, int8 with any value.
///
/// Shapes: input [input_0 .. input_3]; axis i of the output is before_i + input_i + after_i.
/// Units:  extents of axis 3 in bytes, of the others in elements.
THIMBLERT_KERNEL void pad_bytes(const PadParams& p, const int8_t* input, int8_t* output) {
    const int32_t row = p.before_3 + p.input_3 + p.after_3;
    const int32_t plane = (p.before_2 + p.input_2 + p.after_2) * row;
    const int32_t volume = (p.before_1 + p.input_1 + p.after_1) * plane;
    output = fill_bytes(output, p.fill, p.before_0 * volume);
    for (int32_t i = 0; i < p.input_0; ++i) {
        output = fill_bytes(output, p.fill, p.before_1 * plane);
        for (int32_t j = 0; j < p.input_1; ++j) {
            output = fill_bytes(output, p.fill, p.before_2 * row);
            for (int32_t k = 0; k < p.input_2; ++k) {
                output = fill_bytes(output, p.fill, p.before_3);
                memcpy(output, input, static_cast<size_t>(p.input_3));
                input += p.input_3;
                output = fill_bytes(output + p.input_3, p.fill, p.after_3);
            }
            output = fill_bytes(output, p.fill, p.after_2 * row);
        }
        output = fill_bytes(output, p.fill, p.after_1 * plane);
    }
    fill_bytes(output, p.fill, p.after_0 * volume);
}

struct FillParams {
    int32_t element_bytes;
    int32_t total_bytes; // of the output, a multiple of element_bytes
};

/// Repeats one element over the whole output.
THIMBLERT_KERNEL void fill_elements(const FillParams& p, const int8_t* element, int8_t* output) {
    memcpy(output, element, static_cast<size_t>(p.element_bytes));
    // What is filled so far is copied behind itself, so that the copies double.
    for (int32_t filled = p.element_bytes; filled < p.total_bytes;) {
        const int32_t rest = p.total_bytes - filled;
        const int32_t count = filled < rest ? filled : rest;
        memcpy(output + filled, output, static_cast<size_t>(count));
        filled += count;
    }
}

struct PlaceBlocksParams {
    int32_t block_bytes;  // bytes that stay together
    int32_t offset_bytes; // of the first block in the output
    int32_t extent_0;     // blocks along each axis of the input, the outermost first
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t stride_0; // bytes in the output from one block to the next along each axis
    int32_t stride_1;
    int32_t stride_2;
    int32_t stride_3;
    int32_t stride_4;
};

/// Copies the blocks of the input, in memory order, to their places in the output.
THIMBLERT_KERNEL void place_blocks(const PlaceBlocksParams& p, const int8_t* input, int8_t* output) {
    const PlaceBlocksParams fixed = p; // a local copy: stores to output cannot change it
    output += fixed.offset_bytes;
    for (int32_t i = 0; i < fixed.extent_0; ++i) {
        for (int32_t j = 0; j < fixed.extent_1; ++j) {
            for (int32_t k = 0; k < fixed.extent_2; ++k) {
                for (int32_t l = 0; l < fixed.extent_3; ++l) {
                    int8_t* to =
                        output + i * fixed.stride_0 + j * fixed.stride_1 + k * fixed.stride_2 + l * fixed.stride_3;
                    for (int32_t m = 0; m < fixed.extent_4; ++m) {
                        memcpy(to, input, static_cast<size_t>(fixed.block_bytes));
                        input += fixed.block_bytes;
                        to += fixed.stride_4;
                    }
                }
            }
        }
    }
}

} // namespace thimblert
