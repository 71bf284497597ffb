// SPDX-License-Identifier: Apache-2.0
// Kernel variants of leaky_relu.
#include "thimble/lower/look_up_step.h"

namespace thimble {

std::vector<KernelVariant> leaky_relu_variants() {
    return {
        {"look_up_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, add_look_up_step},
        {"leaky_relu_f32", [](const NodeView& node, const Target&) { return is_float32(node); },
         [](NodeLowering& lowering) {
             add_float_map_step(
                 lowering, "LeakyReluF32Params", {real("alpha", lowering.node().attributes().get<double>("alpha"))}
             );
         }},
    };
}

} // namespace thimble
