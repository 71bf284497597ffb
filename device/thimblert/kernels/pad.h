// SPDX-License-Identifier: Apache-2.0
// Padding a tensor with one byte value, on bytes: the last axis counts bytes whatever the element is.
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

/// Pads an input of four axes. float32 is padded with byte 0, int8 with its zero point.
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

} // namespace thimblert
