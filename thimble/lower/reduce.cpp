// SPDX-License-Identifier: Apache-2.0
// Kernel variants of the operators that reduce some axes to one number each.
#include "thimble/ops/reduce.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/lower/reduction_parameters.h"
#include "thimble/ops/reduction.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

void add_call(NodeLowering& lowering, const std::string& function) {
    add_kernel_call(
        lowering, {portable_folder, "reduce.h", function, "ReductionParams"}, reduction_parameters(lowering.node()),
        {lowering.read(0), lowering.write()}
    );
}

void lower_reals(NodeLowering& lowering) {
    add_call(lowering, lowering.node().node().op + "_f32");
}

/// The largest of 0 and 1 says whether any is true, the smallest whether all are.
std::string integer_kernel(std::string_view op) {
    if (op == "reduce_any") {
        return "reduce_max_integers";
    }
    return op == "reduce_all" ? "reduce_min_integers" : fmt::format("{}_integers", op);
}

void lower_integers(NodeLowering& lowering) {
    const DataType type = lowering.node().input(0).data_type;
    const DataType element = type == DataType::boolean ? DataType::uint8 : type;
    add_call(lowering, fmt::format("{}<{}>", integer_kernel(lowering.node().node().op), element_argument(element)));
}

void lower_code_sums(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = reduce_sum_multiplier(node);
    const std::int64_t count = reduction_count(node.input(0).shape, reduction_attributes(node.attributes()).axes);
    std::vector<Parameter> parameters = reduction_parameters(node);
    parameters.push_back(integer("correction", count * node.input(0).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("multiplier", factor.multiplier));
    parameters.push_back(integer("shift", factor.shift));
    const std::string_view function = is_int16(node) ? "reduce_sum_s16" : "reduce_sum_s8";
    add_kernel_call(
        lowering, {portable_folder, "reduce.h", function, "ReduceSumS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.write()}
    );
}

bool applies_to_reals(const NodeView& node, const Target& /*target*/) {
    return is_float32(node) && has_axis_groups(node);
}

bool applies_to_integers(const NodeView& node, const Target& /*target*/) {
    return !is_float32(node) && has_axis_groups(node);
}

bool applies_to_code_sums(const NodeView& node, const Target& /*target*/) {
    return node.node().op == "reduce_sum" && node.input(0).quantization && has_axis_groups(node);
}

} // namespace

std::vector<KernelVariant> reduce_variants(std::string_view op) {
    std::vector<KernelVariant> variants;
    if (op == "reduce_sum") {
        variants.push_back({"reduce_sum_s8", applies_to_code_sums, lower_code_sums});
    }
    if (reduce_function(op).types.has_reals) {
        variants.push_back({fmt::format("{}_f32", op), applies_to_reals, lower_reals});
    }
    if (reduce_function(op).of_integers != nullptr) {
        variants.push_back({integer_kernel(op), applies_to_integers, lower_integers});
    }
    return variants;
}

} // namespace thimble
