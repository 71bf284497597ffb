// SPDX-License-Identifier: Apache-2.0
// Attributes of normalize.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>
#include <vector>

namespace thimble {

struct NormalizeAttributes {
    std::vector<std::int64_t> axes;
    double epsilon = 1e-5;
    bool is_centered = true; ///< the mean is taken off
};

NormalizeAttributes normalize_attributes(const Attributes& attributes);

} // namespace thimble
