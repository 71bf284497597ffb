// SPDX-License-Identifier: Apache-2.0
// Kernel variants of lp_normalize.
#include "thimble/ops/lp_normalize.h"

#include "thimble/lower/rows.h"

namespace thimble {

namespace {

void lower_f32(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Shape& shape = node.input(0).shape;
    const LpNormalizeAttributes attributes = lp_normalize_attributes(node.attributes());
    const auto axis = static_cast<std::size_t>(attributes.axis);
    std::int64_t inner = 1;
    for (std::size_t next = axis + 1; next < shape.rank(); ++next) {
        inner *= shape[next];
    }
    const std::string_view function = attributes.p == 1 ? "l1_normalize_f32" : "l2_normalize_f32";
    add_row_call(
        lowering, {portable_folder, "lp_normalize.h", function, "LpNormalizeParams"},
        {integer("outer", shape.element_count() / (inner * shape[axis])), integer("count", shape[axis]),
         integer("inner", inner), real("epsilon", attributes.epsilon)}
    );
}

void lower_s8(NodeLowering& lowering) {
    std::vector<Parameter> parameters = row_parameters(lowering.node());
    parameters.push_back(integer("zero_point", lowering.node().input(0).quantization->zero_point()));
    add_row_call(
        lowering, {portable_folder, "lp_normalize.h", "l2_normalize_s8", "L2NormalizeS8Params"}, std::move(parameters)
    );
}

} // namespace

std::vector<KernelVariant> lp_normalize_variants() {
    return {
        {"l2_normalize_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, lower_s8},
        {"l2_normalize_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble
