// SPDX-License-Identifier: Apache-2.0
// Finds operators that exporters have written as several simpler ones.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Replaces float32 nodes that match a pattern of activation_rules, normalization_rules or arithmetic_rules by the
/// operator that computes the same: gelu, swish, hard_swish, softmax, layer normalisation and others. Only where
/// nothing else reads what the matched nodes compute on the way.
///
/// Precondition: a graph that verify accepts, without dead readers, and with common nodes eliminated.
/// Guarantee:    no pattern matches any more. Results may differ in rounding. Dead nodes and values
///               are gone.
///
///   %s = logistic (%x); %y = mul (%x, %s)  ->  %y = swish (%x)
Graph recognize_operators(Graph graph);

} // namespace thimble
