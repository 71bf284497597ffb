// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/scratch_budget.h"

#include <algorithm>
#include <vector>

namespace thimble {

namespace {

constexpr std::size_t least_budget = 1024;
constexpr std::size_t share_of_most = 16;

enum class Sharing : std::uint8_t { none, overlap };

/// Bytes that the first output of a node shares with the first input, which dies there.
std::size_t overlapping_bytes(const Graph& graph, std::size_t index, const std::vector<std::size_t>& behind_last) {
    const Node& node = graph.nodes[index];
    if (node.inputs.empty() || node.inputs[0].is_none() || graph.value(node.inputs[0]).constant != nullptr ||
        behind_last[node.inputs[0].index] != index + 1) {
        return 0;
    }
    return std::min(graph.value(node.inputs[0]).type.byte_count(), graph.value(node.outputs[0]).type.byte_count());
}

/// Bytes of computed values alive at each node: written before or there, read there or later.
std::vector<std::size_t> bytes_alive(const Graph& graph, Sharing sharing) {
    const std::size_t node_count = graph.nodes.size();
    std::vector<std::size_t> first(graph.values.size(), 0);
    std::vector<std::size_t> behind_last(graph.values.size(), 0);
    for (std::size_t index = 0; index < node_count; ++index) {
        for (const ValueId id : graph.nodes[index].inputs) {
            if (!id.is_none()) {
                behind_last[id.index] = index + 1;
            }
        }
        for (const ValueId id : graph.nodes[index].outputs) {
            first[id.index] = index;
            behind_last[id.index] = index + 1;
        }
    }
    for (const ValueId id : graph.outputs) {
        behind_last[id.index] = node_count;
    }
    std::vector<std::size_t> alive(node_count, 0);
    for (std::size_t value = 0; value < graph.values.size(); ++value) {
        if (graph.values[value].constant != nullptr) {
            continue;
        }
        for (std::size_t index = first[value]; index < behind_last[value]; ++index) {
            alive[index] += graph.values[value].type.byte_count();
        }
    }
    for (std::size_t index = 0; sharing == Sharing::overlap && index < node_count; ++index) {
        alive[index] -= overlapping_bytes(graph, index, behind_last);
    }
    return alive;
}

std::size_t budget_bytes(const NodeView& node, const LowerOptions& options) {
    const Graph& graph = node.graph();
    const std::vector<std::size_t> alive =
        bytes_alive(graph, options.optimize == Optimize::ram ? Sharing::overlap : Sharing::none);
    const std::size_t most = *std::max_element(alive.begin(), alive.end());
    const auto index = static_cast<std::size_t>(&node.node() - graph.nodes.data());
    const bool has_free_memory = options.scratch_use == ScratchUse::free_memory && index < alive.size();
    return std::max({least_budget, most / share_of_most, has_free_memory ? most - alive[index] : 0});
}

} // namespace

std::size_t scratch_budget_bytes(const NodeLowering& lowering) {
    return budget_bytes(lowering.node(), lowering.options());
}

std::size_t scratch_budget_bytes(const NodeView& node) {
    return budget_bytes(node, LowerOptions());
}

} // namespace thimble
