// SPDX-License-Identifier: Apache-2.0
// Attributes of clip, for passes and lowering.
#pragma once

#include "thimble/ir/graph.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// The bounds [minimum, maximum] of a clip node, in the form of an `activation` attribute.
///
/// Errors: ModelError E0422 unless minimum <= maximum.
std::vector<double> clip_bounds(const Attributes& attributes);

/// The integers of the node's data type that its bounds leave.
struct IntegerRange {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};

IntegerRange integer_clip_range(const NodeView& node);

} // namespace thimble
