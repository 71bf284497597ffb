// SPDX-License-Identifier: Apache-2.0
// The list of operators, made from cmake/operators.cmake.
#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"

#include <algorithm>

namespace thimble {

#define THIMBLE_OPERATOR(name) OpDef name##_def();
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR

const std::vector<OpDef>& all_ops() {
    static const std::vector<OpDef> definitions = {
#define THIMBLE_OPERATOR(name) name##_def(),
#include "thimble/ops/operator_list.inc"
#undef THIMBLE_OPERATOR
    };
    return definitions;
}

const OpDef* find_op(std::string_view name) {
    const std::vector<OpDef>& definitions = all_ops();
    const auto found =
        std::find_if(definitions.begin(), definitions.end(), [&](const OpDef& def) { return def.name == name; });
    return found == definitions.end() ? nullptr : &*found;
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
