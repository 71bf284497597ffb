// SPDX-License-Identifier: Apache-2.0
// Words of weights for the dual multiplications of the Armv7E-M kernels (device/thimblert/kernels/armv7em).
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/lower/channel_sums.h"

#include <array>
#include <cstdint>

namespace thimble {

/// Widening keeps the elements of a word in this order: two pairs.
inline constexpr std::array<std::int64_t, 4> widened_order = {0, 2, 1, 3};

/// `value` modulo 2^32.
std::int32_t wrapped_word(std::int64_t value);

/// A word of two halves modulo 2^16.
std::int32_t word_of_halves(std::int64_t bottom, std::int64_t top);

/// False where 256 times an odd channel's weight plus that of the channel before leaves 16 bits.
bool have_room_for_pairs(const NodeView& node, const WeightLayout& layout);

} // namespace thimble
