// SPDX-License-Identifier: Apache-2.0
// Kernel variants of cum_sum.
#include "thimble/ops/cum_sum.h"

#include "thimble/lower/axis_rows.h"

namespace thimble {

namespace {

std::vector<Parameter> sum_parameters(const NodeView& node) {
    std::vector<Parameter> parameters;
    append_axis_rows(parameters, node);
    parameters.push_back(integer("is_exclusive", flag_attribute(node.attributes(), "exclusive") ? 1 : 0));
    parameters.push_back(integer("is_reverse", flag_attribute(node.attributes(), "reverse") ? 1 : 0));
    return parameters;
}

void add_sum_call(
    NodeLowering& lowering, std::string_view function, std::string_view type, std::vector<Parameter> parameters
) {
    const std::vector<Operand> operands = {lowering.read(0), lowering.write()};
    add_kernel_call(
        lowering, {portable_folder, "cum_sum.h", function, type}, std::move(parameters), operands,
        in_place_unless_constant(operands, 0)
    );
}

void lower_numbers(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_sum_call(lowering, typed_function("cum_sum", node.input(0).data_type), "CumSumParams", sum_parameters(node));
}

void lower_codes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier multiplier = cum_sum_multiplier(node);
    std::vector<Parameter> parameters = sum_parameters(node);
    parameters.push_back(integer("input_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("sum_limit", cum_sum_limit));
    parameters.push_back(integer("left_shift", cum_sum_left_shift));
    parameters.push_back(integer("multiplier", multiplier.multiplier));
    parameters.push_back(integer("shift", multiplier.shift));
    add_sum_call(lowering, "cum_sum_s8", "CumSumS8Params", std::move(parameters));
}

} // namespace

std::vector<KernelVariant> cum_sum_variants() {
    return {
        {"cum_sum_s8", [](const NodeView& node, const Target&) { return node.input(0).quantization.has_value(); },
         lower_codes},
        {"cum_sum", has_numbers, lower_numbers},
    };
}

} // namespace thimble
