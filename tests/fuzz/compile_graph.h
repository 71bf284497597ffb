// SPDX-License-Identifier: Apache-2.0
// All stages after import that compute nothing of the size that the graph's shapes claim.
#pragma once

#include "thimble/lower/lower.h"
#include "thimble/passes/pipeline.h"
#include "thimble/passes/run_passes.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/plan/plan_verifier.h"

#include <utility>

namespace thimble {

/// Passes, lowering and planning, for a core for which kernels of all kinds apply.
inline void compile_graph(Graph graph) {
    Target target;
    target.name = "fuzzed";
    target.features = {"dsp"};
    graph = run_passes(std::move(graph), default_pipeline());
    Program program = lower(graph, target);
    const Program unplanned = program;
    plan_memory(program);
    verify_plan(program, unplanned);
}

} // namespace thimble
