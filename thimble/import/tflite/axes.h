// SPDX-License-Identifier: Apache-2.0
// Axis numbers of a file, which may count from the end, as axes from 0.
#pragma once

#include "thimble/core/error.h"

#include <cstdint>
#include <set>
#include <vector>

namespace thimble::tflite_import {

/// Errors: ModelError E0303 unless `axis` is in [-rank, rank).
inline std::int64_t axis_from_zero(std::int64_t axis, std::size_t rank) {
    const auto signed_rank = static_cast<std::int64_t>(rank);
    if (axis < -signed_rank || axis >= signed_rank) {
        throw ModelError("E0303", fmt::format("axis {} of a tensor with {} axes", axis, rank));
    }
    return axis < 0 ? axis + signed_rank : axis;
}

/// Axes from 0, ascending, each once. Errors: as axis_from_zero.
inline std::vector<std::int64_t> distinct_axes(const std::vector<std::int64_t>& axes, std::size_t rank) {
    std::set<std::int64_t> result;
    for (const std::int64_t axis : axes) {
        result.insert(axis_from_zero(axis, rank));
    }
    return {result.begin(), result.end()};
}

} // namespace thimble::tflite_import
