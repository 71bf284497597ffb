// SPDX-License-Identifier: Apache-2.0
// Reads the graph text of thimble/ir/printer.h, which describes the form.
#pragma once

#include "thimble/ir/graph.h"

#include <string_view>

namespace thimble {

/// The graph that `text` describes; it passes verify_structure. Whether its operators exist and its
/// types agree with them is the business of thimble/ops/verify.h.
/// Errors: ModelError E0401 to E0405 with line, column and the line as a note; E041x from
///         verify_structure. `file_name` becomes the error's file.
Graph parse_graph(std::string_view text, std::string_view file_name = "<text>");

} // namespace thimble
