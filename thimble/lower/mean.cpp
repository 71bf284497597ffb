// SPDX-License-Identifier: Apache-2.0
// Kernel variants of mean.
#include "thimble/ops/mean.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/lower/reduction_parameters.h"
#include "thimble/ops/reduction.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::int64_t averaged_count(const NodeView& node) {
    return reduction_count(node.input(0).shape, reduction_attributes(node.attributes()).axes);
}

/// Fields from keep_0 to count.
std::vector<Parameter> mean_parameters(const NodeView& node) {
    std::vector<Parameter> parameters = reduction_parameters(node);
    parameters.push_back(integer("count", averaged_count(node)));
    return parameters;
}

void lower_codes(NodeLowering& lowering, std::string_view function) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = mean_multiplier(node.input(0), node.output(), averaged_count(node));
    std::vector<Parameter> parameters = mean_parameters(node);
    parameters.push_back(integer("input_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("multiplier", factor.multiplier));
    parameters.push_back(integer("shift", factor.shift));
    add_kernel_call(
        lowering, {portable_folder, "mean.h", function, "MeanS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.write()}
    );
}

void lower_numbers(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::string function =
        is_float32(node) ? "mean_f32" : fmt::format("mean_integers<{}>", element_argument(node.input(0).data_type));
    add_kernel_call(
        lowering, {portable_folder, "mean.h", function, "MeanParams"}, mean_parameters(node),
        {lowering.read(0), lowering.write()}
    );
}

} // namespace

std::vector<KernelVariant> mean_variants() {
    return {
        {"mean_integers",
         [](const NodeView& node, const Target&) { return is_plain_integer(node.input(0)) && has_axis_groups(node); },
         lower_numbers},
        {"mean_s8", [](const NodeView& node, const Target&) { return is_int8(node) && has_axis_groups(node); },
         [](NodeLowering& lowering) { lower_codes(lowering, "mean_s8"); }},
        {"mean_s16", [](const NodeView& node, const Target&) { return is_int16(node) && has_axis_groups(node); },
         [](NodeLowering& lowering) { lower_codes(lowering, "mean_s16"); }},
        {"mean_f32", [](const NodeView& node, const Target&) { return is_float32(node) && has_axis_groups(node); },
         lower_numbers},
    };
}

} // namespace thimble
