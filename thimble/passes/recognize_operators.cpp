// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/recognize_operators.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/passes/remove_dead_nodes.h"
#include "thimble/passes/rewrite_rule.h"

#include <algorithm>

namespace thimble {

namespace {

struct ParsedRule {
    Pattern pattern;
    Pattern replacement;
    bool (*holds)(const Graph& graph, Match& match);
};

const std::vector<ParsedRule>& parsed_rules() {
    static const std::vector<ParsedRule> rules = [] {
        std::vector<ParsedRule> parsed;
        for (const auto& family : {arithmetic_rules(), activation_rules(), normalization_rules()}) {
            for (const RewriteRule& rule : family) {
                parsed.push_back({Pattern::parse(rule.pattern), Pattern::parse(rule.replacement), rule.holds});
            }
        }
        return parsed;
    }();
    return rules;
}

AttributeValue attribute_value(const Pattern::Term& term, const Match& match, const AttributeValue& kind) {
    if (const auto* const name = std::get_if<std::string>(&term)) {
        const auto number = match.numbers.find(*name);
        return number != match.numbers.end() ? AttributeValue(number->second) : match.attributes.at(*name);
    }
    const double number = std::get<double>(term);
    return std::holds_alternative<double>(kind) ? AttributeValue(number)
                                                : AttributeValue(static_cast<std::int64_t>(number));
}

/// The node that the replacement describes, with the output of the one that it replaces.
Node build(const OpDef& def, const Pattern& replacement, const Match& match, const Node& replaced) {
    Node node = {replaced.name, replacement.name, {}, {}, replaced.outputs};
    for (const auto& [name, term] : replacement.attributes) {
        const auto spec = std::find_if(
            def.attributes.begin(), def.attributes.end(),
            [&wanted = name](const AttributeSpec& candidate) { return candidate.name == wanted; }
        );
        THIMBLE_CHECK(spec != def.attributes.end(), "a rule gives `{}` the attribute `{}`", def.name, name);
        const AttributeValue value = attribute_value(term, match, spec->kind_example);
        if (spec->is_required || value != spec->kind_example) {
            node.attributes.set(name, value);
        }
    }
    for (const Pattern& input : replacement.children) {
        node.inputs.push_back(match.values.at(input.name));
    }
    return node;
}

/// Whether the node makes what it is to replace.
bool makes_its_output(const Graph& graph, const Node& node, const OpDef& def) {
    try {
        const std::vector<TensorType> types = def.infer(NodeView(graph, node));
        const TensorType& wanted = graph.value(node.outputs[0]).type;
        return types.size() == 1 && types[0].data_type == wanted.data_type && types[0].shape == wanted.shape;
    } catch (const ModelError&) {
        return false;
    }
}

bool apply(Graph& graph, const ValueUses& uses, const ParsedRule& rule, std::size_t index) {
    const OpDef* const def = find_op(rule.replacement.name);
    if (def == nullptr || graph.nodes[index].op != rule.pattern.name) {
        return false;
    }
    auto match = find_match(graph, uses, rule.pattern, index);
    if (!match || (rule.holds != nullptr && !rule.holds(graph, *match))) {
        return false;
    }
    Node node = build(*def, rule.replacement, *match, graph.nodes[index]);
    if (!makes_its_output(graph, node, *def)) {
        return false;
    }
    graph.nodes[index] = std::move(node);
    return true;
}

/// Applies the first rule that fits to each node.
bool apply_rules(Graph& graph) {
    bool is_changed = false;
    ValueUses uses(graph);
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        const Node& node = graph.nodes[index];
        if (node.outputs.size() != 1 || graph.value(node.outputs[0]).type.data_type != DataType::float32) {
            continue;
        }
        const bool is_applied = std::any_of(parsed_rules().begin(), parsed_rules().end(), [&](const ParsedRule& rule) {
            return apply(graph, uses, rule, index);
        });
        if (is_applied) {
            uses = ValueUses(graph);
            is_changed = true;
        }
    }
    return is_changed;
}

} // namespace

Graph recognize_operators(Graph graph) {
    do {
        // Nodes that were replaced would count as readers.
        graph = remove_dead_nodes(std::move(graph));
    } while (apply_rules(graph));
    return graph;
}

} // namespace thimble
