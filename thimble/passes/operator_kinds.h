// SPDX-License-Identifier: Apache-2.0
// What several passes ask of an operator by its name.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Whether the node's results are elements of its first inputs, or zeros, and nothing is computed: it gives the same
/// on stored integers as on the real numbers that they stand for, and on each side of any monotone function.
bool only_moves_elements(const NodeView& node);

/// Whether the operator takes weights as input 1 and an optional bias as input 2. Output channels lie along axis 0 of
/// the weights and input channels along the last; in depthwise_conv2d the last axis holds both.
bool has_weights(const Node& node);

} // namespace thimble
