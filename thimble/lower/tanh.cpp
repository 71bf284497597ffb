// SPDX-License-Identifier: Apache-2.0
// Kernel variants of tanh.
#include "thimble/lower/look_up_step.h"

namespace thimble {

std::vector<KernelVariant> tanh_variants() {
    return {
        {"look_up_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, add_look_up_step},
        {"tanh_s16", [](const NodeView& node, const Target&) { return is_int16(node); },
         [](NodeLowering& lowering) { add_sigmoid_table_step(lowering, 1); }},
        {"tanh_f32", [](const NodeView& node, const Target&) { return is_float32(node); },
         [](NodeLowering& lowering) { add_float_map_step(lowering, "TanhF32Params"); }},
    };
}

} // namespace thimble
