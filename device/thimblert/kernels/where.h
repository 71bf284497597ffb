// SPDX-License-Identifier: Apache-2.0
// A choice between two inputs, element by element: of equal shapes, or some repeated along some axes. It moves bytes,
// so that one kernel serves every data type.
#pragma once

#include "thimblert/config.h"

#include <string.h>

namespace thimblert {

struct WhereParams {
    int32_t element_bytes;
    int32_t extent_0;
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t stride_c_0; // in elements, 0 along a repeated axis
    int32_t stride_c_1;
    int32_t stride_c_2;
    int32_t stride_c_3;
    int32_t stride_c_4;
    int32_t stride_c_5;
    int32_t stride_a_0;
    int32_t stride_a_1;
    int32_t stride_a_2;
    int32_t stride_a_3;
    int32_t stride_a_4;
    int32_t stride_a_5;
    int32_t stride_b_0;
    int32_t stride_b_1;
    int32_t stride_b_2;
    int32_t stride_b_3;
    int32_t stride_b_4;
    int32_t stride_b_5;
};

/// Where the loops stand in the three inputs, in elements.
struct WherePosition {
    int32_t c;
    int32_t a;
    int32_t b;
};

/// The two innermost axes from a position on; returns the place after what was written. element_bytes is a constant
/// where it is inlined.
THIMBLERT_INLINE int8_t* choose_rows(
    const WhereParams& p, int32_t element_bytes, WherePosition start, const uint8_t* condition, const int8_t* a,
    const int8_t* b, int8_t* output
) {
    for (int32_t i = 0; i < p.extent_4; ++i) {
        WherePosition at = start;
        for (int32_t j = 0; j < p.extent_5; ++j) {
            const int8_t* chosen = condition[at.c] != 0 ? a + at.a * element_bytes : b + at.b * element_bytes;
            memcpy(output, chosen, static_cast<size_t>(element_bytes));
            output += element_bytes;
            at.c += p.stride_c_5;
            at.a += p.stride_a_5;
            at.b += p.stride_b_5;
        }
        start.c += p.stride_c_4;
        start.a += p.stride_a_4;
        start.b += p.stride_b_4;
    }
    return output;
}

THIMBLERT_INLINE void choose_elements(
    const WhereParams& p, int32_t element_bytes, const uint8_t* condition, const int8_t* a, const int8_t* b,
    int8_t* output
) {
    for (int32_t i = 0; i < p.extent_0; ++i) {
        for (int32_t j = 0; j < p.extent_1; ++j) {
            for (int32_t k = 0; k < p.extent_2; ++k) {
                for (int32_t l = 0; l < p.extent_3; ++l) {
                    const WherePosition start = {
                        i * p.stride_c_0 + j * p.stride_c_1 + k * p.stride_c_2 + l * p.stride_c_3,
                        i * p.stride_a_0 + j * p.stride_a_1 + k * p.stride_a_2 + l * p.stride_a_3,
                        i * p.stride_b_0 + j * p.stride_b_1 + k * p.stride_b_2 + l * p.stride_b_3};
                    output = choose_rows(p, element_bytes, start, condition, a, b, output);
                }
            }
        }
    }
}

/// Writes the element of a where the condition is not 0, that of b where it is.
THIMBLERT_KERNEL void
where_bytes(const WhereParams& p, const uint8_t* condition, const int8_t* a, const int8_t* b, int8_t* output) {
    const WhereParams fixed = p; // a local copy: stores to output cannot change it
    if (fixed.element_bytes == 1) {
        choose_elements(fixed, 1, condition, a, b, output);
    } else if (fixed.element_bytes == 4) {
        choose_elements(fixed, 4, condition, a, b, output);
    } else {
        choose_elements(fixed, fixed.element_bytes, condition, a, b, output);
    }
}

} // namespace thimblert
