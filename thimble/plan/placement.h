// SPDX-License-Identifier: Apache-2.0
// Strategies that give offsets to groups. Each is deterministic and returns a valid placement.
// Optimal placement is NP-hard (Garey and Johnson, "Computers and Intractability", 1979, problem SR2,
// dynamic storage allocation), hence several strategies and a bounded search.
#pragma once

#include "thimble/plan/placement_problem.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// Places the groups in the given order, each at the lowest offset where it fits among those placed before.
Placement place_in_order(const PlacementProblem& problem, const std::vector<std::uint32_t>& order);

/// Orders for `place_in_order`: by size, by length of life, by size of the conflicts, by size times life, by
/// birth, by birth from the last on, and those alive at the fullest moment first.
std::vector<std::vector<std::uint32_t>> greedy_orders(const PlacementProblem& problem);

/// Starts from `order` and keeps moving one group that reaches the top of the arena to an earlier place while
/// this makes the placement no larger; at most `trials` times.
Placement improve_order(const PlacementProblem& problem, std::vector<std::uint32_t> order, std::size_t trials);

/// When the groups fall into two classes without conflicts inside a class, as in every chain of layers: one
/// class at offset 0, the other on top of its neighbours. Meets the lower bound then. Empty otherwise.
Placement place_alternating(const PlacementProblem& problem);

/// Branch and bound over placements in order of rising offset; looks at no more than `effort` partial
/// placements. Returns the best placement below `incumbent`, or `incumbent` itself.
struct ExhaustiveResult {
    Placement placement;
    bool is_complete = false; ///< everything was looked at or the lower bound was met: nothing is smaller
};

ExhaustiveResult place_exhaustively(const PlacementProblem& problem, const Placement& incumbent, std::size_t effort);

/// The best of all strategies; stops at the lower bound.
ExhaustiveResult place_groups(const PlacementProblem& problem, std::size_t effort);

} // namespace thimble
