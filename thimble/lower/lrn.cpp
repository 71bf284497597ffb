// SPDX-License-Identifier: Apache-2.0
// Kernel variants of lrn.
#include "thimble/ops/lrn.h"

#include "thimble/lower/rows.h"

namespace thimble {

namespace {

void lower_f32(NodeLowering& lowering) {
    const LrnAttributes attributes = lrn_attributes(lowering.node().attributes());
    std::vector<Parameter> parameters = row_parameters(lowering.node());
    parameters.push_back(integer("before", attributes.before));
    parameters.push_back(integer("after", attributes.after));
    parameters.push_back(real("alpha", attributes.alpha));
    parameters.push_back(real("beta", attributes.beta));
    parameters.push_back(real("bias", attributes.bias));
    // Neighbours are read after a channel is written: never in place.
    add_kernel_call(
        lowering, {portable_folder, "lrn.h", "lrn_f32", "LrnParams"}, std::move(parameters),
        {lowering.read(0), lowering.write()}
    );
}

} // namespace

std::vector<KernelVariant> lrn_variants() {
    return {{"lrn_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32}};
}

} // namespace thimble
