// SPDX-License-Identifier: Apache-2.0
// Removes operators, and parts of operators, that change nothing.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Where input and output have the same type, quantisation included, removes
/// - reshape, expand and tile to the same shape, pad by nothing, slice of everything, concat of one input,
///   transpose that moves only extents of 1,
/// - clip whose range is infinite or, in int8 and int16, leaves all stored values,
/// - quantize and cast from a type to itself,
/// - in float32, adding or subtracting 0, multiplying or dividing by 1, the first power.
/// A reshape of a reshape reads the first one's input. An `activation` that cannot clip is dropped.
/// dequantize(quantize(x)) is left: it rounds.
///
/// Precondition: a graph that verify accepts.
/// Guarantee:    none of these is left, but where a graph output would lose its writer or its name
///               (the input is a graph input, a graph output or a constant). Reshapes that lost their
///               reader stay for remove_dead_nodes.
///
///   %a: float32[4] = reshape (%x); %b: float32[2, 2] = reshape (%a)  ->  %b: float32[2, 2] = reshape (%x)
Graph remove_identity(Graph graph);

} // namespace thimble
