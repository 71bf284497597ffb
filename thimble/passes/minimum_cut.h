// SPDX-License-Identifier: Apache-2.0
// The cheapest separation of a network into two sides, by augmenting shortest paths.
// Source: Edmonds and Karp, "Theoretical Improvements in Algorithmic Efficiency for Network Flow
// Problems", 1972.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace thimble {

class MinimumCut {
public:
    static constexpr std::size_t source = 0;
    static constexpr std::size_t sink = 1;
    static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max() / 4;

    /// A new vertex; source and sink are there from the start.
    std::size_t add_vertex();

    /// Costs `capacity` when `from` comes to lie on the source's side and `to` on the sink's.
    void add_edge(std::size_t from, std::size_t to, std::int64_t capacity);

    /// Separates source and sink at the least cost and returns it.
    std::int64_t solve();

    /// After solve: whether the vertex is on the sink's side. Of several cheapest cuts this is the one
    /// with the fewest vertices there.
    bool is_on_sink_side(std::size_t vertex) const { return reaches_sink_[vertex]; }

private:
    struct Edge {
        std::size_t to = 0;
        std::int64_t capacity = 0; ///< what is left of it; edge i ^ 1 is the way back
    };

    /// The edge by which each vertex is first reached from the source, or `no_edge`.
    std::vector<std::size_t> shortest_paths() const;
    void find_sink_side();

    std::vector<Edge> edges_;
    std::vector<std::vector<std::size_t>> edges_of_ = {{}, {}};
    std::vector<bool> reaches_sink_;
};

} // namespace thimble
