// SPDX-License-Identifier: Apache-2.0
// Computes in the order of axes that needs the fewest transposes.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Importers of formats with channels first put a transpose before and after each operator on images.
/// This pass removes pairs that cancel, also where operators that any order suits stand between them:
/// it chooses for each connected part of such operators the nodes to compute with their axes permuted
/// so that the fewest bytes are moved (a minimum cut), and permutes their constants and attributes.
/// - Transposes in a row are merged; those of constants and those that move extents of 1 disappear.
/// - Before the flattening for a fully_connected, a transpose goes into the order of the weights.
/// - Those that have to stay stand at the graph's inputs and outputs where that costs no more.
///
/// Precondition: a graph that verify accepts.
/// Guarantee:    never more bytes are transposed than before; results are the same bit for bit, but
///               for the order of summation in a mean or softmax. Dead nodes and values are gone.
///
///   %a = transpose (%x) {axes = [0, 3, 1, 2]}; %b = clip (%a); %y = transpose (%b) {axes = [0, 2, 3, 1]}
///   ->  %y = clip (%x)
Graph eliminate_transposes(Graph graph);

} // namespace thimble
