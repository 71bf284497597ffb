// SPDX-License-Identifier: Apache-2.0
// Quantised multipliers as the two arrays that kernels with a factor for each channel read.
#pragma once

#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <vector>

namespace thimble {

struct PerChannel {
    std::vector<std::int32_t> multipliers;
    std::vector<std::int8_t> shifts;
};

inline PerChannel per_channel(const std::vector<QuantizedMultiplier>& factors) {
    PerChannel result;
    for (const QuantizedMultiplier& factor : factors) {
        result.multipliers.push_back(factor.multiplier);
        result.shifts.push_back(static_cast<std::int8_t>(factor.shift));
    }
    return result;
}

} // namespace thimble
