// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/layout_rules.h"

#include "thimble/passes/reshape_groups.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

struct LayoutRule {
    bool (*complete)(const NodeView& node, NodeLayout& layout);
    void (*rewrite)(const NodeView& node, const NodeLayout& layout, Attributes& attributes);
};

/// Sets an unknown order; false when another one is known.
bool settle(std::optional<Permutation>& known, const Permutation& wanted) {
    if (!known) {
        known = wanted;
    }
    return *known == wanted;
}

/// The first order that is known of a tensor with the output's rank.
std::optional<Permutation> first_known(const NodeView& node, const NodeLayout& layout) {
    for (const auto& order : layout.outputs) {
        if (order) {
            return order;
        }
    }
    for (const auto& order : layout.inputs) {
        if (order && order->size() == node.output().shape.rank()) {
            return order;
        }
    }
    return std::nullopt;
}

/// An input takes the order of all: those of lower rank are broadcast, which only constants and single elements
/// survive.
bool settle_input(const NodeView& node, std::size_t index, NodeLayout& layout, const Permutation& order) {
    if (!node.has_input(index)) {
        return true;
    }
    const Shape& shape = node.input(index).shape;
    if (shape.rank() == order.size() || node.constant(index) != nullptr) {
        return settle(layout.inputs[index], order);
    }
    return shape.element_count() == 1;
}

/// All inputs and outputs have their axes in one order.
bool same_everywhere(const NodeView& node, NodeLayout& layout) {
    const std::optional<Permutation> order = first_known(node, layout);
    if (!order) {
        return false;
    }
    bool fits = true;
    for (std::size_t index = 0; index < layout.inputs.size(); ++index) {
        fits = fits && settle_input(node, index, layout, *order);
    }
    for (std::size_t index = 0; index < layout.outputs.size(); ++index) {
        fits = fits && node.output(index).shape.rank() == order->size() && settle(layout.outputs[index], *order);
    }
    return fits;
}

/// As same_everywhere for operators along the last axis.
bool last_axis_stays(const NodeView& node, NodeLayout& layout) {
    return same_everywhere(node, layout) && layout.outputs[0]->back() == layout.outputs[0]->size() - 1;
}

void keep_attributes(const NodeView&, const NodeLayout&, Attributes&) {}

/// The attribute `axis`, 0 where it is left out.
std::size_t axis_of(const NodeView& node) {
    const bool is_given = node.attributes().has("axis");
    return is_given ? static_cast<std::size_t>(node.attributes().get<std::int64_t>("axis")) : 0;
}

void renumber_axis(const NodeView& node, const NodeLayout& layout, Attributes& attributes) {
    const std::size_t axis = axis_of(node);
    attributes.set("axis", static_cast<std::int64_t>(inverse(*layout.inputs[0])[axis]));
}

/// Lists with `per_axis` values an axis.
template <typename Number>
void reorder_list(const char* name, std::size_t per_axis, const Permutation& order, Attributes& attributes) {
    using List = std::vector<Number>;
    if (!attributes.has(name) || attributes.get<List>(name).empty()) {
        return;
    }
    const List values = attributes.get<List>(name);
    List reordered;
    for (const std::size_t axis : order) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(axis * per_axis);
        reordered.insert(reordered.end(), first, first + static_cast<std::ptrdiff_t>(per_axis));
    }
    attributes.set(name, reordered);
}

void reorder_padding(const NodeView&, const NodeLayout& layout, Attributes& attributes) {
    reorder_list<std::int64_t>("padding", 2, *layout.outputs[0], attributes);
}

void reorder_slice(const NodeView&, const NodeLayout& layout, Attributes& attributes) {
    for (const char* const list : {"starts", "extents", "steps"}) {
        reorder_list<std::int64_t>(list, 1, *layout.outputs[0], attributes);
    }
}

void reorder_repeats(const NodeView&, const NodeLayout& layout, Attributes& attributes) {
    reorder_list<std::int64_t>("repeats", 1, *layout.outputs[0], attributes);
}

bool complete_resize(const NodeView& node, NodeLayout& layout) {
    return !node.attributes().has("crop") && same_everywhere(node, layout);
}

void reorder_resize(const NodeView&, const NodeLayout& layout, Attributes& attributes) {
    reorder_list<std::int64_t>("shape", 1, *layout.outputs[0], attributes);
    reorder_list<double>("scales", 1, *layout.outputs[0], attributes);
}

/// The axes of a reduction that stay, in the order of the input.
Permutation kept_axes(const NodeView& node) {
    const bool has_list = node.attributes().has("axes");
    const Integers axes =
        has_list ? node.attributes().get<Integers>("axes") : Integers{static_cast<std::int64_t>(axis_of(node))};
    Permutation kept = identity_permutation(node.input(0).shape.rank());
    std::erase_if(kept, [&](std::size_t axis) {
        return std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(axis)) != axes.end();
    });
    return kept;
}

/// Order of the output without the reduced axes.
Permutation reduced_order(const Permutation& kept, const Permutation& order) {
    Permutation result;
    for (const std::size_t axis : order) {
        const auto found = std::find(kept.begin(), kept.end(), axis);
        if (found != kept.end()) {
            result.push_back(static_cast<std::size_t>(found - kept.begin()));
        }
    }
    return result;
}

/// An order of the input that gives the output's: reduced axes stay where they are.
Permutation unreduced_order(const Permutation& kept, const Permutation& output_order, std::size_t rank) {
    Permutation result = identity_permutation(rank);
    for (std::size_t index = 0; index < kept.size(); ++index) {
        result[kept[index]] = kept[output_order[index]];
    }
    return result;
}

bool complete_reduction(const NodeView& node, NodeLayout& layout) {
    if (node.output().shape.rank() == node.input(0).shape.rank()) {
        return same_everywhere(node, layout);
    }
    const Permutation kept = kept_axes(node);
    if (!layout.inputs[0]) {
        layout.inputs[0] = unreduced_order(kept, *layout.outputs[0], node.input(0).shape.rank());
    }
    return settle(layout.outputs[0], reduced_order(kept, *layout.inputs[0]));
}

void renumber_axes(const NodeView& node, const NodeLayout& layout, Attributes& attributes) {
    const Permutation places = inverse(*layout.inputs[0]);
    Integers axes = node.attributes().get<Integers>("axes");
    for (std::int64_t& axis : axes) {
        axis = static_cast<std::int64_t>(places[static_cast<std::size_t>(axis)]);
    }
    std::sort(axes.begin(), axes.end());
    attributes.set("axes", axes);
}

bool complete_reshape(const NodeView& node, NodeLayout& layout) {
    const auto groups = ReshapeGroups::between(node.input(0).shape, node.output().shape);
    if (!groups) {
        return false;
    }
    const auto order =
        layout.inputs[0] ? groups->order_of_input(*layout.inputs[0]) : groups->order_of_output(*layout.outputs[0]);
    if (!order) {
        return false;
    }
    if (layout.inputs[0] && layout.outputs[0]) {
        return groups->order_of_output(*layout.outputs[0]) == order;
    }
    if (layout.inputs[0]) {
        layout.outputs[0] = groups->output_permutation(*order);
    } else {
        layout.inputs[0] = groups->input_permutation(*order);
    }
    return true;
}

void reorder_shape(const NodeView& node, const NodeLayout& layout, Attributes& attributes) {
    attributes.set("shape", permute(node.output().shape, *layout.outputs[0]).extents());
}

using Rules = std::unordered_map<std::string_view, LayoutRule>;

/// Operators that compute each element of the output from those at the same place in the inputs.
constexpr std::string_view elementwise_operators[] = {
    // One input.
    "abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "bitwise_not", "cast", "ceil", "celu", "clip", "cos",
    "cosh", "dequantize", "elu", "erf", "exp", "floor", "gelu", "gelu_tanh", "hard_sigmoid", "hard_swish", "is_inf",
    "is_nan", "leaky_relu", "log", "logical_not", "logistic", "mish", "neg", "quantize", "reciprocal", "round", "rsqrt",
    "selu", "shrink", "sign", "sin", "sinh", "softplus", "softsign", "sqrt", "square", "swish", "tan", "tanh",
    "thresholded_relu",
    // Several inputs, broadcast.
    "add", "atan2", "bitwise_and", "bitwise_or", "bitwise_xor", "div", "equal", "floor_div", "floor_mod", "fmod",
    "greater", "greater_equal", "less", "less_equal", "logical_and", "logical_or", "logical_xor", "maximum", "minimum",
    "mul", "not_equal", "pow", "prelu", "shift_left", "shift_right", "squared_difference", "sub", "where"};

/// Operators with the attributes `axes` and `keep_dims`.
constexpr std::string_view reductions[] = {"mean",       "reduce_all",     "reduce_any",         "reduce_l1",
                                           "reduce_l2",  "reduce_log_sum", "reduce_log_sum_exp", "reduce_max",
                                           "reduce_min", "reduce_prod",    "reduce_sum",         "reduce_sum_square"};

struct NamedRule {
    std::string_view op;
    LayoutRule rule;
};

constexpr NamedRule other_operators[] = {
    {"concat", {same_everywhere, renumber_axis}},        {"hardmax", {last_axis_stays, keep_attributes}},
    {"log_softmax", {last_axis_stays, keep_attributes}}, {"lp_normalize", {same_everywhere, renumber_axis}},
    {"normalize", {same_everywhere, renumber_axes}},     {"pad", {same_everywhere, reorder_padding}},
    {"reshape", {complete_reshape, reorder_shape}},      {"resize", {complete_resize, reorder_resize}},
    {"slice", {same_everywhere, reorder_slice}},         {"softmax", {last_axis_stays, keep_attributes}},
    {"tile", {same_everywhere, reorder_repeats}},        {"top_k", {same_everywhere, renumber_axis}},
};

Rules make_rules() {
    Rules rules;
    for (const NamedRule& named : other_operators) {
        rules[named.op] = named.rule;
    }
    for (const std::string_view op : elementwise_operators) {
        rules[op] = {same_everywhere, keep_attributes};
    }
    for (const std::string_view op : reductions) {
        rules[op] = {complete_reduction, renumber_axes};
    }
    return rules;
}

const LayoutRule* find_rule(const std::string& op) {
    static const Rules rules = make_rules();
    const auto found = rules.find(op);
    return found == rules.end() ? nullptr : &found->second;
}

} // namespace

NodeLayout unknown_layout(const Node& node) {
    return {
        std::vector<std::optional<Permutation>>(node.inputs.size()),
        std::vector<std::optional<Permutation>>(node.outputs.size())};
}

bool complete_layout(const NodeView& node, NodeLayout& layout) {
    const LayoutRule* const rule = find_rule(node.node().op);
    return rule != nullptr && rule->complete(node, layout);
}

Attributes attributes_in_layout(const NodeView& node, const NodeLayout& layout) {
    Attributes attributes = node.attributes();
    find_rule(node.node().op)->rewrite(node, layout, attributes);
    return attributes;
}

} // namespace thimble
