// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/broadcast.h"

#include "thimble/core/error.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

Shape broadcast_shape(const Shape& a, const Shape& b) {
    const std::size_t rank = std::max(a.rank(), b.rank());
    std::vector<std::int64_t> extents(rank, 1);
    for (std::size_t from_end = 1; from_end <= rank; ++from_end) {
        const std::int64_t a_extent = from_end <= a.rank() ? a[a.rank() - from_end] : 1;
        const std::int64_t b_extent = from_end <= b.rank() ? b[b.rank() - from_end] : 1;
        if (a_extent != b_extent && a_extent != 1 && b_extent != 1) {
            throw ModelError(
                wrong_shape, fmt::format("input 1 {} does not broadcast with input 0 {}", b.to_string(), a.to_string())
            );
        }
        extents[rank - from_end] = a_extent == 1 ? b_extent : a_extent;
    }
    return Shape(extents);
}

std::vector<std::int64_t> broadcast_strides(const Shape& input, const Shape& output) {
    std::vector<std::int64_t> strides(output.rank(), 0);
    std::int64_t stride = 1;
    for (std::size_t from_end = 1; from_end <= input.rank(); ++from_end) {
        const std::int64_t extent = input[input.rank() - from_end];
        strides[output.rank() - from_end] = extent == 1 ? 0 : stride;
        stride *= extent;
    }
    return strides;
}

} // namespace thimble
