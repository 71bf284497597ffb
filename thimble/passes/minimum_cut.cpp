// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/minimum_cut.h"

#include <algorithm>
#include <deque>

namespace thimble {

namespace {

constexpr std::size_t no_edge = std::numeric_limits<std::size_t>::max();

} // namespace

std::size_t MinimumCut::add_vertex() {
    edges_of_.emplace_back();
    return edges_of_.size() - 1;
}

void MinimumCut::add_edge(std::size_t from, std::size_t to, std::int64_t capacity) {
    edges_of_[from].push_back(edges_.size());
    edges_.push_back({to, capacity});
    edges_of_[to].push_back(edges_.size());
    edges_.push_back({from, 0});
}

std::vector<std::size_t> MinimumCut::shortest_paths() const {
    std::vector<std::size_t> reached_by(edges_of_.size(), no_edge);
    std::deque<std::size_t> waiting = {source};
    while (!waiting.empty()) {
        const std::size_t vertex = waiting.front();
        waiting.pop_front();
        for (const std::size_t edge : edges_of_[vertex]) {
            const std::size_t next = edges_[edge].to;
            if (edges_[edge].capacity > 0 && next != source && reached_by[next] == no_edge) {
                reached_by[next] = edge;
                waiting.push_back(next);
            }
        }
    }
    return reached_by;
}

std::int64_t MinimumCut::solve() {
    std::int64_t flow = 0;
    for (auto reached_by = shortest_paths(); reached_by[sink] != no_edge; reached_by = shortest_paths()) {
        std::int64_t amount = unlimited;
        for (std::size_t vertex = sink; vertex != source; vertex = edges_[reached_by[vertex] ^ 1].to) {
            amount = std::min(amount, edges_[reached_by[vertex]].capacity);
        }
        for (std::size_t vertex = sink; vertex != source; vertex = edges_[reached_by[vertex] ^ 1].to) {
            edges_[reached_by[vertex]].capacity -= amount;
            edges_[reached_by[vertex] ^ 1].capacity += amount;
        }
        flow += amount;
    }
    find_sink_side();
    return flow;
}

void MinimumCut::find_sink_side() {
    reaches_sink_.assign(edges_of_.size(), false);
    reaches_sink_[sink] = true;
    std::vector<std::size_t> waiting = {sink};
    while (!waiting.empty()) {
        const std::size_t vertex = waiting.back();
        waiting.pop_back();
        for (const std::size_t edge : edges_of_[vertex]) {
            const std::size_t before = edges_[edge].to;
            if (edges_[edge ^ 1].capacity > 0 && !reaches_sink_[before]) {
                reaches_sink_[before] = true;
                waiting.push_back(before);
            }
        }
    }
}

} // namespace thimble
