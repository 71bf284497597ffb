// SPDX-License-Identifier: Apache-2.0
// Lets an operator do the clipping of the clip that follows it.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Merges a clip into the `activation` of the operator that writes its input, for every operator
/// that has that attribute; ranges compose.
///
/// Only where results cannot change: the value between them has no other reader, is no graph output
/// and has exactly the type of the clip's output. In int8 the clip then rescales by 1, and bounds are
/// rounded by the same monotone function of bound, scale and zero point on both sides, so that
/// clamping twice and clamping to the composed range give the same stored values. With another
/// quantisation the value between would be rounded once more; such a clip stays.
///
/// Precondition: a graph that verify accepts, without dead readers.
/// Guarantee:    no clip is left to which this applies.
///
///   %a = conv2d (%x, %w); %b = clip (%a) {minimum = 0.0}  ->  %b = conv2d (%x, %w) {activation = [0.0, inf]}
Graph fuse_activation(Graph graph);

} // namespace thimble
