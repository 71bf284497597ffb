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
        if (pair.overlap == Overlap::same_start) {
            next[pair.input] = pair.output;
            has_previous[pair.output] = true;
        }
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

/// The problem's parts that have to do with heights.
class Heights {
public:
    Heights(const Program& program, const std::vector<Lifetime>& lifetimes, const std::vector<BufferPair>& pairs)
        : program_(program), lifetimes_(lifetimes), pairs_(pairs) {}

    std::size_t of(std::uint32_t buffer) const { return aligned_bytes(program_, program_.buffers[buffer].size_bytes); }

    /// Heights of two groups over the buffers that live at the same time; zero when none do.
    Conflict conflict_between(const PlacementGroup& own, const PlacementGroup& other) const {
        Conflict conflict;
        for (std::uint32_t own_buffer : own.buffers) {
            for (std::uint32_t other_buffer : other.buffers) {
                if (lifetimes_[own_buffer].overlaps(lifetimes_[other_buffer])) {
                    conflict.own_height = std::max(conflict.own_height, below(own_buffer, other_buffer));
                    conflict.other_height = std::max(conflict.other_height, below(other_buffer, own_buffer));
                }
            }
        }
        return conflict;
    }

private:
    /// Of `lower` where it lies below `upper`.
    std::size_t below(std::uint32_t lower, std::uint32_t upper) const {
        const auto pair = std::find_if(pairs_.begin(), pairs_.end(), [&](const BufferPair& candidate) {
            return candidate.overlap == Overlap::ahead && candidate.output == lower && candidate.input == upper;
        });
        return pair == pairs_.end() || of(upper) == 0 ? of(lower) : pair->lead_bytes;
    }

    const Program& program_;
    const std::vector<Lifetime>& lifetimes_;
    const std::vector<BufferPair>& pairs_;
};

void add_conflicts(const Heights& heights, PlacementProblem& problem) {
    for (std::uint32_t own = 0; own < problem.groups.size(); ++own) {
        for (std::uint32_t other = 0; other < own; ++other) {
            if (!problem.groups[own].lifetime.overlaps(problem.groups[other].lifetime)) {
                continue;
            }
            Conflict conflict = heights.conflict_between(problem.groups[own], problem.groups[other]);
            if (conflict.own_height == 0 || conflict.other_height == 0) {
                continue;
            }
            conflict.group = other;
            problem.groups[own].conflicts.push_back(conflict);
            problem.groups[other].conflicts.push_back({own, conflict.other_height, conflict.own_height});
        }
    }
}

/// What overlapping pairs save at most, at each moment.
std::vector<std::size_t>
overlapped_bytes(const Program& program, const std::vector<Lifetime>& lifetimes, const std::vector<BufferPair>& pairs) {
    std::vector<std::size_t> saved(program.steps.size() + 2);
    for (const BufferPair& pair : pairs) {
        if (pair.overlap == Overlap::ahead) {
            saved[lifetimes[pair.output].first] += shared_bytes(program, pair);
        }
    }
    return saved;
}

std::size_t lower_bound_bytes(
    const Heights& heights, const std::vector<Lifetime>& lifetimes, const PlacementProblem& problem,
    const std::vector<std::size_t>& overlapped
) {
    std::vector<std::size_t> live_bytes(overlapped.size());
    for (const PlacementGroup& group : problem.groups) {
        for (std::size_t moment = group.lifetime.first; moment <= group.lifetime.last; ++moment) {
            std::size_t height = 0;
            for (std::uint32_t buffer : group.buffers) {
                const bool is_live = lifetimes[buffer].first <= moment && moment <= lifetimes[buffer].last;
                height = std::max(height, is_live ? heights.of(buffer) : 0);
            }
            live_bytes[moment] += height;
        }
    }
    for (std::size_t moment = 0; moment < live_bytes.size(); ++moment) {
        live_bytes[moment] -= std::min(live_bytes[moment], overlapped[moment]);
    }
    return *std::max_element(live_bytes.begin(), live_bytes.end());
}

} // namespace

PlacementProblem make_placement_problem(
    const Program& program, const std::vector<Lifetime>& lifetimes, const std::vector<BufferPair>& pairs
) {
    const Heights heights(program, lifetimes, pairs);
    PlacementProblem problem;
    for (std::vector<std::uint32_t>& chain : chains(lifetimes, pairs)) {
        PlacementGroup group;
        for (std::uint32_t buffer : chain) {
            group.lifetime.include(lifetimes[buffer].first);
            group.lifetime.include(lifetimes[buffer].last);
            group.size_bytes = std::max(group.size_bytes, heights.of(buffer));
        }
        group.buffers = std::move(chain);
        problem.groups.push_back(std::move(group));
    }
    add_conflicts(heights, problem);
    problem.lower_bound_bytes =
        lower_bound_bytes(heights, lifetimes, problem, overlapped_bytes(program, lifetimes, pairs));
    return problem;
}

} // namespace thimble
