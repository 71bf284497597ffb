// SPDX-License-Identifier: Apache-2.0
// Looking elements up by indices that a tensor holds. An index outside its axis takes the nearest element.
#pragma once

#include "thimblert/indexed_places.h"

namespace thimblert {

struct GatherParams {
    int32_t index_bytes; // 4 or 8
    int32_t batch_count;
    int32_t outer_count;
    int32_t extent;
    int32_t index_count; // in a batch
    int32_t block_bytes;
};

/// Shapes: data [batch_count, outer_count, extent, block], indices [batch_count, index_count], output [batch_count,
/// outer_count, index_count, block].
THIMBLERT_KERNEL void gather_blocks(const GatherParams& p, const int8_t* data, const int8_t* indices, int8_t* output) {
    const GatherParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t batch = 0; batch < fixed.batch_count; ++batch) {
        for (int32_t outer = 0; outer < fixed.outer_count; ++outer) {
            for (int32_t at = 0; at < fixed.index_count; ++at) {
                const int32_t index = read_index(indices, fixed.index_bytes, at, fixed.extent);
                memcpy(output, data + index * fixed.block_bytes, static_cast<size_t>(fixed.block_bytes));
                output += fixed.block_bytes;
            }
            data += fixed.extent * fixed.block_bytes;
        }
        indices += fixed.index_count * fixed.index_bytes;
    }
}

THIMBLERT_KERNEL void
gather_elements(const IndexedElementsParams& p, const int8_t* data, const int8_t* indices, int8_t* output) {
    const IndexedElementsParams fixed = p; // a local copy: stores to output cannot change it
    const auto element_bytes = static_cast<size_t>(fixed.element_bytes);
    for_each_index(fixed, indices, [&](int32_t offset, int32_t place) {
        memcpy(output + place * fixed.element_bytes, data + offset, element_bytes);
    });
}

THIMBLERT_KERNEL void
gather_tuples(const IndexedTuplesParams& p, const int8_t* data, const int8_t* indices, int8_t* output) {
    const IndexedTuplesParams fixed = p; // a local copy: stores to output cannot change it
    for (int32_t batch = 0; batch < fixed.batch_count; ++batch) {
        for (int32_t row = 0; row < fixed.row_count; ++row) {
            const int32_t offset = tuple_offset(fixed, indices, batch * fixed.row_count + row);
            memcpy(output, data + offset, static_cast<size_t>(fixed.block_bytes));
            output += fixed.block_bytes;
        }
        data += fixed.batch_bytes;
    }
}

} // namespace thimblert
