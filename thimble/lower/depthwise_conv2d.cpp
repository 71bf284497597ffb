// SPDX-License-Identifier: Apache-2.0
// Kernel variants of depthwise_conv2d.
#include "thimble/lower/armv6m_steps.h"
#include "thimble/lower/armv7em_steps.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/helium_steps.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/neon_steps.h"
#include "thimble/lower/overlap.h"
#include "thimble/lower/rv32im_steps.h"
#include "thimble/ops/accumulate.h"
#include "thimble/ops/convolution.h"

namespace thimble {

namespace {

void lower_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_kernel_call(
        lowering, {portable_folder, "depthwise_conv2d.h", "depthwise_conv2d_s8", "DepthwiseConv2dS8Params"},
        convolution_s8_parameters(node), convolution_integer_operands(lowering),
        overlap_ahead(node, convolution_window(node), {}, 5)
    );
}

void lower_s16(NodeLowering& lowering) {
    const bool is_wide = sum_width(lowering.node()) == SumWidth::bits64;
    const std::string_view function = is_wide ? "depthwise_conv2d_s16" : "depthwise_conv2d_s16_bias32";
    add_kernel_call(
        lowering, {portable_folder, "depthwise_conv2d.h", function, "DepthwiseConv2dS16Params"},
        convolution_s16_parameters(lowering.node()), convolution_integer_operands(lowering),
        overlap_ahead(lowering.node(), convolution_window(lowering.node()), {}, 5)
    );
}

void lower_f32_w8(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "depthwise_conv2d.h", "depthwise_conv2d_f32_w8", "DepthwiseConv2dF32Params"},
        convolution_f32_parameters(lowering.node()), convolution_f32_w8_operands(lowering),
        overlap_ahead(lowering.node(), convolution_window(lowering.node()), {}, 4)
    );
}

void lower_f32(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "depthwise_conv2d.h", "depthwise_conv2d_f32", "DepthwiseConv2dF32Params"},
        convolution_f32_parameters(lowering.node()), convolution_f32_operands(lowering),
        overlap_ahead(lowering.node(), convolution_window(lowering.node()), {}, 3)
    );
}

} // namespace

std::vector<KernelVariant> depthwise_conv2d_variants() {
    return {
        {"helium/depthwise_conv2d_s8", has_helium_depthwise_conv2d, lower_helium_depthwise_conv2d},
        {"armv7em/depthwise_three_by_three_s8", has_depthwise_three_by_three, lower_depthwise_three_by_three},
        {"armv7em/depthwise_planes_s8",
         [](const NodeView& node, const Target& target) {
             return is_int8(node) && has_dsp(target) && has_armv7em_depthwise_fours(node);
         },
         lower_armv7em_depthwise_fours},
        {"armv7em/depthwise_conv2d_s8",
         [](const NodeView& node, const Target& target) { return is_int8(node) && has_dsp(target); },
         lower_armv7em_depthwise},
        {"armv6m/depthwise_conv2d_s8", has_armv6m_depthwise_conv2d, lower_armv6m_depthwise_conv2d},
        {"rv32im/depthwise_conv2d_s8", has_rv32im_convolution, lower_rv32im_depthwise_conv2d},
        {"neon/depthwise_conv2d_s8", has_neon_convolution, lower_neon_depthwise_conv2d},
        {"depthwise_conv2d_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, lower_s8},
        {"depthwise_conv2d_s16", [](const NodeView& node, const Target&) { return is_int16(node); }, lower_s16},
        {"depthwise_conv2d_f32_w8", [](const NodeView& node, const Target&) { return has_int8_weights_only(node); },
         lower_f32_w8},
        {"depthwise_conv2d_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble
