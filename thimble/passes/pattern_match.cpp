// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/op_def.h"
#include "thimble/passes/pattern.h"

#include <algorithm>
#include <cmath>

namespace thimble {

namespace {

/// How far a constant may be from the pattern's number, relative to it: exporters write 0.7071 as they like.
constexpr double number_tolerance = 1e-4;

using Matches = std::vector<Match>;

bool is_close(double found, double wanted) {
    return found == wanted || std::abs(found - wanted) <= number_tolerance * std::abs(wanted);
}

bool is_commutative(const std::string& op) {
    return op == "add" || op == "mul" || op == "maximum" || op == "minimum";
}

/// The number of which a float32 constant consists.
std::optional<double> single_number(const Graph& graph, ValueId id) {
    if (!graph.is_constant(id) || graph.value(id).type.data_type != DataType::float32) {
        return std::nullopt;
    }
    const std::span<const float> elements = graph.value(id).constant->elements<float>();
    const bool is_uniform = !elements.empty() && std::all_of(elements.begin(), elements.end(), [&](float element) {
        return element == elements[0];
    });
    return is_uniform ? std::optional(static_cast<double>(elements[0])) : std::nullopt;
}

class Matcher {
public:
    Matcher(const Graph& graph, const ValueUses& uses) : graph_(graph), uses_(uses) {}

    Matches match_node(const Pattern& pattern, std::size_t index, Match so_far) const {
        const Node& node = graph_.nodes[index];
        if (node.op != pattern.name || node.inputs.size() != pattern.children.size() || node.outputs.size() != 1 ||
            !match_attributes(pattern, node, so_far)) {
            return {};
        }
        so_far.nodes.insert(index);
        Matches found = match_inputs(pattern, node.inputs, so_far);
        if (is_commutative(node.op) && node.inputs.size() == 2) {
            const Matches others = match_inputs(pattern, {node.inputs[1], node.inputs[0]}, so_far);
            found.insert(found.end(), others.begin(), others.end());
        }
        return found;
    }

private:
    Matches match_inputs(const Pattern& pattern, const std::vector<ValueId>& inputs, const Match& so_far) const {
        Matches found = {so_far};
        for (std::size_t index = 0; index < inputs.size(); ++index) {
            Matches next;
            for (const Match& match : found) {
                const Matches more = match_value(pattern.children[index], inputs[index], match);
                next.insert(next.end(), more.begin(), more.end());
            }
            found = std::move(next);
        }
        return found;
    }

    Matches match_value(const Pattern& pattern, ValueId id, const Match& so_far) const {
        Matches found = id.is_none() ? Matches{} : match_kind(pattern, id, so_far);
        if (!pattern.binding.empty()) {
            std::erase_if(found, [&](Match& match) {
                return match.values.try_emplace(pattern.binding, id).first->second != id;
            });
        }
        return found;
    }

    Matches match_kind(const Pattern& pattern, ValueId id, const Match& so_far) const {
        const std::optional<double> number = single_number(graph_, id);
        switch (pattern.kind) {
        case Pattern::Kind::number:
            return number && is_close(*number, pattern.number) ? Matches{so_far} : Matches{};
        case Pattern::Kind::any_number:
            return number ? bind(so_far, &Match::numbers, pattern.name, *number) : Matches{};
        case Pattern::Kind::constant:
            return graph_.is_constant(id) ? bind(so_far, &Match::values, pattern.name, id) : Matches{};
        case Pattern::Kind::value:
            return bind(so_far, &Match::values, pattern.name, id);
        case Pattern::Kind::operation: {
            const auto writer = uses_.writer(id);
            return writer ? match_node(pattern, *writer, so_far) : Matches{};
        }
        case Pattern::Kind::alternatives: {
            Matches found;
            for (const Pattern& alternative : pattern.children) {
                const Matches more = match_value(alternative, id, so_far);
                found.insert(found.end(), more.begin(), more.end());
            }
            return found;
        }
        }
        return {};
    }

    /// The match with one name more; none when the name stands for something else already.
    template <typename Bound>
    static Matches
    bind(Match match, std::map<std::string, Bound> Match::*names, const std::string& name, const Bound& bound) {
        const bool fits = (match.*names).try_emplace(name, bound).first->second == bound;
        return fits ? Matches{match} : Matches{};
    }

    static bool match_attributes(const Pattern& pattern, const Node& node, Match& match) {
        const OpDef& def = op_def(node.op);
        const Attributes found = with_defaults(def, node.attributes);
        for (const auto& [name, value] : found.entries()) {
            const auto term = pattern.attributes.find(name);
            if (term == pattern.attributes.end()) {
                if (value != with_defaults(def, {}).entries().find(name)->second) {
                    return false;
                }
            } else if (!match_term(term->second, value, match)) {
                return false;
            }
        }
        return std::all_of(pattern.attributes.begin(), pattern.attributes.end(), [&](const auto& entry) {
            return found.has(entry.first);
        });
    }

    static bool match_term(const Pattern::Term& term, const AttributeValue& value, Match& match) {
        if (const auto* const name = std::get_if<std::string>(&term)) {
            return match.attributes.try_emplace(*name, value).first->second == value;
        }
        const double wanted = std::get<double>(term);
        if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
            return static_cast<double>(*integer) == wanted;
        }
        const auto* const real = std::get_if<double>(&value);
        return real != nullptr && is_close(*real, wanted);
    }

    const Graph& graph_;
    const ValueUses& uses_;
};

/// Whether only matched nodes read what the matched nodes but the last compute.
bool is_closed(const Graph& graph, const ValueUses& uses, const Match& match, std::size_t root) {
    return std::all_of(match.nodes.begin(), match.nodes.end(), [&](std::size_t index) {
        const ValueId output = graph.nodes[index].outputs[0];
        const std::vector<std::size_t>& readers = uses.readers(output);
        return index == root ||
               (!uses.is_graph_output(output) && std::all_of(readers.begin(), readers.end(), [&](std::size_t reader) {
                   return match.nodes.count(reader) > 0;
               }));
    });
}

} // namespace

std::optional<Match> find_match(const Graph& graph, const ValueUses& uses, const Pattern& pattern, std::size_t node) {
    for (Match& match : Matcher(graph, uses).match_node(pattern, node, {})) {
        if (is_closed(graph, uses, match, node)) {
            return std::move(match);
        }
    }
    return std::nullopt;
}

} // namespace thimble
