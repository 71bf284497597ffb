// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/strided_view.h"

namespace thimble {

std::vector<std::int64_t> row_major_strides(const Shape& shape) {
    std::vector<std::int64_t> strides(shape.rank());
    std::int64_t stride = 1;
    for (std::size_t axis = shape.rank(); axis-- > 0;) {
        strides[axis] = stride;
        stride *= shape[axis];
    }
    return strides;
}

StridedView collapsed(const StridedView& view) {
    StridedView result{view.offset, {}};
    for (const ViewAxis& inner : view.axes) {
        if (inner.extent == 1) {
            continue;
        }
        if (!result.axes.empty() && result.axes.back().stride == inner.extent * inner.stride) {
            ViewAxis& outer = result.axes.back();
            outer = {outer.extent * inner.extent, inner.stride};
        } else {
            result.axes.push_back(inner);
        }
    }
    return result;
}

} // namespace thimble
