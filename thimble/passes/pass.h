// SPDX-License-Identifier: Apache-2.0
// A pass: a pure function from one Graph to another that computes the same.
#pragma once

#include "thimble/ir/graph.h"

#include <string_view>

namespace thimble {

/// What the pipeline lists. Timing, dumping, disabling and verifying is run_passes' business, not
/// the pass's.
struct Pass {
    std::string_view name;    ///< verb phrase, also the function's name: `fold_constants`
    std::string_view summary; ///< one line for `--help` and documentation
    Graph (*run)(Graph graph) = nullptr;
};

} // namespace thimble
