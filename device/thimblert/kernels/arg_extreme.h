// SPDX-License-Identifier: Apache-2.0
// Where along an axis the largest or smallest element is.
#pragma once

#include "thimblert/index.h"

namespace thimblert {

struct ArgExtremeParams {
    int32_t index_bytes; // 4 or 8
    int32_t outer_count;
    int32_t extent;
    int32_t inner_count;
    int32_t takes_largest;
    int32_t takes_last; // of equal elements, else the first
};

/// Shapes: input [outer_count, extent, inner_count], indices [outer_count, inner_count].
template <typename Element>
THIMBLERT_INLINE void arg_extreme(const ArgExtremeParams& p, const Element* input, int8_t* indices) {
    const ArgExtremeParams fixed = p; // a local copy: stores to indices cannot change it
    for (int32_t outer = 0; outer < fixed.outer_count; ++outer) {
        for (int32_t inner = 0; inner < fixed.inner_count; ++inner) {
            const Element* row = input + outer * fixed.extent * fixed.inner_count + inner;
            Element best = *row;
            int32_t place = 0;
            for (int32_t index = 1; index < fixed.extent; ++index) {
                const Element element = row[index * fixed.inner_count];
                const bool is_better = fixed.takes_largest != 0 ? best < element : element < best;
                if (is_better || (fixed.takes_last != 0 && element == best)) {
                    best = element;
                    place = index;
                }
            }
            write_number(indices, fixed.index_bytes, outer * fixed.inner_count + inner, place);
        }
    }
}

THIMBLERT_KERNEL void arg_extreme_f32(const ArgExtremeParams& p, const float* input, int8_t* indices) {
    arg_extreme(p, input, indices);
}

template <typename Element>
THIMBLERT_KERNEL void arg_extreme_integers(const ArgExtremeParams& p, const Element* input, int8_t* indices) {
    arg_extreme(p, input, indices);
}

} // namespace thimblert
