// SPDX-License-Identifier: Apache-2.0
// One-hot encoding of indices, with values of any type.
#pragma once

#include "thimblert/index.h"

namespace thimblert {

struct OneHotParams {
    int32_t index_bytes; // 4 or 8
    int32_t element_bytes;
    int32_t outer_count;
    int32_t depth;
    int32_t inner_count;
    int32_t counts_from_end; // whether -1 is the last
};

/// Shapes: indices [outer_count, inner_count], values [2], output [outer_count, depth, inner_count]. An index outside
/// the depth has the first value everywhere.
THIMBLERT_KERNEL void one_hot(const OneHotParams& p, const int8_t* indices, const int8_t* values, int8_t* output) {
    const OneHotParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t outer = 0; outer < fixed.outer_count; ++outer) {
        for (int32_t at = 0; at < fixed.depth; ++at) {
            for (int32_t inner = 0; inner < fixed.inner_count; ++inner) {
                int64_t index = read_number(indices, fixed.index_bytes, outer * fixed.inner_count + inner);
                if (index < 0 && fixed.counts_from_end != 0) {
                    index += fixed.depth;
                }
                const int8_t* value = index == at ? values + fixed.element_bytes : values;
                memcpy(output, value, static_cast<size_t>(fixed.element_bytes));
                output += fixed.element_bytes;
            }
        }
    }
}

} // namespace thimblert
