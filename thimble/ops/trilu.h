// SPDX-License-Identifier: Apache-2.0
// Attributes of trilu.
#pragma once

#include "thimble/ir/attributes.h"

#include <cstdint>

namespace thimble {

/// Row i keeps the columns from i + diagonal on (upper), or those up to and with i + diagonal.
struct Triangle {
    bool is_upper = true;
    std::int64_t diagonal = 0;
};

/// The diagonal, however far away it is given, lies at most just outside a matrix of these extents.
Triangle triangle(const Attributes& attributes, std::int64_t rows, std::int64_t columns);

} // namespace thimble
