// SPDX-License-Identifier: Apache-2.0
// Kernel variants of log_softmax.
#include "thimble/ops/log_softmax.h"

#include "thimble/lower/rows.h"

namespace thimble {

namespace {

void lower_s8(NodeLowering& lowering) {
    const LogSoftmaxQuantization scaling = log_softmax_quantization(lowering.node().input(0));
    std::vector<Parameter> parameters = row_parameters(lowering.node());
    parameters.push_back(integer("multiplier", scaling.forward.input.multiplier));
    parameters.push_back(integer("left_shift", scaling.forward.input.shift));
    parameters.push_back(integer("diff_min", scaling.forward.diff_min));
    parameters.push_back(integer("inverse_multiplier", scaling.inverse.multiplier));
    parameters.push_back(integer("inverse_shift", scaling.inverse.shift));
    add_row_call(
        lowering, {portable_folder, "log_softmax.h", "log_softmax_s8", "LogSoftmaxS8Params"}, std::move(parameters)
    );
}

void lower_f32(NodeLowering& lowering) {
    add_row_call(
        lowering, {portable_folder, "log_softmax.h", "log_softmax_f32", "LogSoftmaxF32Params"},
        row_parameters(lowering.node())
    );
}

} // namespace

std::vector<KernelVariant> log_softmax_variants() {
    return {
        {"log_softmax_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, lower_s8},
        {"log_softmax_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble
