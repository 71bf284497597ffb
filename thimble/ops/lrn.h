// SPDX-License-Identifier: Apache-2.0
// Attributes of lrn.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>

namespace thimble {

struct LrnAttributes {
    std::int64_t before = 0; ///< neighbours below a channel
    std::int64_t after = 0;  ///< and above
    double alpha = 1.0;
    double beta = 0.5;
    double bias = 1.0;
};

LrnAttributes lrn_attributes(const Attributes& attributes);

} // namespace thimble
