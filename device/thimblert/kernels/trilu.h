// SPDX-License-Identifier: Apache-2.0
// Triangles of matrices, of any type whose zero is all bytes 0.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

struct TriluParams {
    int32_t element_bytes;
    int32_t matrix_count;
    int32_t rows;
    int32_t columns;
    int32_t is_upper; // else lower
    int32_t diagonal; // in [-rows, columns]: the column of row 0 on the border, which is kept
};

/// Copies each row's kept columns and writes zeros beside them. The output may be the input.
THIMBLERT_KERNEL void trilu(const TriluParams& p, const int8_t* input, int8_t* output) {
    const TriluParams fixed = p; // a local copy: stores to output cannot change it
    const int32_t row_bytes = fixed.columns * fixed.element_bytes;
    for (int32_t matrix = 0; matrix < fixed.matrix_count; ++matrix) {
        for (int32_t row = 0; row < fixed.rows; ++row) {
            int32_t border = row + fixed.diagonal + (fixed.is_upper != 0 ? 0 : 1);
            border = border < 0 ? 0 : (border > fixed.columns ? fixed.columns : border);
            const int32_t border_bytes = border * fixed.element_bytes;
            const auto before = static_cast<size_t>(border_bytes);
            const auto after = static_cast<size_t>(row_bytes - border_bytes);
            if (fixed.is_upper != 0) {
                memmove(output + border_bytes, input + border_bytes, after);
                memset(output, 0, before);
            } else {
                memmove(output, input, before);
                memset(output + border_bytes, 0, after);
            }
            input += row_bytes;
            output += row_bytes;
        }
    }
}

} // namespace thimblert
