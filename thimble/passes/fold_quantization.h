// SPDX-License-Identifier: Apache-2.0
// Turns float32 operators between a dequantize and a quantize into int8 operators.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Models with quantisation written as nodes compute in float32 between a dequantize and a quantize what
/// integer arithmetic is to compute. Where an operator has an int8 form that accepts the types:
/// - quantize(f(dequantize(x), ...)), of whose f nothing else reads the result, becomes f in int8.
///   Weights have to be dequantised too; a bias is rounded to int32 steps of input scale * weight scale;
///   single numbers get a scale of their own. An operator that dictates the quantisation of its output
///   (softmax, pools) is followed by a quantize to the model's.
/// - A quantize of a dequantize rescales, or disappears where the types agree.
/// - Operators that only move elements do so before the dequantize and after the quantize.
/// dequantize(quantize(x)) stays, for it rounds, unless it goes into an operator.
///
/// Precondition: a graph that verify accepts, without dead readers. Constants are not yet computed
///               from dequantize (fold_plain_constants).
/// Guarantee:    none of these is left. Results differ by the rounding of the int8 operators. Dead
///               nodes and values are gone.
///
///   %a = dequantize (%x); %b = exp (%a); %y = quantize (%b)  ->  %y = exp (%x)
Graph fold_quantization(Graph graph);

} // namespace thimble
