// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/four_axes.h"

#include <algorithm>

namespace thimble {

std::array<std::int64_t, 4> four_axes(const Shape& shape) {
    std::array<std::int64_t, 4> extents = {1, 1, 1, 1};
    std::copy_backward(shape.extents().begin(), shape.extents().end(), extents.end());
    return extents;
}

bool has_four_axes(const NodeView& node) {
    for (std::size_t index = 0; index < node.input_count(); ++index) {
        if (node.has_input(index) && node.input(index).shape.rank() > 4) {
            return false;
        }
    }
    return node.output().shape.rank() <= 4;
}

} // namespace thimble
