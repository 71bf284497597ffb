// SPDX-License-Identifier: Apache-2.0
// The family of pools over three spatial axes [n, depth, height, width, channels]: attributes and geometry.
#pragma once

#include "thimble/ir/graph.h"

#include <array>
#include <cstdint>

namespace thimble {

using Extent3d = std::array<std::int64_t, 3>; ///< depth, height, width

struct Pool3dWindow {
    Extent3d size;
    Extent3d stride = {1, 1, 1};
    Extent3d dilation = {1, 1, 1};
    Extent3d padding_before = {};
    Extent3d padding_after = {};
};

/// Errors: ModelError E0422 for a wrong number of values or one out of range.
Pool3dWindow pool3d_window(const NodeView& node);

/// The exponent of lp_pool3d.
double pool3d_exponent(const NodeView& node);

/// Whether max_pool3d_indices numbers the places of a channel with the depth running fastest.
bool is_column_major(const NodeView& node);

} // namespace thimble
