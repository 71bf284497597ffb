// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/verify.h"

#include "thimble/core/error.h"
#include "thimble/core/nearest_name.h"
#include "thimble/ir/verifier.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <array>
#include <string>

namespace thimble {

namespace {

const OpDef& find_definition(const Node& node) {
    if (const OpDef* def = find_op(node.op)) {
        return *def;
    }
    std::vector<std::string> names;
    for (const OpDef& def : all_ops()) {
        names.emplace_back(def.name);
    }
    ModelError error("E0425", fmt::format("no operator is named `{}`", node.op));
    error.set_hint(did_you_mean(node.op, names));
    throw error;
}

std::string describe_arity(const OpDef& def) {
    if (def.max_inputs == OpDef::variadic) {
        return fmt::format("at least {}", def.min_inputs);
    }
    return def.min_inputs == def.max_inputs ? std::to_string(def.min_inputs)
                                            : fmt::format("{} to {}", def.min_inputs, def.max_inputs);
}

void check_inputs(const OpDef& def, const Node& node) {
    const std::size_t count = node.inputs.size();
    if (count < def.min_inputs || (def.max_inputs != OpDef::variadic && count > def.max_inputs)) {
        throw ModelError("E0426", fmt::format("expected {} inputs, found {}", describe_arity(def), count));
    }
    for (std::size_t index = 0; index < count; ++index) {
        const bool may_be_left_out = def.max_inputs != OpDef::variadic && index >= def.min_inputs;
        if (node.inputs[index].is_none() && !may_be_left_out) {
            throw ModelError(missing_input, fmt::format("input {} is left out, but it is required", index));
        }
    }
}

std::string_view kind_name(const AttributeValue& value) {
    constexpr std::array<std::string_view, 5> names = {
        "an integer", "a double", "a string", "a list of integers", "a list of doubles"};
    static_assert(names.size() == std::variant_size_v<AttributeValue>);
    return names[value.index()];
}

[[noreturn]] void fail_unknown_attribute(const OpDef& def, const std::string& name) {
    std::vector<std::string> known;
    for (const AttributeSpec& spec : def.attributes) {
        known.emplace_back(spec.name);
    }
    ModelError error("E0427", fmt::format("attribute `{}` is not one of the operator's", name));
    error.set_hint(did_you_mean(name, known));
    throw error;
}

void check_known_attribute(const OpDef& def, const std::string& name, const AttributeValue& value) {
    const auto spec = std::find_if(def.attributes.begin(), def.attributes.end(), [&](const AttributeSpec& candidate) {
        return candidate.name == name;
    });
    if (spec == def.attributes.end()) {
        fail_unknown_attribute(def, name);
    }
    if (spec->kind_example.index() != value.index()) {
        throw ModelError(
            "E0427",
            fmt::format("attribute `{}` expects {}, found {}", name, kind_name(spec->kind_example), kind_name(value))
        );
    }
}

void check_attributes(const OpDef& def, const Attributes& attributes) {
    for (const auto& [name, value] : attributes.entries()) {
        check_known_attribute(def, name, value);
    }
    for (const AttributeSpec& spec : def.attributes) {
        if (spec.is_required && !attributes.has(spec.name)) {
            throw ModelError("E0427", fmt::format("attribute `{}` is required, but absent", spec.name));
        }
    }
}

void check_output_types(const OpDef& def, const NodeView& view) {
    const std::vector<TensorType> inferred = def.infer(view);
    const std::vector<ValueId>& outputs = view.node().outputs;
    if (inferred.size() != outputs.size()) {
        throw ModelError("E0426", fmt::format("expected {} outputs, found {}", inferred.size(), outputs.size()));
    }
    for (std::size_t index = 0; index < inferred.size(); ++index) {
        const TensorType& recorded = view.output(index);
        if (recorded.data_type != inferred[index].data_type || recorded.shape != inferred[index].shape) {
            throw ModelError(
                "E0428",
                fmt::format(
                    "output {} is recorded as {} {}, the operator makes {} {}", index, name(recorded.data_type),
                    recorded.shape.to_string(), name(inferred[index].data_type), inferred[index].shape.to_string()
                )
            );
        }
    }
}

void check_node(const Graph& graph, const Node& node) {
    const OpDef& def = find_definition(node);
    check_inputs(def, node);
    check_attributes(def, node.attributes);
    check_output_types(def, NodeView(graph, node));
}

} // namespace

void verify(const Graph& graph) {
    verify_structure(graph);
    for (const Node& node : graph.nodes) {
        try {
            check_node(graph, node);
        } catch (Error& error) {
            error.add_context({"", node.name, node.op});
            throw;
        }
    }
}

} // namespace thimble
