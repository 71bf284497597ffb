// SPDX-License-Identifier: Apache-2.0
// The list of operators, made from cmake/operators.cmake.
#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"

#include <map>

namespace thimble {

#define THIMBLE_OPERATOR(name) OpDef name##_def();
#define THIMBLE_FAMILY(name) std::vector<OpDef> name##_defs();
#define THIMBLE_MEMBER(family, name)
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR
#undef THIMBLE_FAMILY

namespace {

std::vector<OpDef> collect_definitions() {
    std::vector<OpDef> definitions;
    const auto add_family = [&](std::vector<OpDef> family) {
        definitions.insert(definitions.end(), family.begin(), family.end());
    };
#define THIMBLE_OPERATOR(name) definitions.push_back(name##_def());
#define THIMBLE_FAMILY(name) add_family(name##_defs());
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR
#undef THIMBLE_FAMILY
#undef THIMBLE_MEMBER
    return definitions;
}

} // namespace

const std::vector<OpDef>& all_ops() {
    static const std::vector<OpDef> definitions = collect_definitions();
    return definitions;
}

const OpDef* find_op(std::string_view name) {
    static const std::map<std::string_view, const OpDef*> by_name = [] {
        std::map<std::string_view, const OpDef*> definitions;
        for (const OpDef& def : all_ops()) {
            definitions.emplace(def.name, &def);
        }
        return definitions;
    }();
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

const OpDef& op_def(std::string_view name) {
    const OpDef* found = find_op(name);
    THIMBLE_CHECK(found != nullptr, "no operator is named `{}`", name);
    return *found;
}

Attributes with_defaults(const OpDef& def, const Attributes& attributes) {
    Attributes result = attributes;
    for (const AttributeSpec& spec : def.attributes) {
        if (!spec.is_required && !result.has(spec.name)) {
            result.set(std::string(spec.name), spec.kind_example);
        }
    }
    return result;
}

} // namespace thimble
