// SPDX-License-Identifier: Apache-2.0
// The family of operators that look elements up by indices which a tensor holds: how their places are counted.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/strided_view.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// gather: data [batch_count, outer_count, extent, block], indices [batch_count, index_count], output [batch_count,
/// outer_count, index_count, block].
struct GatherPlaces {
    std::int64_t batch_count = 1;
    std::int64_t outer_count = 1;
    std::int64_t extent = 1;
    std::int64_t index_count = 1;
    std::int64_t block = 1;
};

GatherPlaces gather_places(const NodeView& node);

/// gather_nd and scatter_nd: each row of `indices` is a path along the axes after the batch to a block of the data.
struct TuplePlaces {
    std::int64_t batch_count = 1;
    std::int64_t row_count = 1;        ///< rows of indices in a batch
    std::vector<std::int64_t> extents; ///< of the indexed axes
    std::vector<std::int64_t> strides; ///< of those, in elements
    std::int64_t block = 1;            ///< elements at the end of a path
    std::int64_t batch_elements = 1;   ///< elements of the data in a batch
};

/// Errors: ModelError E0421 when `indices` does not fit `data` with `batch_dims` leading axes in common.
TuplePlaces tuple_places(const Shape& data, const Shape& indices, std::size_t batch_dims);

/// The place of a row's block, its indices resolved.
std::int64_t tuple_offset(const TuplePlaces& places, std::int64_t row, const std::vector<std::int64_t>& indices);

/// gather_elements and scatter_elements: for each place of `indices` the element of the data at index 0 of the axis.
///
/// Errors: ModelError E0421 unless `indices` is within `data` along the other axes.
StridedView elements_view(const Shape& data, const Shape& indices, std::size_t axis);

} // namespace thimble
