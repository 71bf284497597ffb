// SPDX-License-Identifier: Apache-2.0
// Kernel variants of comparisons.
#include "thimble/lower/broadcast_loops.h"
#include "thimble/lower/pair_call.h"
#include "thimble/ops/quantized_multiplier.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view file = "comparison.h";

void lower_codes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Quantization& first = *node.input(0).quantization;
    const Quantization& second = *node.input(1).quantization;
    const QuantizedMultiplier first_scale = quantize_multiplier(static_cast<double>(first.scale()));
    const QuantizedMultiplier second_scale = quantize_multiplier(static_cast<double>(second.scale()));
    const std::string element = element_argument(node.input(0).data_type);
    const std::string function = fmt::format("{}_codes<{}>", node.node().op, element);
    add_pair_call(
        lowering, {portable_folder, file, function, "ComparisonParams"},
        {
            integer("input_a_zero_point", first.zero_point()),
            integer("input_b_zero_point", second.zero_point()),
            integer("multiplier_a", first_scale.multiplier),
            integer("shift_a", first_scale.shift),
            integer("multiplier_b", second_scale.multiplier),
            integer("shift_b", second_scale.shift),
        }
    );
}

bool takes_codes(const NodeView& node, const Target& /*target*/) {
    return node.input(0).quantization && fits_kernel_loops(node);
}

/// Booleans too, which are bytes to the kernels.
bool takes_integers(const NodeView& node, const Target& /*target*/) {
    return node.input(0).data_type != DataType::float32 && fits_kernel_loops(node);
}

} // namespace

std::vector<KernelVariant> comparison_variants(std::string_view op) {
    return {
        {fmt::format("{}_codes", op), takes_codes, lower_codes},
        {fmt::format("{}_f32", op), is_float32_pair,
         [](NodeLowering& lowering) { add_plain_pair_call(lowering, file, lowering.node().node().op + "_f32"); }},
        {fmt::format("{}_integers", op), takes_integers,
         [](NodeLowering& lowering) { add_integer_pair_call(lowering, file, lowering.node().node().op); }},
    };
}

} // namespace thimble
