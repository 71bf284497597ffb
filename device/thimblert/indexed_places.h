// SPDX-License-Identifier: Apache-2.0
// Places that a tensor of indices names in another tensor: what gathering and scattering share.
#pragma once

#include "thimblert/index.h"

namespace thimblert {

struct IndexedElementsParams {
    int32_t index_bytes; // 4 or 8
    int32_t element_bytes;
    int32_t axis_extent; // of the data
    int32_t axis_stride; // bytes of the data
    int32_t extent_0;    // of the indices, the outermost first
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t stride_0; // bytes of the data along each axis of the indices, 0 along the axis looked up
    int32_t stride_1;
    int32_t stride_2;
    int32_t stride_3;
    int32_t stride_4;
    int32_t stride_5;
    int32_t reduction; // what scattering makes of two elements: 0 the new, 1 sum, 2 product, 3 minimum, 4 maximum
};

/// Calls visit(offset of the element in the data, place) for each place of the indices.
template <typename Visit>
THIMBLERT_INLINE void for_each_index(const IndexedElementsParams& p, const int8_t* indices, const Visit& visit) {
    int32_t place = 0;
    for (int32_t i = 0; i < p.extent_0; ++i) {
        for (int32_t j = 0; j < p.extent_1; ++j) {
            for (int32_t k = 0; k < p.extent_2; ++k) {
                for (int32_t l = 0; l < p.extent_3; ++l) {
                    for (int32_t m = 0; m < p.extent_4; ++m) {
                        int32_t first =
                            i * p.stride_0 + j * p.stride_1 + k * p.stride_2 + l * p.stride_3 + m * p.stride_4;
                        for (int32_t n = 0; n < p.extent_5; ++n) {
                            const int32_t index = read_index(indices, p.index_bytes, place, p.axis_extent);
                            visit(first + index * p.axis_stride, place);
                            first += p.stride_5;
                            ++place;
                        }
                    }
                }
            }
        }
    }
}

struct IndexedTuplesParams {
    int32_t index_bytes; // 4 or 8
    int32_t batch_count;
    int32_t row_count; // in a batch
    int32_t path;      // indices in a row
    int32_t block_bytes;
    int32_t batch_bytes; // of the data
    int32_t extent_0;    // of the data along each index of a row
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t stride_0; // bytes of the data along each index of a row
    int32_t stride_1;
    int32_t stride_2;
    int32_t stride_3;
    int32_t stride_4;
    int32_t stride_5;
    int32_t reduction; // as above
};

/// The offset within a batch of the block that a row of indices leads to.
THIMBLERT_INLINE int32_t tuple_offset(const IndexedTuplesParams& p, const int8_t* indices, int32_t row) {
    const int32_t extents[6] = {p.extent_0, p.extent_1, p.extent_2, p.extent_3, p.extent_4, p.extent_5};
    const int32_t strides[6] = {p.stride_0, p.stride_1, p.stride_2, p.stride_3, p.stride_4, p.stride_5};
    int32_t offset = 0;
    for (int32_t at = 0; at < p.path; ++at) {
        offset += read_index(indices, p.index_bytes, row * p.path + at, extents[at]) * strides[at];
    }
    return offset;
}

} // namespace thimblert
