// SPDX-License-Identifier: Apache-2.0
// Checks a Graph against the definitions of its operators. Importers call it on what they read, and
// the pass runner after every pass.
#pragma once

#include "thimble/ir/graph.h"

namespace thimble {

/// Throws unless verify_structure accepts the graph and, for every node,
/// - the operator exists,
/// - it has the operator's number of inputs, none of the required ones left out, and its outputs,
/// - attributes are known to the operator, of its kind, and the required ones are there,
/// - the operator infers the data types and shapes that the graph records for the outputs.
///
/// Errors: ModelError E0410 to E0416 (structure), E0420 to E0424 (inference; E0424 also for a required
///         input left out), E0425 unknown operator, E0426 number of inputs or outputs, E0427 attribute,
///         E0428 recorded type; with the node and operator as context.
void verify(const Graph& graph);

} // namespace thimble
