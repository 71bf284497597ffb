// SPDX-License-Identifier: Apache-2.0
// NumPy broadcasting of two shapes: aligned at the last axis, an extent of 1 repeats.
#pragma once

#include "thimble/core/shape.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// The shape that both broadcast to.
///
/// Errors: ModelError E0421 when two extents differ and neither is 1.
Shape broadcast_shape(const Shape& a, const Shape& b);

/// Distance in elements between neighbours of `input` along every axis of `output`; 0 where it
/// repeats.
std::vector<std::int64_t> broadcast_strides(const Shape& input, const Shape& output);

/// Calls visit(index into a, index into b, index into the output) for every element of the output,
/// in memory order.
template <typename Visit> void for_each_broadcast(const Shape& a, const Shape& b, Visit visit) {
    const Shape output = broadcast_shape(a, b);
    const std::vector<std::int64_t> a_strides = broadcast_strides(a, output);
    const std::vector<std::int64_t> b_strides = broadcast_strides(b, output);
    for (std::int64_t index = 0; index < output.element_count(); ++index) {
        std::int64_t a_index = 0;
        std::int64_t b_index = 0;
        std::int64_t rest = index;
        for (std::size_t axis = output.rank(); axis-- > 0;) {
            const std::int64_t position = rest % output[axis];
            rest /= output[axis];
            a_index += position * a_strides[axis];
            b_index += position * b_strides[axis];
        }
        visit(static_cast<std::size_t>(a_index), static_cast<std::size_t>(b_index), static_cast<std::size_t>(index));
    }
}

} // namespace thimble
