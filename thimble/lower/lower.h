// SPDX-License-Identifier: Apache-2.0
// Graph to Program: picks a kernel variant for every node and packs its constants for it.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/lower/lower_options.h"
#include "thimble/program/program.h"
#include "thimble/target/target.h"

#include <string>
#include <vector>

namespace thimble {

/// The kernels that a node can take on the target, by name; the first is taken unless another is chosen.
std::vector<std::string> applicable_kernels(const NodeView& node, const Target& target);

/// Requires a verified graph. The steps keep the graph's node order; buffers have no offsets yet.
/// Errors: ModelError for a node that no kernel of `target` executes, every offender named; OptionError E0122 for a
/// chosen
///         kernel that does not serve its node.
Program lower(const Graph& graph, const Target& target, const LowerOptions& options = {});

} // namespace thimble
