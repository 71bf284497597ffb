// SPDX-License-Identifier: Apache-2.0
// Flattening an image into the rows of a fully_connected: the order of its axes can be had from the
// order of the weights' columns instead of from moving the image.
#pragma once

#include "thimble/passes/permutation.h"
#include "thimble/passes/rewrite.h"

namespace thimble {

/// Whether the node could read its input with the axes in this order: it is a fully_connected of
/// rows that are blocks of the input, or a reshape that only such nodes read, and the weights are
/// constants.
bool can_absorb(const Graph& graph, const ValueUses& uses, std::size_t node, const Permutation& order);

/// Lets such nodes read the inputs of the transposes before them and reorders their weights. The
/// transposes stay for remove_dead_nodes. Returns whether there was one.
bool absorb_transposes(Graph& graph);

} // namespace thimble
