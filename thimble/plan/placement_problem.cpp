// SPDX-License-Identifier: Apache-2.0
#include "thimble/plan/placement_problem.h"

#include <algorithm>

namespace thimble {

namespace {

/// Follows the pairs from the first buffer of each chain; a buffer is in at most one pair on either side.
std::vector<std::vector<std::uint32_t>>
chains(const std::vector<Lifetime>& lifetimes, const std::vector<BufferPair>& pairs) {
    constexpr std::uint32_t none = ~0U;
    std::vector<std::uint32_t> next(lifetimes.size(), none);
    std::vector<bool> has_previous(lifetimes.size());
    for (const BufferPair& pair : pairs) {
        next[pair.input] = pair.output;
        has_previous[pair.output] = true;
    }
    std::vector<std::vector<std::uint32_t>> result;
    for (std::uint32_t first = 0; first < lifetimes.size(); ++first) {
        if (has_previous[first] || !lifetimes[first].is_used()) {
            continue;
        }
        result.emplace_back();
        for (std::uint32_t buffer = first; buffer != none; buffer = next[buffer]) {
            result.back().push_back(buffer);
        }
    }
    return result;
}

/// Heights of two groups over the buffers that live at the same time; zero when none do.
Conflict conflict_between(
    const Program& program, const std::vector<Lifetime>& lifetimes, const PlacementGroup& own,
    const PlacementGroup& other
) {
    Conflict conflict;
    for (std::uint32_t own_buffer : own.buffers) {
        for (std::uint32_t other_buffer : other.buffers) {
            if (lifetimes[own_buffer].overlaps(lifetimes[other_buffer])) {
                conflict.own_height =
                    std::max(conflict.own_height, aligned_bytes(program, program.buffers[own_buffer].size_bytes));
                conflict.other_height =
                    std::max(conflict.other_height, aligned_bytes(program, program.buffers[other_buffer].size_bytes));
            }
        }
    }
    return conflict;
}

void add_conflicts(const Program& program, const std::vector<Lifetime>& lifetimes, PlacementProblem& problem) {
    for (std::uint32_t own = 0; own < problem.groups.size(); ++own) {
        for (std::uint32_t other = 0; other < own; ++other) {
            if (!problem.groups[own].lifetime.overlaps(problem.groups[other].lifetime)) {
                continue;
            }
            Conflict conflict = conflict_between(program, lifetimes, problem.groups[own], problem.groups[other]);
            if (conflict.own_height == 0 || conflict.other_height == 0) {
                continue;
            }
            conflict.group = other;
            problem.groups[own].conflicts.push_back(conflict);
            problem.groups[other].conflicts.push_back({own, conflict.other_height, conflict.own_height});
        }
    }
}

std::size_t
lower_bound_bytes(const Program& program, const std::vector<Lifetime>& lifetimes, const PlacementProblem& problem) {
    std::vector<std::size_t> live_bytes(program.steps.size() + 2);
    for (const PlacementGroup& group : problem.groups) {
        for (std::size_t moment = group.lifetime.first; moment <= group.lifetime.last; ++moment) {
            std::size_t height = 0;
            for (std::uint32_t buffer : group.buffers) {
                const bool is_live = lifetimes[buffer].first <= moment && moment <= lifetimes[buffer].last;
                height = std::max(height, is_live ? aligned_bytes(program, program.buffers[buffer].size_bytes) : 0);
            }
            live_bytes[moment] += height;
        }
    }
    return *std::max_element(live_bytes.begin(), live_bytes.end());
}

} // namespace

PlacementProblem make_placement_problem(
    const Program& program, const std::vector<Lifetime>& lifetimes, const std::vector<BufferPair>& pairs
) {
    PlacementProblem problem;
    for (std::vector<std::uint32_t>& chain : chains(lifetimes, pairs)) {
        PlacementGroup group;
        for (std::uint32_t buffer : chain) {
            group.lifetime.include(lifetimes[buffer].first);
            group.lifetime.include(lifetimes[buffer].last);
            group.size_bytes = std::max(group.size_bytes, aligned_bytes(program, program.buffers[buffer].size_bytes));
        }
        group.buffers = std::move(chain);
        problem.groups.push_back(std::move(group));
    }
    add_conflicts(program, lifetimes, problem);
    problem.lower_bound_bytes = lower_bound_bytes(program, lifetimes, problem);
    return problem;
}

} // namespace thimble
