// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/layout_region.h"

#include "thimble/ops/strided_copy.h"
#include "thimble/passes/absorb_transposes.h"
#include "thimble/passes/minimum_cut.h"

#include <set>

namespace thimble {

namespace {

/// Bytes count first; then how many transposes move only extents of 1, or are not at the graph's inputs and outputs.
constexpr std::int64_t cost_of_byte = 4096;

// Larger regions are cut off there: choosing takes time that grows faster than their size.
constexpr std::size_t largest_region = 2000;

bool is_transpose(const Node& node) {
    return node.op == "transpose";
}

Permutation axes_of(const Graph& graph, const Node& node) {
    return transpose_axes(node.attributes, graph.value(node.inputs[0]).type.shape.rank());
}

/// Where a transpose belongs that would have the axes `changed` instead of `present`: on the side where it moves
/// nothing; empty when it has to move its bytes on either.
std::optional<std::size_t> cheaper_side(const Shape& shape, const Permutation& present, const Permutation& changed) {
    if (is_identity(changed) || (keeps_bytes(shape, changed) && !keeps_bytes(shape, present))) {
        return MinimumCut::sink;
    }
    return keeps_bytes(shape, present) ? std::optional(MinimumCut::source) : std::nullopt;
}

} // namespace

std::int64_t cost_of_transpose(const TensorType& type, const Permutation& axes, TransposePlace place) {
    if (keeps_bytes(type.shape, axes)) {
        return is_identity(axes) ? 0 : 1;
    }
    return static_cast<std::int64_t>(type.byte_count()) * cost_of_byte + (place == TransposePlace::edge ? 0 : 1);
}

/// Members are vertices: on the source's side they stay as they are, on the sink's they change.
struct LayoutRegion::Network {
    MinimumCut cut;
    std::map<std::size_t, std::size_t> vertex_of_member;
};

LayoutRegion::LayoutRegion(const Graph& graph, const ValueUses& uses, ValueId seed, const Permutation& order)
    : graph_(graph), uses_(uses) {
    std::set<std::size_t> visited;
    const auto visit = [&](std::size_t node) {
        if (members_.size() < largest_region && visited.insert(node).second) {
            try_join(node);
        }
    };
    settle(seed, order);
    while (!fresh_.empty()) {
        const ValueId id = fresh_.back();
        fresh_.pop_back();
        if (uses_.writer(id)) {
            visit(*uses_.writer(id));
        }
        for (const std::size_t reader : uses_.readers(id)) {
            visit(reader);
        }
    }
}

bool LayoutRegion::settle(ValueId id, const Permutation& order) {
    const auto [entry, is_new] = orders_.try_emplace(id, order);
    if (is_new) {
        fresh_.push_back(id);
    }
    return entry->second == order;
}

bool LayoutRegion::try_join(std::size_t index) {
    const Node& node = graph_.nodes[index];
    NodeLayout layout = unknown_layout(node);
    const auto for_each_computed = [&](auto visit) {
        for (std::size_t i = 0; i < node.inputs.size(); ++i) {
            if (!node.inputs[i].is_none() && !graph_.is_constant(node.inputs[i])) {
                visit(node.inputs[i], layout.inputs[i]);
            }
        }
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            visit(node.outputs[i], layout.outputs[i]);
        }
    };
    for_each_computed([&](ValueId id, std::optional<Permutation>& order) {
        const auto known = orders_.find(id);
        if (known != orders_.end()) {
            order = known->second;
        }
    });
    if (!complete_layout(NodeView(graph_, node), layout)) {
        return false;
    }
    for_each_computed([&](ValueId id, std::optional<Permutation>& order) {
        if (order) {
            settle(id, *order);
        }
    });
    members_.emplace(index, std::move(layout));
    return true;
}

std::int64_t LayoutRegion::conversion_cost(ValueId id) const {
    const bool is_at_the_edge = !uses_.writer(id) || uses_.is_graph_output(id);
    return cost_of_transpose(
        graph_.value(id).type, orders_.at(id), is_at_the_edge ? TransposePlace::edge : TransposePlace::inside
    );
}

std::optional<std::size_t> LayoutRegion::producer_vertex(const Network& network, ValueId id) const {
    const auto writer = uses_.writer(id);
    if (!writer) {
        return MinimumCut::source;
    }
    const auto member = network.vertex_of_member.find(*writer);
    if (member != network.vertex_of_member.end()) {
        return member->second;
    }
    const Node& node = graph_.nodes[*writer];
    if (!is_transpose(node)) {
        return MinimumCut::source;
    }
    const Permutation axes = axes_of(graph_, node);
    return cheaper_side(graph_.value(node.inputs[0]).type.shape, axes, compose(axes, orders_.at(id)));
}

std::optional<std::size_t> LayoutRegion::reader_vertex(const Network& network, ValueId id, std::size_t reader) const {
    const auto member = network.vertex_of_member.find(reader);
    if (member != network.vertex_of_member.end()) {
        return member->second;
    }
    const Node& node = graph_.nodes[reader];
    const Permutation& order = orders_.at(id);
    if (!is_transpose(node)) {
        return can_absorb(graph_, uses_, reader, order) ? std::nullopt : std::optional(MinimumCut::source);
    }
    const Permutation axes = axes_of(graph_, node);
    const Shape& shape = graph_.value(node.outputs[0]).type.shape;
    // Seen from the output, so that both ways begin with the same shape.
    return cheaper_side(shape, inverse(axes), compose(inverse(axes), order));
}

std::int64_t LayoutRegion::add_value(Network& network, ValueId id) const {
    MinimumCut& cut = network.cut;
    const std::int64_t cost = conversion_cost(id);
    const std::size_t producer = producer_vertex(network, id).value_or(cut.add_vertex());
    std::set<std::size_t> readers;
    for (const std::size_t reader : uses_.readers(id)) {
        const auto vertex = reader_vertex(network, id, reader);
        if (vertex) {
            readers.insert(*vertex);
        }
    }
    if (uses_.is_graph_output(id)) {
        readers.insert(MinimumCut::source);
    }
    // However many readers want the other order, the value is transposed once for all of them.
    const std::size_t any_changed = cut.add_vertex();
    const std::size_t any_unchanged = cut.add_vertex();
    cut.add_edge(producer, any_changed, cost);
    cut.add_edge(any_unchanged, producer, cost);
    const auto is_changed = [](std::size_t vertex) { return vertex == MinimumCut::sink; };
    bool is_transposed = false;
    for (const std::size_t reader : readers) {
        cut.add_edge(any_changed, reader, MinimumCut::unlimited);
        cut.add_edge(reader, any_unchanged, MinimumCut::unlimited);
        is_transposed = is_transposed || is_changed(reader) != is_changed(producer);
    }
    return is_transposed ? cost : 0;
}

std::vector<std::size_t> LayoutRegion::choose() const {
    Network network;
    for (const auto& [node, layout] : members_) {
        network.vertex_of_member[node] = network.cut.add_vertex();
    }
    std::int64_t present_cost = 0;
    for (const auto& [id, order] : orders_) {
        present_cost += add_value(network, id);
    }
    std::vector<std::size_t> chosen;
    if (network.cut.solve() < present_cost) {
        for (const auto& [node, vertex] : network.vertex_of_member) {
            if (network.cut.is_on_sink_side(vertex)) {
                chosen.push_back(node);
            }
        }
    }
    return chosen;
}

} // namespace thimble
