// SPDX-License-Identifier: Apache-2.0
// Transposition: elements of one or four bytes in another order of axes.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

struct TransposeParams {
    int32_t element_bytes; // bytes that stay together
    int32_t extent_0;      // of the output
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t stride_0; // bytes in the input from one index of the output's axis to the next
    int32_t stride_1;
    int32_t stride_2;
    int32_t stride_3;
};

/// Writes the output in memory order. element_bytes is a constant where it is inlined.
THIMBLERT_INLINE void
transpose_elements(const TransposeParams& p, size_t element_bytes, const int8_t* input, int8_t* output) {
    for (int32_t i = 0; i < p.extent_0; ++i) {
        for (int32_t j = 0; j < p.extent_1; ++j) {
            for (int32_t k = 0; k < p.extent_2; ++k) {
                const int8_t* element = input + i * p.stride_0 + j * p.stride_1 + k * p.stride_2;
                for (int32_t l = 0; l < p.extent_3; ++l) {
                    memcpy(output, element, element_bytes);
                    output += element_bytes;
                    element += p.stride_3;
                }
            }
        }
    }
}

/// Gathers the elements of a tensor of up to four axes in the order of the output's.
THIMBLERT_KERNEL void transpose_bytes(const TransposeParams& p, const int8_t* input, int8_t* output) {
    const TransposeParams fixed = p; // a local copy: stores to output cannot change it
    if (fixed.element_bytes == 1) {
        transpose_elements(fixed, 1, input, output);
    } else {
        transpose_elements(fixed, static_cast<size_t>(fixed.element_bytes), input, output);
    }
}

} // namespace thimblert
