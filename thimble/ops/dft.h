// SPDX-License-Identifier: Apache-2.0
// Attributes of dft.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>

namespace thimble {

struct DftAttributes {
    std::int64_t axis = 0;
    std::int64_t length = 0; ///< of the transform: a longer signal is cut, a shorter one continued with zeros
    bool is_inverse = false; ///< the sign of the exponent changes, and the result is divided by the length
    bool is_onesided = false;
};

/// With the length filled in.
DftAttributes dft_attributes(const NodeView& node);

/// Frequencies along the axis of the result.
std::int64_t dft_frequencies(const DftAttributes& attributes);

} // namespace thimble
