// SPDX-License-Identifier: Apache-2.0
// Greedy placement after Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference",
// 2020, section 5 (offsets, greedy by size and by breadth), with further orders and local improvement.
#include "thimble/plan/placement.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace thimble {

namespace {

constexpr std::size_t not_placed = ~std::size_t{0};

/// Lowest offset at which `group` avoids all placed neighbours. An offset that meets a neighbour from
/// below or within cannot be right until it is past that neighbour's end, so each move is forced.
std::size_t lowest_offset(const PlacementGroup& group, const std::vector<std::size_t>& offsets) {
    std::size_t offset = 0;
    for (bool is_moved = true; is_moved;) {
        is_moved = false;
        for (const Conflict& conflict : group.conflicts) {
            const std::size_t other = offsets[conflict.group];
            if (other != not_placed && offset + conflict.own_height > other && offset < other + conflict.other_height) {
                offset = other + conflict.other_height;
                is_moved = true;
            }
        }
    }
    return offset;
}

std::vector<std::uint32_t>
order_by(const PlacementProblem& problem, const std::function<std::size_t(const PlacementGroup&)>& weight) {
    std::vector<std::uint32_t> order(problem.groups.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        const std::size_t left_weight = weight(problem.groups[left]);
        const std::size_t right_weight = weight(problem.groups[right]);
        return left_weight != right_weight ? left_weight > right_weight
                                           : problem.groups[left].size_bytes > problem.groups[right].size_bytes;
    });
    return order;
}

std::size_t duration(const PlacementGroup& group) {
    return group.lifetime.last - group.lifetime.first + 1;
}

std::size_t conflict_bytes(const PlacementGroup& group) {
    std::size_t total = group.size_bytes;
    for (const Conflict& conflict : group.conflicts) {
        total += conflict.other_height;
    }
    return total;
}

/// The moment at which the sizes of the living groups add up to most.
std::size_t fullest_moment(const PlacementProblem& problem) {
    std::vector<std::size_t> live_bytes(1);
    for (const PlacementGroup& group : problem.groups) {
        live_bytes.resize(std::max(live_bytes.size(), group.lifetime.last + 1));
        for (std::size_t moment = group.lifetime.first; moment <= group.lifetime.last; ++moment) {
            live_bytes[moment] += group.size_bytes;
        }
    }
    return static_cast<std::size_t>(std::max_element(live_bytes.begin(), live_bytes.end()) - live_bytes.begin());
}

/// xorshift32 (Marsaglia, "Xorshift RNGs", 2003): the same choices in every run and on every machine.
std::uint32_t next_random(std::uint32_t& state) {
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
    return state;
}

} // namespace

Placement place_in_order(const PlacementProblem& problem, const std::vector<std::uint32_t>& order) {
    Placement placement;
    placement.offsets.assign(problem.groups.size(), not_placed);
    for (std::uint32_t index : order) {
        const PlacementGroup& group = problem.groups[index];
        placement.offsets[index] = lowest_offset(group, placement.offsets);
        placement.arena_bytes = std::max(placement.arena_bytes, placement.offsets[index] + group.size_bytes);
    }
    return placement;
}

std::vector<std::vector<std::uint32_t>> greedy_orders(const PlacementProblem& problem) {
    const std::size_t fullest = fullest_moment(problem);
    return {
        order_by(problem, [](const PlacementGroup& group) { return group.size_bytes; }),
        order_by(problem, [](const PlacementGroup& group) { return duration(group); }),
        order_by(problem, conflict_bytes),
        order_by(problem, [](const PlacementGroup& group) { return group.size_bytes * duration(group); }),
        order_by(problem, [](const PlacementGroup& group) { return not_placed - group.lifetime.first; }),
        // Outputs before the inputs that they overlap from below, and last what lives for one step only.
        order_by(problem, [](const PlacementGroup& group) { return duration(group) > 1 ? group.lifetime.first : 0; }),
        order_by(
            problem,
            [&](const PlacementGroup& group) {
                const bool is_live = group.lifetime.first <= fullest && fullest <= group.lifetime.last;
                return group.size_bytes + (is_live ? not_placed / 2 : 0);
            }
        ),
    };
}

Placement improve_order(const PlacementProblem& problem, std::vector<std::uint32_t> order, std::size_t trials) {
    Placement best = place_in_order(problem, order);
    std::uint32_t state = 0x9E3779B9U;
    for (std::size_t trial = 0; trial < trials && best.arena_bytes > problem.lower_bound_bytes; ++trial) {
        std::vector<std::size_t> at_top;
        for (std::size_t place = 1; place < order.size(); ++place) {
            const std::uint32_t group = order[place];
            if (best.offsets[group] + problem.groups[group].size_bytes == best.arena_bytes) {
                at_top.push_back(place);
            }
        }
        // Now and then any group moves: the culprit may be one that the top group had to go around.
        const std::size_t from = at_top.empty() || next_random(state) % 3 == 0
                                     ? 1 + next_random(state) % (order.size() - 1)
                                     : at_top[next_random(state) % at_top.size()];
        const std::size_t to = next_random(state) % from;
        std::vector<std::uint32_t> changed = order;
        std::rotate(
            changed.begin() + static_cast<std::ptrdiff_t>(to), changed.begin() + static_cast<std::ptrdiff_t>(from),
            changed.begin() + static_cast<std::ptrdiff_t>(from) + 1
        );
        Placement placement = place_in_order(problem, changed);
        if (placement.arena_bytes <= best.arena_bytes) {
            best = std::move(placement);
            order = std::move(changed);
        }
    }
    return best;
}

} // namespace thimble
