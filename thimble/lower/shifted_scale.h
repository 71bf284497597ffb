// SPDX-License-Identifier: Apache-2.0
// Requantisation of a channel as one multiplication with addend and one right shift, exact for every sum that the
// channel can reach: what the kernels of device/thimblert/kernels/armv7em read.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/lower/channel_sums.h"
#include "thimble/lower/short_scale.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace thimble {

/// Output = (high word of 2 * sum * multiplier, rounded, + addend - (1 where sum < 0)) >> right, clamped to int8.
struct ShiftedScale {
    std::int32_t multiplier = 0;
    std::int32_t addend = 0;
    std::int32_t right = 0;
};

/// Sums below this can be doubled; below the other they survive a multiplication by 2^8 as well.
inline constexpr std::int64_t doubled_sums_end = std::int64_t{1} << 30;
inline constexpr std::int64_t raised_sums_end = std::int64_t{1} << 23;

/// Nothing where sums can reach `sums_end` or its negative, or for a shift that the form cannot take. An output that is
/// the same for all sums gets multiplier 0, which no sum can overflow.
std::optional<ShiftedScale>
shifted_scale(const ScaledSums& sums, std::int32_t output_zero_point, std::int64_t sums_end);

/// The scales of all channels of a convolution, or none where one channel has none. Weights and bias are constants.
std::vector<ShiftedScale> shifted_scales(const NodeView& node, const WeightLayout& layout, std::int64_t sums_end);

} // namespace thimble
