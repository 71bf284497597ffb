// SPDX-License-Identifier: Apache-2.0
// The planner: orders the steps and places every buffer in the arena, so that the arena is small.
#pragma once

#include "thimble/program/program.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

enum class StepOrder : std::uint8_t { keep, search };
enum class InPlaceSharing : std::uint8_t { none, allowed };

struct PlanOptions {
    StepOrder step_order = StepOrder::search;
    InPlaceSharing in_place = InPlaceSharing::allowed;
    /// Partial orders the exact search may look at before beam search takes over.
    std::size_t order_effort = 4000;
    /// Partial placements the exhaustive search may look at.
    std::size_t placement_effort = 50000;
};

struct PlanReport {
    std::size_t arena_bytes = 0;
    /// Largest sum of live buffers at one moment, as they are, nothing shared.
    std::size_t live_set_peak_bytes = 0;
    /// The same with in-place sharing and alignment: no placement for this order can be smaller.
    std::size_t lower_bound_bytes = 0;
    /// What the program needs in the order in which it came, planned in the same way.
    std::size_t given_order_arena_bytes = 0;
    bool is_reordered = false;
    bool is_order_optimal = false;            ///< proved: no order has a smaller peak
    bool is_placement_optimal = false;        ///< proved: no placement for this order and sharing is smaller
    std::vector<std::uint32_t> order;         ///< the planned steps as indices into the given ones
    std::vector<std::size_t> step_live_bytes; ///< for each planned step, nothing shared

    /// Bytes above the lower bound, lost to fragmentation.
    std::size_t gap_bytes() const { return arena_bytes - lower_bound_bytes; }
};

/// Reorders `program.steps` where that makes the arena smaller, and fills in the offsets and `arena_bytes`.
/// - The order is searched for the smallest peak of live bytes (see order_search.h).
/// - Outputs take the place of dying inputs, or lie ahead of them, where a step allows it (see in_place.h).
/// - Offsets are the best of several strategies and a bounded exhaustive search (see placement.h).
/// The arena is never larger than the same plan for the given order would need. The same program and options
/// give the same plan. An input port's buffer may be overwritten once it has been read.
/// Errors: InternalError for operands or ports that point outside the program.
PlanReport plan_memory(Program& program, const PlanOptions& options = {});

} // namespace thimble
