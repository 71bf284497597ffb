// SPDX-License-Identifier: Apache-2.0
// From a graph to a planned program: which ways of using memory are tried, and which is taken.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/lower/lower_options.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/program/program.h"
#include "thimble/target/target.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace thimble {

struct MemoryGoal {
    Optimize optimize = Optimize::balanced;
    InputMemory inputs = InputMemory::arena;
    std::optional<std::size_t> max_arena_bytes; ///< what does not fit is lowered as under Optimize::ram
    KernelChoices kernels;                      ///< for nodes of these names
};

struct PlannedProgram {
    Program program; ///< verified
    PlanReport plan;
    std::int64_t recomputed_macs = 0; ///< done more than once, because the first stage is computed in bands
};

/// Under Optimize::ram the smallest arena of several ways to lower, the first stage in bands among them as long as no
/// more than a twentieth of the model's MACs is done again.
PlannedProgram lower_and_plan(const Graph& graph, const Target& target, const MemoryGoal& goal);

} // namespace thimble
