// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/minimum_cut.h"

#include <random>

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(MinimumCut, CutsTheNarrowestPlace) {
    MinimumCut cut;
    const std::size_t a = cut.add_vertex();
    const std::size_t b = cut.add_vertex();
    cut.add_edge(MinimumCut::source, a, 5);
    cut.add_edge(a, b, 2);
    cut.add_edge(b, MinimumCut::sink, 4);
    EXPECT_EQ(cut.solve(), 2);
    EXPECT_FALSE(cut.is_on_sink_side(a));
    EXPECT_TRUE(cut.is_on_sink_side(b));
}

TEST(MinimumCut, CostsNothingBetweenSeparateParts) {
    MinimumCut cut;
    const std::size_t a = cut.add_vertex();
    cut.add_edge(MinimumCut::source, a, 5);
    EXPECT_EQ(cut.solve(), 0);
    EXPECT_FALSE(cut.is_on_sink_side(a));
}

TEST(MinimumCut, PrefersFewVerticesOnTheSinksSide) {
    MinimumCut cut;
    const std::size_t a = cut.add_vertex();
    cut.add_edge(MinimumCut::source, a, 3);
    cut.add_edge(a, MinimumCut::sink, 3);
    EXPECT_EQ(cut.solve(), 3);
    EXPECT_FALSE(cut.is_on_sink_side(a));
}

TEST(MinimumCut, FindsTheCheapestOfAllCuts) {
    std::mt19937 generator(7);
    constexpr std::size_t inner = 6;
    for (int repetition = 0; repetition < 50; ++repetition) {
        MinimumCut cut;
        for (std::size_t vertex = 0; vertex < inner; ++vertex) {
            cut.add_vertex();
        }

        struct Edge {
            std::size_t from;
            std::size_t to;
            std::int64_t capacity;
        };

        std::vector<Edge> edges;
        for (int index = 0; index < 16; ++index) {
            edges.push_back(
                {generator() % (inner + 2), generator() % (inner + 2), static_cast<std::int64_t>(generator() % 10)}
            );
            cut.add_edge(edges.back().from, edges.back().to, edges.back().capacity);
        }
        std::int64_t cheapest = MinimumCut::unlimited;
        for (std::size_t choice = 0; choice < (1U << inner); ++choice) {
            const auto is_on_sink_side = [&](std::size_t vertex) {
                return vertex == MinimumCut::sink || (vertex > MinimumCut::sink && (choice >> (vertex - 2) & 1) != 0);
            };
            std::int64_t cost = 0;
            for (const Edge& edge : edges) {
                cost += !is_on_sink_side(edge.from) && is_on_sink_side(edge.to) ? edge.capacity : 0;
            }
            cheapest = std::min(cheapest, cost);
        }
        EXPECT_EQ(cut.solve(), cheapest);
    }
}

} // namespace
} // namespace thimble
