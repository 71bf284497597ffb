// SPDX-License-Identifier: Apache-2.0
// Kernel variants of the operators that apply one function to every pair of elements.
#include "thimble/ops/pair_math.h"

#include "thimble/lower/broadcast_loops.h"
#include "thimble/lower/pair_call.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/requantize.h"

#include <limits>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view file = "pair_math.h";

void lower_f32(NodeLowering& lowering) {
    const std::string& op = lowering.node().node().op;
    const std::string function = op + "_f32";
    if (op == "div") {
        add_float_pair_call(lowering, file, function);
    } else {
        add_plain_pair_call(lowering, file, function);
    }
}

void lower_integers(NodeLowering& lowering) {
    add_integer_pair_call(lowering, file, lowering.node().node().op);
}

std::vector<Parameter> zero_points(const NodeView& node) {
    return {
        integer("input_a_zero_point", node.input(0).quantization->zero_point()),
        integer("input_b_zero_point", node.input(1).quantization->zero_point()),
        integer("output_zero_point", node.output().quantization->zero_point()),
    };
}

void append(std::vector<Parameter>& parameters, const std::vector<Parameter>& others) {
    parameters.insert(parameters.end(), others.begin(), others.end());
}

void lower_div_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = div_multiplier(node.input(0), node.input(1), node.output());
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    std::vector<Parameter> parameters = zero_points(node);
    append(
        parameters, {integer("multiplier", factor.multiplier), integer("shift", factor.shift),
                     integer("output_min", range.low), integer("output_max", range.high)}
    );
    add_pair_call(lowering, {portable_folder, file, "div_s8", "DivS8Params"}, parameters);
}

void lower_squared_difference_codes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const auto factors = squared_difference_quantization(node.input(0), node.input(1), node.output());
    const bool is_int8 = node.input(0).data_type == DataType::int8;
    std::vector<Parameter> parameters = zero_points(node);
    append(
        parameters, {integer("left_shift", factors.left_shift), integer("multiplier_a", factors.first.multiplier),
                     integer("shift_a", factors.first.shift), integer("multiplier_b", factors.second.multiplier),
                     integer("shift_b", factors.second.shift), integer("multiplier_out", factors.output.multiplier),
                     integer("shift_out", factors.output.shift), integer("output_min", is_int8 ? -128 : -32768),
                     integer("output_max", is_int8 ? 127 : 32767)}
    );
    const std::string function = fmt::format("squared_difference_codes<{}>", is_int8 ? "int8_t" : "int16_t");
    add_pair_call(lowering, {portable_folder, file, function, "SquaredDifferenceParams"}, parameters);
}

/// Integers without a scale, or stored values that are compared as they are.
bool takes_integers(const NodeView& node, const Target& target) {
    const std::string& op = node.node().op;
    return is_integer_pair(node, target) ||
           (chooses_element(op) && node.input(0).quantization && fits_kernel_loops(node));
}

bool is_affine_pair(const NodeView& node, const Target& /*target*/) {
    return node.input(0).quantization && fits_kernel_loops(node);
}

} // namespace

std::vector<KernelVariant> pair_math_variants(std::string_view op) {
    std::vector<KernelVariant> variants = {{fmt::format("{}_f32", op), is_float32_pair, lower_f32}};
    if (has_integer_pairs(op)) {
        variants.push_back({fmt::format("{}_integers", op), takes_integers, lower_integers});
    }
    if (op == "div") {
        variants.push_back({"div_s8", is_int8_pair, lower_div_s8});
    } else if (op == "squared_difference") {
        variants.push_back({"squared_difference_codes", is_affine_pair, lower_squared_difference_codes});
    }
    return variants;
}

} // namespace thimble
