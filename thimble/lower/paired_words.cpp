// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/paired_words.h"

namespace thimble {

std::int32_t wrapped_word(std::int64_t value) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value)));
}

std::int32_t word_of_halves(std::int64_t bottom, std::int64_t top) {
    const auto low = static_cast<std::uint64_t>(bottom) & 0xFFFFU;
    const auto high = static_cast<std::uint64_t>(top) & 0xFFFFU;
    return wrapped_word(static_cast<std::int64_t>(low | (high << 16)));
}

bool have_room_for_pairs(const NodeView& node, const WeightLayout& layout) {
    for (std::int64_t channel = 1; channel < layout.channels; channel += 2) {
        for (std::int64_t tap = 0; tap < layout.taps; ++tap) {
            if (weight_of(node, layout, channel, tap) == -128 && weight_of(node, layout, channel - 1, tap) < 0) {
                return false;
            }
        }
    }
    return true;
}

} // namespace thimble
