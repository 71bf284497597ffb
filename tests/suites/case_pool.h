// SPDX-License-Identifier: Apache-2.0
// Runs cases in child processes, a few at a time, so that one that crashes or hangs is a result and not the end.
#pragma once

#include "tests/suites/run_case.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace thimble::suites {

struct PoolOptions {
    LibraryBuild build = LibraryBuild::build;
    std::size_t processes = 2;
    std::chrono::seconds timeout{120}; ///< of one case
};

/// The results, in the order of `cases`; `done` is called with each when it is there.
std::vector<CaseResult> run_cases(
    const std::vector<OnnxCase>& cases, const PoolOptions& options, const std::function<void(const CaseResult&)>& done
);

} // namespace thimble::suites
