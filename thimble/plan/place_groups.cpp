// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/placement.h"

namespace thimble {

namespace {

/// Trials of local improvement before the exhaustive search gets its turn.
constexpr std::size_t improvement_trials = 1000;

} // namespace

ExhaustiveResult place_groups(const PlacementProblem& problem, std::size_t effort) {
    if (problem.groups.empty()) {
        return {{}, true};
    }
    const std::vector<std::vector<std::uint32_t>> orders = greedy_orders(problem);
    const std::vector<std::uint32_t>* best_order = nullptr;
    Placement best;
    for (const std::vector<std::uint32_t>& order : orders) {
        Placement placement = place_in_order(problem, order);
        if (best_order == nullptr || placement.arena_bytes < best.arena_bytes) {
            best = std::move(placement);
            best_order = &order;
        }
    }
    const auto is_done = [&] { return best.arena_bytes <= problem.lower_bound_bytes; };
    if (!is_done()) {
        Placement placement = place_alternating(problem);
        if (!placement.offsets.empty() && placement.arena_bytes < best.arena_bytes) {
            best = std::move(placement);
        }
    }
    if (!is_done()) {
        Placement placement = improve_order(problem, *best_order, improvement_trials);
        if (placement.arena_bytes < best.arena_bytes) {
            best = std::move(placement);
        }
    }
    if (is_done()) {
        return {best, true};
    }
    return place_exhaustively(problem, best, effort);
}

} // namespace thimble
