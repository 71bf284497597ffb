// SPDX-License-Identifier: Apache-2.0
// Kernel variants of mul.
#include "thimble/ops/mul.h"

#include "thimble/lower/pair_call.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/requantize.h"

namespace thimble {

namespace {

void lower_codes(NodeLowering& lowering, std::string_view function) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = mul_multiplier(node.input(0), node.input(1), node.output());
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    add_pair_call(
        lowering, {portable_folder, "mul.h", function, "MulS8Params"},
        {
            integer("input_a_zero_point", node.input(0).quantization->zero_point()),
            integer("input_b_zero_point", node.input(1).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("multiplier", factor.multiplier),
            integer("shift", factor.shift),
            integer("output_min", range.low),
            integer("output_max", range.high),
        }
    );
}

} // namespace

std::vector<KernelVariant> mul_variants() {
    return {
        {"mul_integers", is_integer_pair,
         [](NodeLowering& lowering) { add_integer_pair_call(lowering, "mul.h", "mul"); }},
        {"mul_s8", is_int8_pair, [](NodeLowering& lowering) { lower_codes(lowering, "mul_s8"); }},
        {"mul_s16", is_int16_pair, [](NodeLowering& lowering) { lower_codes(lowering, "mul_s16"); }},
        {"mul_f32", is_float32_pair, [](NodeLowering& lowering) { add_float_pair_call(lowering, "mul.h", "mul_f32"); }},
    };
}

} // namespace thimble
