// SPDX-License-Identifier: Apache-2.0
// Kernel variants of add.
#include "thimble/ops/add.h"

#include "thimble/lower/pair_call.h"

namespace thimble {

namespace {

void lower_s8(NodeLowering& lowering, std::string_view folder) {
    const NodeView& node = lowering.node();
    const AddQuantization factors = add_quantization(node.input(0), node.input(1), node.output());
    add_integer_sum_call(lowering, folder, "add.h", "add_s8", factors);
}

void lower_s16(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const AddQuantization factors = add_quantization(node.input(0), node.input(1), node.output());
    add_integer_sum_call(lowering, portable_folder, "add.h", "add_s16", factors);
}

} // namespace

std::vector<KernelVariant> add_variants() {
    return {
        {"helium/add_s8",
         [](const NodeView& node, const Target& target) {
             return is_int8_pair(node, target) && is_flat(node) && has_mve(target);
         },
         [](NodeLowering& lowering) { lower_s8(lowering, helium_folder); }},
        {"neon/add_s8",
         [](const NodeView& node, const Target& target) {
             return is_int8_pair(node, target) && is_flat(node) && has_neon(target);
         },
         [](NodeLowering& lowering) { lower_s8(lowering, neon_folder); }},
        {"armv7em/add_s8",
         [](const NodeView& node, const Target& target) {
             return is_int8_pair(node, target) && is_flat(node) && has_dsp(target);
         },
         [](NodeLowering& lowering) { lower_s8(lowering, armv7em_folder); }},
        {"add_s8", is_int8_pair, [](NodeLowering& lowering) { lower_s8(lowering, portable_folder); }},
        {"add_integers", is_integer_pair,
         [](NodeLowering& lowering) { add_integer_pair_call(lowering, "add.h", "add"); }},
        {"add_s16", is_int16_pair, lower_s16},
        {"add_f32", is_float32_pair, [](NodeLowering& lowering) { add_float_pair_call(lowering, "add.h", "add_f32"); }},
    };
}

} // namespace thimble
