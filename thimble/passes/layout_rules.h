// SPDX-License-Identifier: Apache-2.0
// Which operators can be computed on tensors whose axes are in another order, and how their inputs,
// outputs and attributes change then: one row an operator.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/passes/permutation.h"

#include <optional>
#include <vector>

namespace thimble {

/// For each input and output of a node the order that its axes are to be in; empty where it is not
/// known, or where any order will do (a single element of lower rank).
struct NodeLayout {
    std::vector<std::optional<Permutation>> inputs;
    std::vector<std::optional<Permutation>> outputs;
};

/// A layout of the node in which nothing is known yet.
NodeLayout unknown_layout(const Node& node);

/// Derives what is unknown from what is known; at least one order is. Constants of lower rank get an
/// order of the output's rank: extents of 1 are to be put before theirs.
/// False where the operator cannot be computed so.
bool complete_layout(const NodeView& node, NodeLayout& layout);

/// The node's attributes when it is computed in a complete layout.
Attributes attributes_in_layout(const NodeView& node, const NodeLayout& layout);

} // namespace thimble
