// SPDX-License-Identifier: Apache-2.0
// Placement of problems whose conflict graph is bipartite: the "ping-pong" of a chain of layers, without
// rounding both halves up to the largest tensor.
#include "thimble/plan/placement.h"

#include <algorithm>

namespace thimble {

namespace {

enum class Side : std::uint8_t { unknown, bottom, top };

/// Gives every group connected to `start` a side different from its neighbours'; false when impossible.
bool assign_sides(const PlacementProblem& problem, std::uint32_t start, std::vector<Side>& sides) {
    std::vector<std::uint32_t> open = {start};
    sides[start] = Side::bottom;
    while (!open.empty()) {
        const std::uint32_t group = open.back();
        open.pop_back();
        for (const Conflict& conflict : problem.groups[group].conflicts) {
            Side& side = sides[conflict.group];
            if (side == sides[group]) {
                return false;
            }
            if (side == Side::unknown) {
                side = sides[group] == Side::bottom ? Side::top : Side::bottom;
                open.push_back(conflict.group);
            }
        }
    }
    return true;
}

} // namespace

Placement place_alternating(const PlacementProblem& problem) {
    std::vector<Side> sides(problem.groups.size(), Side::unknown);
    for (std::uint32_t group = 0; group < problem.groups.size(); ++group) {
        if (sides[group] == Side::unknown && !assign_sides(problem, group, sides)) {
            return {};
        }
    }
    Placement placement;
    for (std::uint32_t index = 0; index < problem.groups.size(); ++index) {
        const PlacementGroup& group = problem.groups[index];
        std::size_t offset = 0;
        if (sides[index] == Side::top) {
            for (const Conflict& conflict : group.conflicts) {
                offset = std::max(offset, conflict.other_height);
            }
        }
        placement.offsets.push_back(offset);
        placement.arena_bytes = std::max(placement.arena_bytes, offset + group.size_bytes);
    }
    return placement;
}

} // namespace thimble
