// SPDX-License-Identifier: Apache-2.0
// A tensor seen through other strides: which element of it stands at each place of another tensor.
#pragma once

#include "thimble/core/shape.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// One axis of what is seen, and the elements between its neighbours: negative backwards, 0 the same one again.
struct ViewAxis {
    std::int64_t extent = 1;
    std::int64_t stride = 0;

    friend bool operator==(const ViewAxis&, const ViewAxis&) = default;
};

struct StridedView {
    std::int64_t offset = 0; ///< index of the first element
    std::vector<ViewAxis> axes;
};

/// Elements between neighbours along each axis of a tensor.
std::vector<std::int64_t> row_major_strides(const Shape& shape);

/// The same elements in the same order by as few axes as possible.
StridedView collapsed(const StridedView& view);

/// Calls visit(index of the element) for every place, the last axis fastest.
template <typename Visit> void for_each_element(const StridedView& view, Visit visit) {
    std::vector<std::int64_t> position(view.axes.size());
    std::int64_t index = view.offset;
    for (bool is_there = true; is_there;) {
        visit(index);
        is_there = false;
        for (std::size_t axis = view.axes.size(); axis-- > 0 && !is_there;) {
            const ViewAxis& along = view.axes[axis];
            index += along.stride;
            is_there = ++position[axis] < along.extent;
            if (!is_there) {
                index -= along.extent * along.stride;
                position[axis] = 0;
            }
        }
    }
}

} // namespace thimble
