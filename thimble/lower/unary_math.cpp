// SPDX-License-Identifier: Apache-2.0
// Kernel variants of the operators that apply one real function to every element.
#include "thimble/ops/unary_math.h"

#include "thimble/lower/look_up_step.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

void lower_f32(NodeLowering& lowering) {
    const std::string function = lowering.node().node().op + "_f32";
    const Parameters parameters = unary_parameters(lowering.node());
    add_map_step(
        lowering, {portable_folder, "unary_math.h", function, "UnaryMathParams"},
        {real("first", parameters[0]), real("second", parameters[1])}
    );
}

void lower_integers(NodeLowering& lowering) {
    const std::string element = element_argument(lowering.node().input(0).data_type);
    const std::string function = fmt::format("{}_integers<{}>", lowering.node().node().op, element);
    add_map_step(
        lowering, {portable_folder, "unary_math.h", function, "UnaryMathParams"},
        {real("first", 0.0), real("second", 0.0)}
    );
}

bool applies_to_integers(const NodeView& node, const Target& /*target*/) {
    return is_plain_integer(node.input(0));
}

bool applies_to_codes(const NodeView& node, const Target& /*target*/) {
    return is_int8(node) && node.input(0).quantization.has_value();
}

} // namespace

std::vector<KernelVariant> unary_math_variants(std::string_view op) {
    std::vector<KernelVariant> variants = {
        {"look_up_s8", applies_to_codes, add_look_up_step},
        {fmt::format("{}_f32", op), [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
    if (has_integer_form(op)) {
        variants.push_back({fmt::format("{}_integers", op), applies_to_integers, lower_integers});
    }
    return variants;
}

} // namespace thimble
