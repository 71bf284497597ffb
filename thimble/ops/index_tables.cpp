// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/index_tables.h"

#include <numeric>

namespace thimble {

std::vector<std::int64_t> every_index(std::int64_t extent) {
    std::vector<std::int64_t> indices(static_cast<std::size_t>(extent));
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

CollapsedTables collapsed(const Shape& input, const IndexTables& tables) {
    CollapsedTables result;
    std::vector<std::int64_t> extents;
    std::vector<bool> is_kept; // axes that are seen as they are
    for (std::size_t axis = 0; axis < tables.size(); ++axis) {
        const bool is_every = tables[axis] == every_index(input[axis]);
        if (is_every && !is_kept.empty() && is_kept.back()) {
            extents.back() *= input[axis];
        } else {
            extents.push_back(input[axis]);
            is_kept.push_back(is_every);
            result.tables.push_back(tables[axis]);
        }
    }
    if (!is_kept.empty() && is_kept.back()) {
        result.block = extents.back();
        extents.pop_back();
        is_kept.pop_back();
        result.tables.pop_back();
    }
    if (!is_kept.empty() && is_kept.front()) {
        result.outer_count = extents.front();
        extents.erase(extents.begin());
        is_kept.erase(is_kept.begin());
        result.tables.erase(result.tables.begin());
    }
    for (std::size_t axis = 0; axis < is_kept.size(); ++axis) {
        if (is_kept[axis]) {
            result.tables[axis] = every_index(extents[axis]);
        }
    }
    result.input = Shape(std::move(extents));
    return result;
}

} // namespace thimble
