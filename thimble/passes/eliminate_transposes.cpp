// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/eliminate_transposes.h"

#include "thimble/ops/strided_copy.h"
#include "thimble/passes/absorb_transposes.h"
#include "thimble/passes/layout_region.h"
#include "thimble/passes/merge_transposes.h"
#include "thimble/passes/remove_dead_nodes.h"

#include <algorithm>
#include <map>
#include <set>

namespace thimble {

namespace {

/// Changes the chosen nodes of a region, with transposes wherever a value goes from one order to the other.
class LayoutChange {
public:
    LayoutChange(Graph& graph, const LayoutRegion& region, const std::vector<std::size_t>& chosen)
        : graph_(graph), uses_(graph), chosen_(chosen.begin(), chosen.end()) {
        for (const std::size_t index : chosen) {
            const Node& node = graph.nodes[index];
            layouts_[index] = region.layout(index);
            attributes_[index] = attributes_in_layout(NodeView(graph, node), layouts_[index]);
        }
    }

    void run() {
        for (const std::size_t index : chosen_) {
            graph_.nodes[index].attributes = attributes_[index];
            for (std::size_t i = 0; i < graph_.nodes[index].inputs.size(); ++i) {
                if (layouts_[index].inputs[i]) {
                    const ValueId id = permuted(graph_.nodes[index].inputs[i], *layouts_[index].inputs[i]);
                    graph_.nodes[index].inputs[i] = id;
                }
            }
            for (std::size_t i = 0; i < graph_.nodes[index].outputs.size(); ++i) {
                permute_output(index, i, *layouts_[index].outputs[i]);
            }
        }
        sort_topologically(graph_);
    }

private:
    /// The value with its axes in this order: that of another chosen node, a changed constant, or a transpose.
    ValueId permuted(ValueId id, const Permutation& order) {
        const auto known = permuted_.find({id, order});
        if (known != permuted_.end()) {
            return known->second;
        }
        const std::string stem = graph_.value(id).name;
        ValueId result;
        if (graph_.is_constant(id)) {
            Tensor tensor = *graph_.value(id).constant;
            std::vector<std::int64_t> extents(order.size() - tensor.type.shape.rank(), 1);
            if (tensor.type.quantization) {
                tensor.type.quantization->axis += extents.size();
            }
            extents.insert(extents.end(), tensor.type.shape.extents().begin(), tensor.type.shape.extents().end());
            tensor.type.shape = Shape(extents);
            result = graph_.add_constant(graph_.unused_value_name(stem), permute(tensor, order));
        } else {
            result = append_node(
                graph_, stem + "_transpose", "transpose", {{"axes", as_attribute(order)}}, {id},
                permute(graph_.value(id).type, order)
            );
        }
        permuted_[{id, order}] = result;
        return result;
    }

    bool is_chosen_reader(std::size_t node) const { return chosen_.count(node) > 0; }

    /// The output keeps its name in the new order, unless the graph's interface knows it in the old one.
    void permute_output(std::size_t index, std::size_t place, const Permutation& order) {
        const ValueId id = graph_.nodes[index].outputs[place];
        const TensorType original = graph_.value(id).type;
        const TensorType changed = permute(original, order);
        const std::string stem = graph_.value(id).name;
        const Attributes back = {{"axes", as_attribute(inverse(order))}};
        if (uses_.is_graph_output(id)) {
            const ValueId inner = graph_.add_value(graph_.unused_value_name(stem + "_permuted"), changed);
            graph_.nodes[index].outputs[place] = inner;
            graph_.nodes.push_back({stem + "_transpose", "transpose", back, {inner}, {id}});
            permuted_[{id, order}] = inner;
            return;
        }
        graph_.value(id).type = changed;
        permuted_[{id, order}] = id;
        ValueId restored;
        for (const std::size_t reader : uses_.readers(id)) {
            if (is_chosen_reader(reader)) {
                continue;
            }
            if (restored.is_none()) {
                restored = append_node(graph_, stem + "_transpose", "transpose", back, {id}, original);
            }
            auto& inputs = graph_.nodes[reader].inputs;
            std::replace(inputs.begin(), inputs.end(), id, restored);
        }
    }

    Graph& graph_;
    ValueUses uses_;
    std::set<std::size_t> chosen_;
    std::map<std::size_t, NodeLayout> layouts_;
    std::map<std::size_t, Attributes> attributes_;
    std::map<std::pair<ValueId, Permutation>, ValueId> permuted_;
};

void clean(Graph& graph) {
    do {
        merge_transposes(graph);
        graph = remove_dead_nodes(std::move(graph));
    } while (absorb_transposes(graph));
}

/// What the graph's transposes cost: bytes before their number, those at inputs and outputs a little less, as a region
/// counts them.
std::int64_t transposition_cost(const Graph& graph) {
    const ValueUses uses(graph);
    std::int64_t cost = 0;
    for (const Node& node : graph.nodes) {
        if (node.op == "transpose") {
            const TensorType& type = graph.value(node.inputs[0]).type;
            const bool is_at_the_edge = !uses.writer(node.inputs[0]) || uses.is_graph_output(node.outputs[0]);
            cost += cost_of_transpose(
                type, transpose_axes(node.attributes, type.shape.rank()),
                is_at_the_edge ? TransposePlace::edge : TransposePlace::inside
            );
        }
    }
    return cost;
}

bool improve_around(Graph& graph, const ValueUses& uses, ValueId seed, const Permutation& order) {
    if (graph.is_constant(seed)) {
        return false;
    }
    const LayoutRegion region(graph, uses, seed, order);
    const std::vector<std::size_t> chosen = region.choose();
    if (chosen.empty()) {
        return false;
    }
    // A region does not see how its new transposes merge with those around it: only what the whole graph gains from is
    // kept, which also brings the search to an end.
    Graph changed = graph;
    LayoutChange(changed, region, chosen).run();
    clean(changed);
    if (transposition_cost(changed) >= transposition_cost(graph)) {
        return false;
    }
    graph = std::move(changed);
    return true;
}

/// Tries to do without the transpose by changing what comes after or before it.
bool improve(Graph& graph, const ValueUses& uses, const Node& transpose) {
    const ValueId input = transpose.inputs[0];
    const ValueId output = transpose.outputs[0];
    const Permutation axes = transpose_axes(transpose.attributes, graph.value(input).type.shape.rank());
    return improve_around(graph, uses, output, inverse(axes)) || improve_around(graph, uses, input, axes);
}

/// Once over all transposes, going on where a change was made.
bool improve_each(Graph& graph) {
    bool is_changed = false;
    ValueUses uses(graph);
    for (std::size_t index = 0; index < graph.nodes.size();) {
        const Node node = graph.nodes[index];
        if (node.op == "transpose" && improve(graph, uses, node)) {
            uses = ValueUses(graph);
            is_changed = true;
        } else {
            ++index;
        }
    }
    return is_changed;
}

} // namespace

Graph eliminate_transposes(Graph graph) {
    clean(graph);
    while (improve_each(graph)) {
    }
    make_transposes_reshapes(graph);
    return graph;
}

} // namespace thimble
