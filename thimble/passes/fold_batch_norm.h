// SPDX-License-Identifier: Apache-2.0
// Lets convolutions and matrix products do the scaling and shifting of channels around them.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Folds multiplications and additions of one constant a channel, which is what a batch normalisation
/// is after import, into the float32 weights and biases of convolutions and fully_connected:
/// - those that alone read the operator's output, where it has no activation of its own; theirs becomes
///   the operator's;
/// - those that the operator alone reads: multiplications always, additions where it pads nothing, since
///   what it pads with is 0 after the addition.
///
/// Precondition: a graph that verify accepts, without dead readers.
/// Guarantee:    none of these is left. Results may differ in rounding.
///
///   %a = conv2d (%x, %w); %y = mul (%a, %k)  ->  %y = conv2d (%x, %wk)
Graph fold_batch_norm(Graph graph);

} // namespace thimble
