// SPDX-License-Identifier: Apache-2.0
// Kernel variants of hardmax.
#include "thimble/lower/rows.h"

namespace thimble {

namespace {

void lower_f32(NodeLowering& lowering) {
    add_row_call(
        lowering, {portable_folder, "hardmax.h", "hardmax_f32", "HardmaxParams"}, row_parameters(lowering.node())
    );
}

} // namespace

std::vector<KernelVariant> hardmax_variants() {
    return {{"hardmax_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32}};
}

} // namespace thimble
