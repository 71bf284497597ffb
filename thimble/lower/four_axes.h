// SPDX-License-Identifier: Apache-2.0
// Shapes of up to four axes as exactly four, for kernels that loop over four.
#pragma once

#include "thimble/ir/graph.h"

#include <array>
#include <cstdint>

namespace thimble {

/// The extents with leading ones.
std::array<std::int64_t, 4> four_axes(const Shape& shape);

/// Whether inputs and output have at most four axes.
bool has_four_axes(const NodeView& node);

} // namespace thimble
