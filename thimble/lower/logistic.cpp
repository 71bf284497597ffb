// SPDX-License-Identifier: Apache-2.0
// Kernel variants of logistic.
#include "thimble/lower/look_up_step.h"

namespace thimble {

std::vector<KernelVariant> logistic_variants() {
    return {
        {"look_up_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, add_look_up_step},
        {"logistic_s16", [](const NodeView& node, const Target&) { return is_int16(node); },
         [](NodeLowering& lowering) { add_sigmoid_table_step(lowering, 0); }},
        {"logistic_f32", [](const NodeView& node, const Target&) { return is_float32(node); },
         [](NodeLowering& lowering) { add_float_map_step(lowering, "LogisticF32Params"); }},
    };
}

} // namespace thimble
