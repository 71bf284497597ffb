// SPDX-License-Identifier: Apache-2.0
// The axes of a reduction as the groups that device kernels walk: kept and reduced ones by turns.
#pragma once

#include "thimble/core/shape.h"
#include "thimble/lower/kernel_step.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace thimble {

/// One axis of the walk, or several neighbours that are walked alike.
struct AxisGroup {
    std::int64_t extent = 1;
    bool is_reduced = false;
    std::int64_t parameter_stride = 0; ///< of a tensor that broadcasts to the input; 0 where it repeats
};

/// The seven groups from keep_0 to keep_3, aligned at the end; none when there are more turns.
/// `parameter_strides` holds one for each axis, or is empty.
std::optional<std::vector<AxisGroup>> axis_groups(
    const Shape& input, const std::vector<std::int64_t>& axes, const std::vector<std::int64_t>& parameter_strides = {}
);

/// Whether the node's attribute `axes` gives groups.
bool has_axis_groups(const NodeView& node);

/// Fields keep_0 to keep_3 of a node with the attribute `axes`.
std::vector<Parameter> reduction_parameters(const NodeView& node);
std::vector<Parameter> reduction_parameters(const std::vector<AxisGroup>& groups);

} // namespace thimble
