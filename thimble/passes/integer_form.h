// SPDX-License-Identifier: Apache-2.0
// The int8 node that computes what a float32 node computes on dequantised inputs.
#pragma once

#include "thimble/passes/rewrite.h"

#include <optional>

namespace thimble {

/// Whether the operator's rules accept the node with the types that its values have.
bool accepts(const Graph& graph, const Node& node);

/// The node with int8 inputs, still with its outputs; empty unless all inputs are dequantised int8 values,
/// single numbers or, as a bias, stored constants. Adds constants to the graph.
std::optional<Node> integer_form(Graph& graph, const ValueUses& uses, const Node& node);

/// The only quantisation that the int8 operator can give its output; empty where it takes any.
std::optional<Quantization> dictated_quantization(const Graph& graph, const Node& integer_node);

} // namespace thimble
