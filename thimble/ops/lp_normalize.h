// SPDX-License-Identifier: Apache-2.0
// Attributes of lp_normalize.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>

namespace thimble {

struct LpNormalizeAttributes {
    std::int64_t p = 2; ///< 1 or 2
    std::int64_t axis = 0;
    double epsilon = 1e-6;
};

LpNormalizeAttributes lp_normalize_attributes(const Attributes& attributes);

} // namespace thimble
