// SPDX-License-Identifier: Apache-2.0
// A tensor seen through one list of indices an axis: paddings that repeat it, the nearest elements of a resize.
#pragma once

#include "thimble/core/shape.h"
#include "thimble/ops/strided_view.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// For each axis the index of the input at each index of the output; negative for none.
using IndexTables = std::vector<std::vector<std::int64_t>>;

/// 0 .. extent - 1.
std::vector<std::int64_t> every_index(std::int64_t extent);

/// Calls visit(index of the element in a tensor of shape `input`, or -1) for every place, the last axis fastest.
template <typename Visit> void for_each_indexed(const Shape& input, const IndexTables& tables, Visit visit) {
    StridedView places; // counts through the tables; the index of an element is summed below
    for (const std::vector<std::int64_t>& table : tables) {
        places.axes.push_back({static_cast<std::int64_t>(table.size()), 0});
    }
    const std::vector<std::int64_t> strides = row_major_strides(input);
    std::vector<std::size_t> position(tables.size());
    for_each_element(places, [&](std::int64_t /*index*/) {
        std::int64_t index = 0;
        bool is_inside = true;
        for (std::size_t axis = 0; axis < tables.size(); ++axis) {
            const std::int64_t at = tables[axis][position[axis]];
            is_inside = is_inside && at >= 0;
            index += at * strides[axis];
        }
        visit(is_inside ? index : -1);
        for (std::size_t axis = tables.size(); axis-- > 0;) {
            if (++position[axis] < tables[axis].size()) {
                break;
            }
            position[axis] = 0;
        }
    });
}

/// Tables with as few axes as possible, and what is left over around and within them.
struct CollapsedTables {
    std::int64_t outer_count = 1; ///< how often the tables repeat, for leading axes seen as they are
    Shape input;                  ///< of one repetition
    IndexTables tables;
    std::int64_t block = 1; ///< elements that stay together
};

/// The same places in the same order.
CollapsedTables collapsed(const Shape& input, const IndexTables& tables);

} // namespace thimble
