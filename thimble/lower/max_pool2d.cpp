// SPDX-License-Identifier: Apache-2.0
// Kernel variants of max_pool2d.
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/pool_parameters.h"

namespace thimble {

std::vector<KernelVariant> max_pool2d_variants() {
    return {
        {"armv7em/max_pool2d_s8",
         [](const NodeView& node, const Target& target) { return is_int8(node) && has_dsp(target); },
         [](NodeLowering& lowering) { lower_pool_s8(lowering, armv7em_folder); }},
        {"max_pool2d_s8", [](const NodeView& node, const Target&) { return is_int8(node); },
         [](NodeLowering& lowering) { lower_pool_s8(lowering, portable_folder); }},
        {"max_pool2d_s16", [](const NodeView& node, const Target&) { return is_int16(node); }, lower_pool_s16},
        {"max_pool2d_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_pool_f32},
    };
}

} // namespace thimble
