// SPDX-License-Identifier: Apache-2.0
// What several passes ask of an operator by its name.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Whether the node's results are elements of its first inputs, or zeros, and nothing is computed: it gives the same
/// on stored integers as on the real numbers that they stand for, and on each side of any monotone function.
bool only_moves_elements(const NodeView& node);

} // namespace thimble
