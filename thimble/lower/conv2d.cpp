// SPDX-License-Identifier: Apache-2.0
// Kernel variants of conv2d. In groups it takes the kernels over volumes.
#include "thimble/lower/armv6m_steps.h"
#include "thimble/lower/armv7em_steps.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/helium_steps.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/neon_steps.h"
#include "thimble/lower/overlap.h"
#include "thimble/lower/rv32im_steps.h"
#include "thimble/lower/volume_parameters.h"
#include "thimble/ops/accumulate.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/volume_geometry.h"

namespace thimble {

namespace {

void lower_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_kernel_call(
        lowering, {portable_folder, "conv2d.h", "conv2d_s8", "Conv2dS8Params"}, convolution_s8_parameters(node),
        convolution_integer_operands(lowering), overlap_ahead(node, convolution_window(node), {}, 5)
    );
}

void lower_s16(NodeLowering& lowering) {
    const bool is_wide = sum_width(lowering.node()) == SumWidth::bits64;
    const std::string_view function = is_wide ? "conv2d_s16" : "conv2d_s16_bias32";
    add_kernel_call(
        lowering, {portable_folder, "conv2d.h", function, "Conv2dS16Params"},
        convolution_s16_parameters(lowering.node()), convolution_integer_operands(lowering),
        overlap_ahead(lowering.node(), convolution_window(lowering.node()), {}, 5)
    );
}

void lower_f32_w8(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "conv2d.h", "conv2d_f32_w8", "Conv2dF32Params"},
        convolution_f32_parameters(lowering.node()), convolution_f32_w8_operands(lowering),
        overlap_ahead(lowering.node(), convolution_window(lowering.node()), {}, 4)
    );
}

void lower_f32(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "conv2d.h", "conv2d_f32", "Conv2dF32Params"},
        convolution_f32_parameters(lowering.node()), convolution_f32_operands(lowering),
        overlap_ahead(lowering.node(), convolution_window(lowering.node()), {}, 3)
    );
}

bool is_grouped(const NodeView& node) {
    return groups_attribute(node.attributes()) > 1;
}

} // namespace

std::vector<KernelVariant> conv2d_variants() {
    return {
        {"conv3d_s8", [](const NodeView& node, const Target&) { return is_int8(node) && is_grouped(node); },
         [](NodeLowering& lowering) { add_volume_s8_call(lowering, "conv3d"); }},
        {"conv3d_f32", [](const NodeView& node, const Target&) { return is_float32(node) && is_grouped(node); },
         [](NodeLowering& lowering) { add_volume_f32_call(lowering, "conv3d"); }},
        {"conv3d_s16", [](const NodeView& node, const Target&) { return is_int16(node) && is_grouped(node); },
         [](NodeLowering& lowering) { add_volume_s16_call(lowering, "conv3d"); }},
        {"helium/conv2d_s8", has_helium_conv2d, lower_helium_conv2d},
        {"armv7em/conv2d_column_strips_s8", has_conv2d_column_strips, lower_conv2d_column_strips},
        {"armv7em/conv2d_channel_pairs_s8", has_conv2d_channel_pairs, lower_conv2d_channel_pairs},
        {"armv7em/conv2d_s8",
         [](const NodeView& node, const Target& target) { return is_int8(node) && has_dsp(target); },
         lower_armv7em_conv2d},
        {"armv6m/conv2d_s8", has_armv6m_conv2d, lower_armv6m_conv2d},
        {"rv32im/conv2d_s8", has_rv32im_convolution, lower_rv32im_conv2d},
        {"neon/conv2d_s8", has_neon_convolution, lower_neon_conv2d},
        {"conv2d_s8", [](const NodeView& node, const Target&) { return is_int8(node); }, lower_s8},
        {"conv2d_s16", [](const NodeView& node, const Target&) { return is_int16(node); }, lower_s16},
        {"conv2d_f32_w8", [](const NodeView& node, const Target&) { return has_int8_weights_only(node); },
         lower_f32_w8},
        {"conv2d_f32", [](const NodeView& node, const Target&) { return is_float32(node); }, lower_f32},
    };
}

} // namespace thimble
