// SPDX-License-Identifier: Apache-2.0
// Kernel variants of sub.
#include "thimble/ops/sub.h"

#include "thimble/lower/pair_call.h"

namespace thimble {

namespace {

void lower_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const AddQuantization factors = sub_quantization(node.input(0), node.input(1), node.output());
    add_integer_sum_call(lowering, portable_folder, "sub.h", "sub_s8", factors);
}

void lower_s16(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const AddQuantization factors = sub_quantization(node.input(0), node.input(1), node.output());
    add_integer_sum_call(lowering, portable_folder, "sub.h", "sub_s16", factors);
}

} // namespace

std::vector<KernelVariant> sub_variants() {
    return {
        {"sub_s8", is_int8_pair, lower_s8},
        {"sub_integers", is_integer_pair,
         [](NodeLowering& lowering) { add_integer_pair_call(lowering, "sub.h", "sub"); }},
        {"sub_s16", is_int16_pair, lower_s16},
        {"sub_f32", is_float32_pair, [](NodeLowering& lowering) { add_float_pair_call(lowering, "sub.h", "sub_f32"); }},
    };
}

} // namespace thimble
