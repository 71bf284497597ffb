// SPDX-License-Identifier: Apache-2.0
// Kernel variants of conv2d.
#include "thimble/lower/armv6m_steps.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"

namespace thimble {

namespace {

void lower_s8(NodeLowering& lowering, std::string_view folder) {
    add_kernel_call(
        lowering, {folder, "conv2d.h", "conv2d_s8", "Conv2dS8Params"}, convolution_s8_parameters(lowering.node()),
        convolution_s8_operands(lowering)
    );
}

void lower_f32(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "conv2d.h", "conv2d_f32", "Conv2dF32Params"},
        convolution_f32_parameters(lowering.node()), convolution_f32_operands(lowering)
    );
}

} // namespace

std::vector<KernelVariant> conv2d_variants() {
    return {
        {"armv7em/conv2d_s8",
         [](const NodeView& node, const Target& target) { return is_int8(node) && has_dsp(target); },
         [](NodeLowering& lowering) { lower_s8(lowering, armv7em_folder); }},
        {"armv6m/conv2d_s8", has_armv6m_conv2d, lower_armv6m_conv2d},
        {"conv2d_s8", [](const NodeView& node, const Target&) { return is_int8(node); },
         [](NodeLowering& lowering) { lower_s8(lowering, portable_folder); }},
        {"conv2d_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble
