// SPDX-License-Identifier: Apache-2.0
// Kernel variants of is_nan and is_inf.
#include "thimble/lower/look_up_step.h"

namespace thimble {

namespace {

Parameter flag(const NodeView& node, const std::string& field, std::string_view attribute) {
    return integer(field, node.attributes().has(attribute) ? node.attributes().get<std::int64_t>(attribute) : 1);
}

void lower_f32(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::string function = node.node().op + "_f32";
    add_map_step(
        lowering, {portable_folder, "float_class.h", function, "FloatClassParams"},
        {flag(node, "detects_negative", "detect_negative"), flag(node, "detects_positive", "detect_positive")}
    );
}

} // namespace

std::vector<KernelVariant> float_class_variants(std::string_view op) {
    return {{std::string(op) + "_f32", [](const NodeView&, const Target&) { return true; }, lower_f32}};
}

} // namespace thimble
