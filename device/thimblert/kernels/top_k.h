// SPDX-License-Identifier: Apache-2.0
// The largest or smallest elements along an axis, by insertion into the output: no memory beside it.
#pragma once

#include "thimblert/index.h"

namespace thimblert {

struct TopKParams {
    int32_t index_bytes; // 4 or 8
    int32_t outer_count;
    int32_t extent;
    int32_t inner_count;
    int32_t count; // elements taken, at most extent
    int32_t takes_largest;
};

/// Shapes: input [outer_count, extent, inner_count], values and indices [outer_count, count, inner_count].
template <typename Element>
THIMBLERT_INLINE void top_k(const TopKParams& p, const Element* input, Element* values, int8_t* indices) {
    const TopKParams fixed = p; // a local copy: stores to values cannot change it
    for (int32_t outer = 0; outer < fixed.outer_count; ++outer) {
        for (int32_t inner = 0; inner < fixed.inner_count; ++inner) {
            const int32_t first = outer * fixed.count * fixed.inner_count + inner;
            int32_t taken = 0;
            for (int32_t index = 0; index < fixed.extent; ++index) {
                const Element element = input[(outer * fixed.extent + index) * fixed.inner_count + inner];
                int32_t rank = taken < fixed.count ? taken : fixed.count;
                while (rank > 0) {
                    const Element present = values[first + (rank - 1) * fixed.inner_count];
                    if (!(fixed.takes_largest != 0 ? present < element : element < present)) {
                        break;
                    }
                    if (rank < fixed.count) {
                        const int32_t place = first + rank * fixed.inner_count;
                        const int64_t moved = read_number(indices, fixed.index_bytes, place - fixed.inner_count);
                        values[place] = present;
                        write_number(indices, fixed.index_bytes, place, static_cast<int32_t>(moved));
                    }
                    --rank;
                }
                if (rank < fixed.count) {
                    values[first + rank * fixed.inner_count] = element;
                    write_number(indices, fixed.index_bytes, first + rank * fixed.inner_count, index);
                    taken += taken < fixed.count ? 1 : 0;
                }
            }
        }
    }
}

THIMBLERT_KERNEL void top_k_f32(const TopKParams& p, const float* input, float* values, int8_t* indices) {
    top_k(p, input, values, indices);
}

template <typename Element>
THIMBLERT_KERNEL void top_k_integers(const TopKParams& p, const Element* input, Element* values, int8_t* indices) {
    top_k(p, input, values, indices);
}

} // namespace thimblert
