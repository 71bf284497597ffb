// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/remove_identity.h"

#include "thimble/ops/activation.h"
#include "thimble/ops/clip.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/strided_copy.h"
#include "thimble/passes/permutation.h"
#include "thimble/passes/rewrite.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

namespace thimble {

namespace {

/// Whether some value of `type` lies outside [bounds[0], bounds[1]].
bool can_clip(const TensorType& type, const std::vector<double>& bounds) {
    if (type.quantization) {
        return quantized_clamp(type, bounds) != stored_range(type.data_type);
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return bounds[0] != -infinity || bounds[1] != infinity;
}

/// Operators that change nothing where they do not change the type. Integer operators with equal types rescale by
/// exactly 1, which is exact in double rounding too.
constexpr std::string_view type_changers[] = {"reshape", "pad",  "concat", "clip",  "quantize",
                                              "expand",  "tile", "cast",   "slice", "transpose"};

bool holds_only_ones(const std::vector<std::int64_t>& values) {
    return std::all_of(values.begin(), values.end(), [](std::int64_t value) { return value == 1; });
}

/// Whether a node that does not change the type does not move its elements either.
bool keeps_order(const NodeView& view) {
    const Attributes& attributes = view.attributes();
    const std::string& op = view.node().op;
    if (op == "transpose") {
        const Shape& shape = view.input(0).shape;
        return keeps_bytes(shape, transpose_axes(attributes, shape.rank()));
    }
    return op != "slice" || holds_only_ones(attributes.get<std::vector<std::int64_t>>("steps"));
}

bool is_identity(const NodeView& view) {
    const bool is_listed =
        std::find(std::begin(type_changers), std::end(type_changers), view.node().op) != std::end(type_changers);
    if (!is_listed || view.input(0) != view.output()) {
        return false;
    }
    const bool is_single_part = view.node().op != "concat" || view.input_count() == 1;
    const bool is_clip = view.node().op == "clip";
    return is_single_part && keeps_order(view) && !(is_clip && can_clip(view.output(), clip_bounds(view.attributes())));
}

/// The constant operand that leaves the other one as it is; `either_side` where it may come first.
struct NeutralOperand {
    std::string_view op;
    float number;
    bool either_side;
};

constexpr NeutralOperand neutral_operands[] = {
    {"add", 0.0F, true}, {"sub", 0.0F, false}, {"mul", 1.0F, true}, {"div", 1.0F, false}, {"pow", 1.0F, false},
};

bool holds_only(const Tensor* constant, float number) {
    if (constant == nullptr || constant->type.data_type != DataType::float32) {
        return false;
    }
    const std::span<const float> elements = constant->elements<float>();
    return std::all_of(elements.begin(), elements.end(), [&](float element) { return element == number; });
}

/// The input that comes out as it went in, beside a neutral operand; empty when there is none.
std::optional<std::size_t> unchanged_operand(const NodeView& view) {
    for (const NeutralOperand& neutral : neutral_operands) {
        if (view.node().op != neutral.op || view.attributes().has("activation")) {
            continue;
        }
        if (holds_only(view.constant(1), neutral.number) && view.input(0) == view.output()) {
            return 0;
        }
        if (neutral.either_side && holds_only(view.constant(0), neutral.number) && view.input(1) == view.output()) {
            return 1;
        }
    }
    return std::nullopt;
}

/// Lets a reshape of a reshape read the first one's input.
void shorten_reshape_chain(Graph& graph, std::size_t node_index) {
    Node& node = graph.nodes[node_index];
    if (node.op != "reshape") {
        return;
    }
    const std::int32_t writer = producers(graph)[node.inputs[0].index];
    if (writer < 0 || graph.nodes[static_cast<std::size_t>(writer)].op != "reshape") {
        return;
    }
    const ValueId first = graph.nodes[static_cast<std::size_t>(writer)].inputs[0];
    if (graph.value(first).type.quantization == graph.value(node.inputs[0]).type.quantization) {
        node.inputs[0] = first;
    }
}

void drop_idle_activation(const Graph& graph, Node& node) {
    if (node.attributes.has("activation") &&
        !can_clip(graph.value(node.outputs[0]).type, activation_attribute(node.attributes))) {
        node.attributes.erase("activation");
    }
}

} // namespace

Graph remove_identity(Graph graph) {
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        drop_idle_activation(graph, graph.nodes[index]);
        shorten_reshape_chain(graph, index);
        const NodeView view(graph, graph.nodes[index]);
        const auto unchanged = is_identity(view) ? std::optional(std::size_t{0}) : unchanged_operand(view);
        if (unchanged) {
            bypass(graph, index, *unchanged);
        }
    }
    erase_disconnected_nodes(graph);
    return graph;
}

} // namespace thimble
