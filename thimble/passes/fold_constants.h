// SPDX-License-Identifier: Apache-2.0
// Computes at build time what depends on constants only.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Evaluates nodes whose inputs are all constants with the operators' references and makes their
/// outputs constants. The constants they read stay for remove_dead_nodes.
///
/// Precondition: a graph that verify accepts.
/// Guarantee:    a node that reads constants only writes a graph output (which stays computed, since
///               later stages expect a writer), or its result is more than four times as large as
///               what it reads, plus a kilobyte: flash is scarcer than a little arithmetic. Four times
///               is what dequantising int8 weights takes. All results together take at most sixteen times the
///               constants given, plus 64 KiB; nodes beyond that stay.
///
///   constant %c: float32[2] = [1, -1]; %r = clip (%c) {minimum = 0.0}  ->  constant %r = [1, 0]
Graph fold_constants(Graph graph);

/// As fold_constants, but a dequantize stays, and with it the scales that fold_quantization looks for.
Graph fold_plain_constants(Graph graph);

} // namespace thimble
