// SPDX-License-Identifier: Apache-2.0
// A connected part of the graph that could be computed with its axes in another order, and the choice
// of the nodes for which that saves transposing.
#pragma once

#include "thimble/passes/layout_rules.h"
#include "thimble/passes/rewrite.h"

#include <cstdint>
#include <map>
#include <vector>

namespace thimble {

/// Where a transpose stands: at an input or output of the graph, or between nodes.
enum class TransposePlace : std::uint8_t { edge, inside };

/// What one transpose costs: bytes moved count first, then whether it only moves extents of 1, or stands inside.
std::int64_t cost_of_transpose(const TensorType& type, const Permutation& axes, TransposePlace place);

class LayoutRegion {
public:
    /// All nodes that follow when `seed` has its axes in this order, over operators that allow it.
    LayoutRegion(const Graph& graph, const ValueUses& uses, ValueId seed, const Permutation& order);

    /// The nodes to compute in the other order, by index, so that the fewest bytes are transposed in
    /// all, and of such choices one with transposes at the graph's inputs and outputs. Empty when no
    /// choice is better than computing none so.
    std::vector<std::size_t> choose() const;

    const NodeLayout& layout(std::size_t node) const { return members_.at(node); }

private:
    struct Network;

    bool try_join(std::size_t node);
    bool settle(ValueId id, const Permutation& order);
    std::int64_t conversion_cost(ValueId id) const;
    /// Adds what converting a value costs to the network; returns the part that it costs while no member changes.
    std::int64_t add_value(Network& network, ValueId id) const;
    /// The vertices of who writes and reads a value, or none where either order does.
    std::optional<std::size_t> producer_vertex(const Network& network, ValueId id) const;
    std::optional<std::size_t> reader_vertex(const Network& network, ValueId id, std::size_t reader) const;

    const Graph& graph_;
    const ValueUses& uses_;
    std::map<std::size_t, NodeLayout> members_;
    std::map<ValueId, Permutation> orders_; ///< of all computed values that members touch
    std::vector<ValueId> fresh_;            ///< values whose neighbours were not visited yet
};

} // namespace thimble
