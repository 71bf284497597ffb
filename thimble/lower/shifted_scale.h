// SPDX-License-Identifier: Apache-2.0
// Requantisation of a channel as one multiplication with addend and one right shift, exact for every sum that the
// channel can reach: what the kernels of device/thimblert/kernels/armv7em read.
#pragma once

#include "thimble/lower/short_scale.h"

#include <cstdint>
#include <optional>

namespace thimble {

/// Output = (high word of 2 * sum * multiplier, rounded, + addend - (1 where sum < 0)) >> right, clamped to int8.
struct ShiftedScale {
    std::int32_t multiplier = 0;
    std::int32_t addend = 0;
    std::int32_t right = 0;
};

/// Sums that change the output are below this, so that they survive a multiplication by 2^8 in 32 bits.
inline constexpr std::int64_t shifted_scale_sums_end = std::int64_t{1} << 23;

/// Nothing where sums can reach beyond the end, or for a shift that the form cannot take. An output that is the same
/// for all sums gets multiplier 0, which no sum can overflow.
std::optional<ShiftedScale> shifted_scale(const ScaledSums& sums, std::int32_t output_zero_point);

} // namespace thimble
