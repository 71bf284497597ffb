// SPDX-License-Identifier: Apache-2.0
// How much scratch memory a kernel may ask for where more of it makes it faster.
#pragma once

#include "thimble/lower/kernel_variant.h"

#include <cstddef>

namespace thimble {

/// At least 1 KiB, and at least a sixteenth of the most bytes of values that are alive at any node, in the graph's
/// order. With ScratchUse::free_memory also what the values alive at the lowered node fall short of that most. Under
/// Optimize::ram an output and the first input count as sharing memory where the input dies.
std::size_t scratch_budget_bytes(const NodeLowering& lowering);

/// The same without options.
std::size_t scratch_budget_bytes(const NodeView& node);

} // namespace thimble
