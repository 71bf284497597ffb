// SPDX-License-Identifier: Apache-2.0
// Lets convolutions and pools do the padding of the pad that precedes them.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Merges a pad of height and width into the `padding` of all operators that read it:
/// - conv2d and depthwise_conv2d, whose padding counts as 0 just as what pad adds does;
/// - max_pool2d, whose padding does not count at all, only where that is the same: the padded value
///   is known to hold nothing below 0 (its writer clamps it), and each window keeps at least one
///   element of the image.
/// average_pool2d divides by the elements inside the image, so it never takes over a pad.
///
/// Only where pad has the same quantisation on both sides, pads no other axis, its output is no graph
/// output, and every reader can take it over; otherwise the padded copy would be needed all the same.
///
/// Precondition: a graph that verify accepts, without dead readers.
/// Guarantee:    no pad is left to which this applies.
///
///   %p = pad (%x) {padding = [0, 0, 1, 1, 2, 2, 0, 0]}; %y = conv2d (%p, %w)
///   ->  %y = conv2d (%x, %w) {padding = [1, 2, 1, 2]}
Graph fuse_pad(Graph graph);

} // namespace thimble
