// SPDX-License-Identifier: Apache-2.0
// How much scratch memory a kernel may ask for where more of it makes it faster.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>

namespace thimble {

/// Bytes by which the values alive at `node` fall short of the most that are alive at any node, in the graph's order;
/// at least 1 KiB, and at least a sixteenth of that most.
std::size_t scratch_budget_bytes(const NodeView& node);

} // namespace thimble
