// SPDX-License-Identifier: Apache-2.0
// Tables of a function at 513 points, between which int16 kernels interpolate linearly.
#pragma once

#include <cstdint>
#include <vector>

namespace thimble {

/// function(x) in Q0.15 at 513 points from `low` to `high`. Each but the last is moved by half the error that
/// interpolation has in the middle of its interval, which balances the error at the ends against it.
///
/// Source: TensorFlow Lite, kernels/internal/common.h (LUTPopulateInt16), computed in float.
std::vector<std::int16_t> interpolation_table(float (*function)(float), float low, float high);

/// The table's function at `value`, whose range -32768 .. 32768 is that of the points.
///
/// Source: TensorFlow Lite, kernels/internal/common.h (LUTLookup).
std::int16_t interpolate(const std::vector<std::int16_t>& table, std::int16_t value);

} // namespace thimble
