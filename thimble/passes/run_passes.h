// SPDX-License-Identifier: Apache-2.0
// Runs a list of passes and does around each what no pass needs to know of: timing, disabling by
// name, dumping and verifying.
#pragma once

#include "thimble/passes/pass.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

struct PassOptions {
    std::vector<std::string> disabled;   ///< names of passes to leave out
    std::vector<std::string> dump_after; ///< names of passes after which `dump` is called
    std::function<void(std::string_view pass, const Graph& graph)> dump;
};

struct PassReport {
    std::string name;
    std::int64_t microseconds = 0; ///< of the pass alone, without its verification
    std::size_t nodes_before = 0;
    std::size_t nodes_after = 0;
};

/// The graph after the passes that are not disabled. `reports`, when not null, gets one entry for
/// each pass that ran.
///
/// Errors: ModelError from verify when the graph is invalid to begin with; OptionError E0120 when an
///         option names no pass of the list; InternalError, naming the pass, when one leaves an
///         invalid graph behind.
Graph run_passes(
    Graph graph, const std::vector<Pass>& passes, const PassOptions& options = {},
    std::vector<PassReport>* reports = nullptr
);

} // namespace thimble
