// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/lower_and_plan.h"

#include "thimble/lower/lower.h"
#include "thimble/passes/split_into_bands.h"
#include "thimble/plan/plan_verifier.h"

#include <algorithm>

namespace thimble {
namespace {

constexpr std::int64_t band_counts[] = {2, 3, 4, 6, 8};
/// Of the model's MACs at most this part is done again.
constexpr std::int64_t recomputed_part = 20;
/// Memory that a way which computes more has to save at least, as a part of the arena.
constexpr std::size_t worthwhile_part = 32;

std::int64_t total_macs(const Program& program) {
    std::int64_t total = 0;
    for (const Layer& layer : program.layers) {
        total += layer.macs;
    }
    return total;
}

PlannedProgram plan_one(const Graph& graph, const Target& target, const LowerOptions& options) {
    const Program lowered = lower(graph, target, options);
    PlannedProgram planned;
    planned.program = lowered;
    planned.plan = plan_memory(planned.program);
    verify_plan(planned.program, lowered);
    return planned;
}

/// Scratch memory that looks free may stand in the way of buffers that could overlap otherwise, which only the plan
/// tells.
PlannedProgram plan_smaller(const Graph& graph, const Target& target, const MemoryGoal& goal) {
    PlannedProgram best = plan_one(graph, target, {Optimize::ram, goal.inputs, ScratchUse::free_memory, &goal.kernels});
    PlannedProgram other = plan_one(graph, target, {Optimize::ram, goal.inputs, ScratchUse::little, &goal.kernels});
    return other.plan.arena_bytes < best.plan.arena_bytes ? std::move(other) : std::move(best);
}

struct Candidate {
    Graph graph;
    std::int64_t recomputed_macs;
};

/// Ways to compute the first stage in bands, those that compute least again first.
std::vector<Candidate> banded_graphs(const Graph& graph, const Target& target, std::int64_t macs) {
    std::vector<Candidate> candidates;
    for (const std::size_t nodes : stage_lengths(graph)) {
        const Shape& output = graph.value(graph.nodes[nodes - 1].outputs[0]).type.shape;
        for (const std::int64_t bands : band_counts) {
            if (2 * bands > output[1]) {
                continue;
            }
            Graph banded = split_into_bands(graph, {nodes, bands});
            const std::int64_t recomputed = total_macs(lower(banded, target)) - macs;
            if (recomputed * recomputed_part <= macs) {
                candidates.push_back({std::move(banded), recomputed});
            }
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& one, const Candidate& two) {
        return one.recomputed_macs < two.recomputed_macs;
    });
    return candidates;
}

PlannedProgram plan_smallest(const Graph& graph, const Target& target, const MemoryGoal& goal) {
    PlannedProgram best = plan_smaller(graph, target, goal);
    const std::int64_t macs = total_macs(best.program);
    for (const Candidate& candidate : banded_graphs(graph, target, macs)) {
        PlannedProgram planned = plan_smaller(candidate.graph, target, goal);
        if (planned.plan.arena_bytes + best.plan.arena_bytes / worthwhile_part <= best.plan.arena_bytes) {
            best = std::move(planned);
            best.recomputed_macs = candidate.recomputed_macs;
        }
    }
    return best;
}

} // namespace

PlannedProgram lower_and_plan(const Graph& graph, const Target& target, const MemoryGoal& goal) {
    if (goal.optimize != Optimize::ram) {
        PlannedProgram planned =
            plan_one(graph, target, {goal.optimize, goal.inputs, ScratchUse::free_memory, &goal.kernels});
        if (!goal.max_arena_bytes || planned.plan.arena_bytes <= *goal.max_arena_bytes) {
            return planned;
        }
    }
    return plan_smallest(graph, target, goal);
}

} // namespace thimble
