// SPDX-License-Identifier: Apache-2.0
// Attributes and int8 arithmetic of resize, for its reference and for lowering.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/index_tables.h"
#include "thimble/ops/resize_taps.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// What the attributes say about each axis. Errors: ModelError E0422.
std::vector<AxisResize> axis_resizes(const NodeView& node);

/// Whether the axis is left as it is.
bool is_kept(const AxisResize& axis);

/// For mode nearest.
IndexTables nearest_tables(const NodeView& node);

/// The value of places outside a crop.
double extrapolation_value(const NodeView& node);

/// Positions along one axis in steps of 1/1024 of an element: place * step + offset.
/// Source: TensorFlow Lite, kernels/internal/reference/resize_bilinear.h, integer form.
struct FixedPositions {
    std::int32_t step = 0;
    std::int32_t offset = 0;
};

FixedPositions fixed_positions(const AxisResize& axis);

} // namespace thimble
