// SPDX-License-Identifier: Apache-2.0
// Kernel variants of leaky_relu.
#include "thimble/ops/leaky_relu.h"

#include "thimble/lower/look_up_step.h"

namespace thimble {

namespace {

void lower_s16(NodeLowering& lowering) {
    const LeakyReluFactors factors = leaky_relu_factors(lowering.node());
    add_map_step(
        lowering, {portable_folder, "leaky_relu.h", "leaky_relu_s16", "LeakyReluS16Params"},
        {
            integer("positive_multiplier", factors.positive.multiplier),
            integer("positive_shift", factors.positive.shift),
            integer("negative_multiplier", factors.negative.multiplier),
            integer("negative_shift", factors.negative.shift),
        }
    );
}

} // namespace

std::vector<KernelVariant> leaky_relu_variants() {
    return {
        {"look_up_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, add_look_up_step},
        {"leaky_relu_s16", [](const NodeView& node, const Target&) { return is_int16(node); }, lower_s16},
        {"leaky_relu_f32", [](const NodeView& node, const Target&) { return is_float32(node); },
         [](NodeLowering& lowering) {
             add_float_map_step(
                 lowering, "LeakyReluF32Params", {real("alpha", lowering.node().attributes().get<double>("alpha"))}
             );
         }},
    };
}

} // namespace thimble
