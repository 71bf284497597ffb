// SPDX-License-Identifier: Apache-2.0
#include "tests/plan/program_builder.h"
#include "thimble/plan/order_search.h"

#include <numeric>

#include <gtest/gtest.h>

namespace thimble {
namespace {

constexpr std::size_t plenty = 100000;

/// Two branches, each a wide tensor that shrinks at once; the given order widens both before it shrinks one.
Program interleaved_branches() {
    ProgramBuilder builder;
    const auto input = builder.input(4);
    const auto wide_one = builder.layer({input}, 1000);
    const auto wide_two = builder.layer({input}, 1000);
    const auto small_one = builder.layer({wide_one}, 8);
    const auto small_two = builder.layer({wide_two}, 8);
    builder.output(builder.layer({small_one, small_two}, 8));
    return builder.program;
}

TEST(OrderSearch, FinishesOneBranchBeforeTheNext) {
    const Program program = interleaved_branches();
    const Dependencies dependencies = find_dependencies(program);
    const MemoryModel model(program, dependencies);
    const OrderSearchResult result = search_order(model, plenty);
    EXPECT_EQ(model.peak_bytes({0, 1, 2, 3, 4}), 2008U);
    EXPECT_EQ(result.peak_bytes, 1016U); // input dead, one small, one wide, the other small
    EXPECT_TRUE(result.is_optimal);
    EXPECT_EQ(model.peak_bytes(result.order), result.peak_bytes);
}

TEST(OrderSearch, BeamFindsTheSameWhenTheExactSearchMayNotRun) {
    const Program program = interleaved_branches();
    const Dependencies dependencies = find_dependencies(program);
    const MemoryModel model(program, dependencies);
    const OrderSearchResult result = search_order(model, 0);
    EXPECT_EQ(result.peak_bytes, 1016U);
    EXPECT_FALSE(result.is_optimal);
}

TEST(OrderSearch, KeepsTheGivenOrderWhenNothingIsGained) {
    const Program program = chain_program({100, 200, 50, 400, 10});
    const Dependencies dependencies = find_dependencies(program);
    const OrderSearchResult result = search_order(MemoryModel(program, dependencies), plenty);
    EXPECT_EQ(result.order, (std::vector<std::uint32_t>{0, 1, 2, 3}));
    EXPECT_TRUE(result.is_optimal);
}

TEST(OrderSearch, WalksLongChainsWithoutSearching) {
    std::vector<std::size_t> sizes(300, 64);
    sizes[150] = 4096;
    const Program program = chain_program(sizes);
    const Dependencies dependencies = find_dependencies(program);
    const OrderSearchResult result = search_order(MemoryModel(program, dependencies), 400);
    EXPECT_TRUE(result.is_optimal);
    EXPECT_EQ(result.peak_bytes, 4160U);
}

TEST(OrderSearch, CountsInPlaceOutputsOnce) {
    ProgramBuilder builder;
    const auto input = builder.input(100);
    builder.output(builder.in_place_layer({input}, 100));
    const Dependencies dependencies = find_dependencies(builder.program);
    EXPECT_EQ(MemoryModel(builder.program, dependencies).peak_bytes({0}), 100U);
}

TEST(OrderSearch, CountsInputsAndOutputsThatNoStepUses) {
    ProgramBuilder builder;
    builder.input(1000); // filled, never read
    builder.output(builder.layer({builder.input(8)}, 8));
    builder.output(builder.input(2000)); // passed through
    const Dependencies dependencies = find_dependencies(builder.program);
    EXPECT_EQ(MemoryModel(builder.program, dependencies).peak_bytes({0}), 3008U);
}

/// All orders that respect the dependencies, one by one.
std::size_t brute_force_peak(const MemoryModel& model, std::vector<std::uint32_t>& order, StepSet executed) {
    if (order.size() == model.step_count()) {
        return model.peak_bytes(order);
    }
    std::size_t best = ~std::size_t{0};
    for (std::uint32_t step : model.ready_steps(executed)) {
        StepSet extended = executed;
        insert(extended, step);
        order.push_back(step);
        best = std::min(best, brute_force_peak(model, order, extended));
        order.pop_back();
    }
    return best;
}

/// Steps that read one or two earlier buffers; some in place, some with scratch, some joining into one buffer.
Program random_program(std::uint32_t seed) {
    std::uint32_t state = seed * 2654435761U + 1;
    const auto random = [&](std::uint32_t limit) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8U) % limit;
    };
    ProgramBuilder builder;
    std::vector<std::uint32_t> available = {builder.input(1 + random(60))};
    const auto joined = builder.buffer(40);
    for (int count = 0; count < 7; ++count) {
        std::vector<std::uint32_t> reads = {available[random(static_cast<std::uint32_t>(available.size()))]};
        if (random(2) == 0) {
            reads.push_back(available[random(static_cast<std::uint32_t>(available.size()))]);
        }
        const std::uint32_t kind = random(4);
        if (kind == 0) {
            builder.step(reads, {joined});
        } else if (kind == 1) {
            const auto result = builder.buffer(1 + random(60));
            builder.step(reads, {result}, {builder.buffer(1 + random(60))});
            available.push_back(result);
        } else {
            available.push_back(
                kind == 2 ? builder.in_place_layer(reads, 1 + random(60)) : builder.layer(reads, 1 + random(60))
            );
        }
    }
    builder.step({available.back()}, {joined});
    builder.output(builder.layer({joined}, 8));
    return builder.program;
}

class OrderSearchBruteForce : public testing::TestWithParam<std::uint32_t> {};

TEST_P(OrderSearchBruteForce, ExactSearchFindsTheSmallestPeak) {
    const Program program = random_program(GetParam());
    const Dependencies dependencies = find_dependencies(program);
    const MemoryModel model(program, dependencies);
    std::vector<std::uint32_t> order;
    const std::size_t expected = brute_force_peak(model, order, model.empty_set());
    const OrderSearchResult exact = search_order(model, plenty);
    EXPECT_TRUE(exact.is_optimal);
    EXPECT_EQ(exact.peak_bytes, expected);
    std::vector<std::uint32_t> given(program.steps.size());
    std::iota(given.begin(), given.end(), 0U);
    EXPECT_LE(search_order(model, 0).peak_bytes, model.peak_bytes(given));
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrderSearchBruteForce, testing::Range(0U, 25U));

TEST(OrderSearch, KeepsTheOrderOfThousandsOfSteps) {
    ProgramBuilder builder;
    const std::uint32_t input = builder.input(8);
    std::vector<std::uint32_t> branches;
    for (std::uint32_t branch = 0; branch < 1500; ++branch) {
        branches.push_back(builder.layer({builder.layer({input}, 32 + branch % 7)}, 4));
    }
    builder.output(builder.layer(branches, 1500));
    const Dependencies dependencies = find_dependencies(builder.program);
    const OrderSearchResult result = search_order(MemoryModel(builder.program, dependencies), plenty);
    EXPECT_FALSE(result.is_optimal);
    EXPECT_TRUE(std::is_sorted(result.order.begin(), result.order.end()));
}

} // namespace
} // namespace thimble
