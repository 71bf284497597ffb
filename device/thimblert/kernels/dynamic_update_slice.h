// SPDX-License-Identifier: Apache-2.0
// Replacing a box of a tensor, at a place known at run time. The tensor holds a copy of the input before.
#pragma once

#include "thimblert/index.h"

namespace thimblert {

/// Axes are aligned at the last; those in front have extent 1.
struct DynamicUpdateSliceParams {
    int32_t start_bytes; // 4 or 8
    int32_t element_bytes;
    int32_t rank; // of the starts
    int32_t extent_0;
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t box_0;
    int32_t box_1;
    int32_t box_2;
    int32_t box_3;
    int32_t box_4;
    int32_t box_5;
};

/// The start along an axis, moved so that the box lies within.
THIMBLERT_INLINE int32_t
box_start(const int8_t* starts, int32_t start_bytes, int32_t axis, int32_t extent, int32_t box) {
    const int64_t start = axis < 0 ? 0 : read_number(starts, start_bytes, axis);
    const int32_t last = extent - box;
    return start < 0 ? 0 : (start > last ? last : static_cast<int32_t>(start));
}

/// Shapes: starts [rank], update [box], output [extent].
THIMBLERT_KERNEL void
dynamic_update_slice(const DynamicUpdateSliceParams& p, const int8_t* starts, const int8_t* update, int8_t* output) {
    constexpr int32_t axes = 6;
    const DynamicUpdateSliceParams fixed = p; // a local copy: stores to output cannot change it
    const int32_t extents[axes] = {fixed.extent_0, fixed.extent_1, fixed.extent_2,
                                   fixed.extent_3, fixed.extent_4, fixed.extent_5};
    const int32_t box[axes] = {fixed.box_0, fixed.box_1, fixed.box_2, fixed.box_3, fixed.box_4, fixed.box_5};
    int32_t strides[axes];
    int32_t rows = 1;
    int32_t stride = fixed.element_bytes;
    for (int32_t axis = axes - 1; axis >= 0; --axis) {
        const int32_t of_start = axis - (axes - fixed.rank);
        strides[axis] = stride;
        output += box_start(starts, fixed.start_bytes, of_start, extents[axis], box[axis]) * stride;
        stride *= extents[axis];
        rows *= axis < axes - 1 ? box[axis] : 1;
    }
    const int32_t row_bytes = box[axes - 1] * fixed.element_bytes;
    for (int32_t row = 0; row < rows; ++row) {
        int32_t rest = row;
        int32_t offset = 0;
        for (int32_t axis = axes - 2; axis >= 0; --axis) {
            offset += rest % box[axis] * strides[axis];
            rest /= box[axis];
        }
        memcpy(output + offset, update + row * row_bytes, static_cast<size_t>(row_bytes));
    }
}

} // namespace thimblert
