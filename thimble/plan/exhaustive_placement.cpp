// SPDX-License-Identifier: Apache-2.0
// Branch and bound over placements. Some optimal placement has every group resting on another one or on
// the bottom; visiting groups by rising offset, the next group's offset is then the highest end among
// the placed groups it conflicts with. Pruning after the idea of left-justified placements in Moffitt,
// "MiniMalloc: A Lightweight Memory Allocator for Hardware-Accelerated Machine Learning", 2023.
#include "thimble/plan/placement.h"

#include <algorithm>

namespace thimble {

namespace {

class ExhaustiveSearch {
public:
    ExhaustiveSearch(const PlacementProblem& problem, const Placement& incumbent, std::size_t effort)
        : problem_(problem),
          best_(incumbent),
          effort_(effort),
          floors_(problem.groups.size()),
          is_placed_(problem.groups.size()) {}

    ExhaustiveResult run() {
        current_.offsets.resize(problem_.groups.size());
        place_next(0, 0, 0);
        return {best_, visited_ <= effort_ || is_done()};
    }

private:
    struct Candidate {
        std::uint32_t group;
        std::size_t offset;
    };

    bool is_done() const { return best_.arena_bytes <= problem_.lower_bound_bytes; }

    /// Groups that may come next, lowest first; empty when no completion can beat the best.
    std::vector<Candidate> candidates(std::size_t last_offset, std::uint32_t last_group) const {
        std::vector<Candidate> result;
        std::size_t smallest_end = best_.arena_bytes;
        for (std::uint32_t group = 0; group < problem_.groups.size(); ++group) {
            if (is_placed_[group]) {
                continue;
            }
            const std::size_t end = floors_[group] + problem_.groups[group].size_bytes;
            if (end >= best_.arena_bytes) {
                return {};
            }
            smallest_end = std::min(smallest_end, end);
            // Groups at one offset do not conflict: only one of their sequences is visited.
            if (floors_[group] > last_offset || (floors_[group] == last_offset && group >= last_group)) {
                result.push_back({group, floors_[group]});
            }
        }
        // A group that starts above the end of another leaves a hole that the other would fill.
        std::erase_if(result, [&](const Candidate& candidate) { return candidate.offset >= smallest_end; });
        std::sort(result.begin(), result.end(), [&](const Candidate& left, const Candidate& right) {
            const std::size_t left_size = problem_.groups[left.group].size_bytes;
            const std::size_t right_size = problem_.groups[right.group].size_bytes;
            return left.offset != right.offset ? left.offset < right.offset
                   : left_size != right_size   ? left_size > right_size
                                               : left.group < right.group;
        });
        return result;
    }

    void place_next(std::size_t placed_count, std::size_t last_offset, std::uint32_t last_group) {
        if (placed_count == problem_.groups.size()) {
            best_ = current_;
            return;
        }
        const std::size_t arena_before = current_.arena_bytes;
        for (const Candidate& candidate : candidates(last_offset, last_group)) {
            if (++visited_ > effort_ || is_done()) {
                return;
            }
            const PlacementGroup& group = problem_.groups[candidate.group];
            if (candidate.offset + group.size_bytes >= best_.arena_bytes) {
                continue;
            }
            std::vector<std::size_t> floors_before = floors_;
            is_placed_[candidate.group] = true;
            current_.offsets[candidate.group] = candidate.offset;
            current_.arena_bytes = std::max(arena_before, candidate.offset + group.size_bytes);
            for (const Conflict& conflict : group.conflicts) {
                floors_[conflict.group] = std::max(floors_[conflict.group], candidate.offset + conflict.own_height);
            }
            place_next(placed_count + 1, candidate.offset, candidate.group);
            is_placed_[candidate.group] = false;
            floors_ = std::move(floors_before);
        }
        current_.arena_bytes = arena_before;
    }

    const PlacementProblem& problem_;
    Placement best_;
    std::size_t effort_;
    std::size_t visited_ = 0;
    Placement current_;
    std::vector<std::size_t> floors_; ///< lowest offset above all placed neighbours
    std::vector<bool> is_placed_;
};

} // namespace

ExhaustiveResult place_exhaustively(const PlacementProblem& problem, const Placement& incumbent, std::size_t effort) {
    return ExhaustiveSearch(problem, incumbent, effort).run();
}

} // namespace thimble
