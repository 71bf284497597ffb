// SPDX-License-Identifier: Apache-2.0
#include "tests/plan/program_builder.h"
#include "thimble/plan/placement.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {
namespace {

struct Rectangle {
    std::size_t first;
    std::size_t last;
    std::size_t size_bytes;
};

/// A problem from lifetimes and sizes, one buffer a group.
PlacementProblem problem_of(const std::vector<Rectangle>& rectangles) {
    Program program;
    std::vector<Lifetime> lifetimes;
    std::size_t end = 0;
    for (const Rectangle& rectangle : rectangles) {
        program.buffers.push_back({"b", rectangle.size_bytes, 0});
        Lifetime lifetime;
        lifetime.first = rectangle.first;
        lifetime.last = rectangle.last;
        lifetimes.push_back(lifetime);
        end = std::max(end, rectangle.last);
    }
    program.steps.resize(end);
    return make_placement_problem(program, lifetimes, {});
}

void expect_valid(const PlacementProblem& problem, const Placement& placement) {
    ASSERT_EQ(placement.offsets.size(), problem.groups.size());
    for (std::size_t group = 0; group < problem.groups.size(); ++group) {
        EXPECT_LE(placement.offsets[group] + problem.groups[group].size_bytes, placement.arena_bytes);
        for (const Conflict& conflict : problem.groups[group].conflicts) {
            const std::size_t own = placement.offsets[group];
            const std::size_t other = placement.offsets[conflict.group];
            EXPECT_TRUE(own + conflict.own_height <= other || other + conflict.other_height <= own);
        }
    }
}

/// Every order of rising offsets, each group resting on its placed neighbours.
std::size_t brute_force_arena(const PlacementProblem& problem) {
    std::vector<std::uint32_t> order(problem.groups.size());
    std::iota(order.begin(), order.end(), 0U);
    std::size_t best = ~std::size_t{0};
    do {
        std::vector<std::size_t> floors(order.size());
        std::size_t arena = 0;
        for (std::uint32_t group : order) {
            arena = std::max(arena, floors[group] + problem.groups[group].size_bytes);
            for (const Conflict& conflict : problem.groups[group].conflicts) {
                floors[conflict.group] = std::max(floors[conflict.group], floors[group] + conflict.own_height);
            }
        }
        best = std::min(best, arena);
    } while (std::next_permutation(order.begin(), order.end()));
    return best;
}

// Largest first puts 80 at the bottom, cut off from 90, and leaves no room for 30 between them.
const std::vector<Rectangle> greedy_trap = {{0, 1, 100}, {1, 2, 92}, {2, 3, 32}, {3, 4, 80}};

TEST(Placement, AlternatingSolvesTheChainThatDefeatsGreedyBySize) {
    const PlacementProblem problem = problem_of(greedy_trap);
    EXPECT_EQ(problem.lower_bound_bytes, 192U);
    EXPECT_GT(place_in_order(problem, greedy_orders(problem).front()).arena_bytes, 192U);
    const Placement placement = place_alternating(problem);
    expect_valid(problem, placement);
    EXPECT_EQ(placement.arena_bytes, 192U);
}

TEST(Placement, AlternatingDeclinesThreeThatMeet) {
    EXPECT_TRUE(place_alternating(problem_of({{0, 2, 8}, {1, 2, 8}, {2, 3, 8}})).offsets.empty());
}

TEST(Placement, ExhaustiveSearchBeatsEveryGreedyOrder) {
    const PlacementProblem problem = problem_of(greedy_trap);
    const Placement greedy = place_in_order(problem, greedy_orders(problem).front());
    const ExhaustiveResult result = place_exhaustively(problem, greedy, 10000);
    expect_valid(problem, result.placement);
    EXPECT_EQ(result.placement.arena_bytes, 192U);
    EXPECT_TRUE(result.is_complete);
}

TEST(Placement, ExhaustiveSearchWithoutEffortReturnsTheIncumbent) {
    const PlacementProblem problem = problem_of(greedy_trap);
    const Placement greedy = place_in_order(problem, greedy_orders(problem).front());
    const ExhaustiveResult result = place_exhaustively(problem, greedy, 0);
    EXPECT_EQ(result.placement.arena_bytes, greedy.arena_bytes);
    EXPECT_FALSE(result.is_complete);
}

TEST(Placement, EmptyProblemNeedsNothing) {
    EXPECT_EQ(place_groups(PlacementProblem{}, 10).placement.arena_bytes, 0U);
}

TEST(Placement, GroupLeavesRoomAboveItsSmallerSuccessor) {
    // 100 bytes shrink in place to 20 at moment 2; a neighbour of 80 born at 3 fits above the 20.
    Program program;
    program.buffers = {{"large", 100, 0}, {"small", 20, 0}, {"late", 80, 0}};
    program.steps.resize(4);
    std::vector<Lifetime> lifetimes(3);
    lifetimes[0].first = 0, lifetimes[0].last = 2;
    lifetimes[1].first = 2, lifetimes[1].last = 5;
    lifetimes[2].first = 3, lifetimes[2].last = 5;
    const PlacementProblem problem = make_placement_problem(program, lifetimes, {{0, 1}});
    ASSERT_EQ(problem.groups.size(), 2U);
    EXPECT_EQ(problem.lower_bound_bytes, 100U);
    EXPECT_EQ(place_groups(problem, 1000).placement.arena_bytes, 100U);
}

std::vector<Rectangle> random_rectangles(std::uint32_t seed, std::size_t count) {
    std::uint32_t state = seed * 747796405U + 2891336453U;
    const auto random = [&](std::uint32_t limit) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8U) % limit;
    };
    std::vector<Rectangle> rectangles;
    for (std::size_t index = 0; index < count; ++index) {
        const std::size_t first = random(8);
        rectangles.push_back({first, first + random(4), 1 + random(50)});
    }
    return rectangles;
}

class PlacementBruteForce : public testing::TestWithParam<std::uint32_t> {};

TEST_P(PlacementBruteForce, FindsTheSmallestArena) {
    const PlacementProblem problem = problem_of(random_rectangles(GetParam(), 7));
    const ExhaustiveResult result = place_groups(problem, 100000);
    expect_valid(problem, result.placement);
    EXPECT_TRUE(result.is_complete);
    EXPECT_GE(result.placement.arena_bytes, problem.lower_bound_bytes);
    EXPECT_EQ(result.placement.arena_bytes, brute_force_arena(problem));
}

TEST_P(PlacementBruteForce, ExhaustiveSearchAloneFindsTheSmallestArena) {
    const PlacementProblem problem = problem_of(random_rectangles(GetParam() + 1000, 7));
    Placement side_by_side;
    for (const PlacementGroup& group : problem.groups) {
        side_by_side.offsets.push_back(side_by_side.arena_bytes);
        side_by_side.arena_bytes += group.size_bytes;
    }
    const ExhaustiveResult result = place_exhaustively(problem, side_by_side, 1000000);
    expect_valid(problem, result.placement);
    EXPECT_EQ(result.placement.arena_bytes, brute_force_arena(problem));
}

TEST_P(PlacementBruteForce, EveryStrategyIsValidOnManyGroups) {
    const PlacementProblem problem = problem_of(random_rectangles(GetParam(), 24));
    for (const std::vector<std::uint32_t>& order : greedy_orders(problem)) {
        expect_valid(problem, place_in_order(problem, order));
    }
    expect_valid(problem, improve_order(problem, greedy_orders(problem).front(), 200));
    const ExhaustiveResult result = place_groups(problem, 2000);
    expect_valid(problem, result.placement);
    EXPECT_GE(result.placement.arena_bytes, problem.lower_bound_bytes);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PlacementBruteForce, testing::Range(0U, 20U));

} // namespace
} // namespace thimble
