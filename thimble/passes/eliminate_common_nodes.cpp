// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/eliminate_common_nodes.h"

#include "thimble/ir/printer.h"
#include "thimble/passes/rewrite.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <type_traits>
#include <unordered_map>

namespace thimble {

namespace {

template <typename Number> void append_bytes(std::string& key, const Number& number) {
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Each part is preceded by its length, so that different parts never make the same key.
void append_text(std::string& key, const std::string& text) {
    append_bytes(key, text.size());
    key += text;
}

/// Numbers by their bytes: a NaN equals itself then, and 0.0 differs from -0.0.
void append_attribute(std::string& key, const AttributeValue& value) {
    append_bytes(key, value.index());
    std::visit(
        [&](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_arithmetic_v<Held>) {
                append_bytes(key, held);
            } else {
                append_bytes(key, held.size());
                for (const auto element : held) {
                    append_bytes(key, element);
                }
            }
        },
        value
    );
}

std::string key_of(const Graph& graph, const Node& node) {
    std::string key;
    append_text(key, node.op);
    for (const auto& [name, value] : node.attributes.entries()) {
        append_text(key, name);
        append_attribute(key, value);
    }
    append_bytes(key, node.inputs.size());
    for (const ValueId id : node.inputs) {
        append_bytes(key, id.index);
    }
    for (const ValueId id : node.outputs) {
        append_text(key, print(graph.value(id).type));
    }
    return key;
}

std::size_t hash_of(const Tensor& constant) {
    const std::string_view bytes(reinterpret_cast<const char*>(constant.bytes.data()), constant.bytes.size());
    return std::hash<std::string_view>{}(bytes);
}

/// For each constant the first one that is equal to it.
std::vector<ValueId> first_equal_constants(const Graph& graph) {
    std::vector<ValueId> first(graph.values.size());
    std::unordered_map<std::size_t, std::vector<ValueId>> known; // those with the same hash
    for (std::uint32_t index = 0; index < graph.values.size(); ++index) {
        const ValueId id = {index};
        first[index] = id;
        if (!graph.is_constant(id)) {
            continue;
        }
        const Tensor& constant = *graph.value(id).constant;
        std::vector<ValueId>& candidates = known[hash_of(constant)];
        const auto equal = std::find_if(candidates.begin(), candidates.end(), [&](ValueId candidate) {
            return *graph.value(candidate).constant == constant;
        });
        if (equal == candidates.end()) {
            candidates.push_back(id);
        } else {
            first[index] = *equal;
        }
    }
    return first;
}

} // namespace

Graph eliminate_common_nodes(Graph graph) {
    std::vector<ValueId> first = first_equal_constants(graph);
    std::map<std::string, std::size_t> known;
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        Node& node = graph.nodes[index];
        for (ValueId& id : node.inputs) {
            id = id.is_none() ? id : first[id.index];
        }
        const auto [entry, is_new] = known.try_emplace(key_of(graph, node), index);
        for (std::size_t i = 0; !is_new && i < node.outputs.size(); ++i) {
            first[node.outputs[i].index] = graph.nodes[entry->second].outputs[i];
        }
    }
    return graph;
}

} // namespace thimble
