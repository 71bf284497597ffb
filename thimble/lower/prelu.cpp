// SPDX-License-Identifier: Apache-2.0
// Kernel variants of prelu.
#include "thimble/ops/prelu.h"

#include "thimble/lower/pair_call.h"

namespace thimble {

namespace {

void lower_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const PreluQuantization factors = prelu_quantization(node.input(0), node.input(1), node.output());
    add_pair_call(
        lowering, {portable_folder, "prelu.h", "prelu_s8", "PreluParams"},
        {
            integer("input_zero_point", node.input(0).quantization->zero_point()),
            integer("slope_zero_point", node.input(1).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("multiplier_positive", factors.positive.multiplier),
            integer("shift_positive", factors.positive.shift),
            integer("multiplier_negative", factors.negative.multiplier),
            integer("shift_negative", factors.negative.shift),
            integer("output_min", -128),
            integer("output_max", 127),
        }
    );
}

} // namespace

std::vector<KernelVariant> prelu_variants() {
    return {
        {"prelu_s8", is_int8_pair, lower_s8},
        {"prelu_f32", is_float32_pair,
         [](NodeLowering& lowering) { add_plain_pair_call(lowering, "prelu.h", "prelu_f32"); }},
    };
}

} // namespace thimble
