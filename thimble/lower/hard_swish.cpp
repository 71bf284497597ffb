// SPDX-License-Identifier: Apache-2.0
// Kernel variants of hard_swish.
#include "thimble/lower/look_up_step.h"

namespace thimble {

std::vector<KernelVariant> hard_swish_variants() {
    return {
        {"look_up_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, add_look_up_step},
        {"hard_swish_f32", [](const NodeView& node, const Target&) { return is_float32(node); },
         [](NodeLowering& lowering) { add_float_map_step(lowering, "HardSwishF32Params"); }},
    };
}

} // namespace thimble
