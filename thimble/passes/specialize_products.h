// SPDX-License-Identifier: Apache-2.0
// Finds convolutions and products of matrices that have an operator of their own.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// - conv2d with as many `groups` as input channels and constant weights becomes depthwise_conv2d.
/// - conv2d of an image of one pixel that the window covers, with constant weights and without padding,
///   becomes fully_connected: float32, and int8 with a scale for each channel (with one scale for all,
///   the two operators round their multiplier differently).
/// - mat_mul with one constant matrix as its second input, in float32, becomes fully_connected.
///
/// Precondition: a graph that verify accepts.
/// Guarantee:    none of these is left.
Graph specialize_products(Graph graph);

} // namespace thimble
