// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/rv32im_steps.h"

#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/wide_scale.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/fully_connected.h"
#include "thimble/ops/requantize.h"

#include <algorithm>

namespace thimble {

namespace {

constexpr std::int64_t group_pixels = 4;
constexpr std::int64_t block_channels = 4;
constexpr std::int64_t pixel_block_channels = 8; ///< where a group is one pixel

/// Four words a channel, filled up to whole blocks. The channels of a block are all of one form.
std::vector<std::int32_t> scale_words(const std::vector<WideScale>& scales, std::size_t block) {
    std::vector<std::int32_t> words;
    for (std::size_t first = 0; first < scales.size(); first += block) {
        const std::size_t end = std::min(first + block, scales.size());
        const auto is_general = [](const WideScale& scale) { return scale.form == ScaleForm::general; };
        const bool any_general = std::any_of(
            scales.begin() + static_cast<std::ptrdiff_t>(first), scales.begin() + static_cast<std::ptrdiff_t>(end),
            is_general
        );
        for (std::size_t channel = first; channel < first + block; ++channel) {
            const WideScale& scale = scales[std::min(channel, end - 1)];
            words.push_back(scale.bias);
            words.push_back(any_general ? scale.multiplier : wrapped(std::int64_t{scale.multiplier} * 2));
            words.push_back(any_general ? scale.shift : scale.addend);
            words.push_back(any_general ? 0 : -scale.shift);
        }
    }
    return words;
}

} // namespace

bool has_rv32im_convolution(const NodeView& node, const Target& target) {
    return is_int8_with_constants(node) && target.architecture.rfind("rv32im", 0) == 0;
}

bool has_rv32im_fully_connected(const NodeView& node, const Target& target) {
    const auto is_zero = [](std::int64_t zero_point) { return zero_point == 0; };
    if (!has_rv32im_convolution(node, target)) {
        return false;
    }
    const auto& zero_points = node.input(1).quantization->zero_points;
    return std::all_of(zero_points.begin(), zero_points.end(), is_zero);
}

void lower_rv32im_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const std::int64_t pixels = node.output().shape.element_count() / layout.channels;
    const std::int64_t group = pixels < group_pixels ? 1 : group_pixels;
    const std::int64_t block = group == 1 ? pixel_block_channels : block_channels;
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    parameters.push_back(integer("group_pixels", group));
    const std::vector<std::int32_t> scales =
        scale_words(wide_convolution_scales(node, layout), static_cast<std::size_t>(block));
    constexpr std::uint32_t output_operand = 3;
    add_kernel_call(
        lowering, {rv32im_folder, "conv2d.h", "conv2d_s8", "Conv2dBlocksS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.constant("weights", blocked_weights(node, layout, block, 1)),
         lowering.constant("scales", scales), lowering.write(),
         lowering.scratch(static_cast<std::size_t>(layout.taps * group), DataType::int8)},
        is_pixelwise(node) ? convolution_in_place(node, output_operand) : std::vector<InPlacePair>{}
    );
}

void lower_rv32im_depthwise_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = columns_of(node.input(1).shape);
    std::vector<std::int32_t> border_biases;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        border_biases.push_back(wrapped(bias_of(node, channel)));
    }
    add_kernel_call(
        lowering, {rv32im_folder, "depthwise_conv2d.h", "depthwise_conv2d_s8", "DepthwiseConv2dS8Params"},
        convolution_s8_parameters(node),
        {lowering.read(0), lowering.read(1),
         lowering.constant("scales", scale_words(wide_convolution_scales(node, layout), 1)),
         lowering.constant("border_biases", border_biases), lowering.write()}
    );
}

void lower_rv32im_fully_connected(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const ClampRange range = quantized_clamp(node.output(), fully_connected_attributes(node.attributes()).activation);
    const std::vector<WideScale> scales = wide_scales(node, layout, fully_connected_multipliers(node));
    add_kernel_call(
        lowering, {rv32im_folder, "fully_connected.h", "fully_connected_s8", "FullyConnectedChannelsS8Params"},
        {
            integer("batch", node.output().shape.element_count() / layout.channels),
            integer("input_size", layout.taps),
            integer("output_size", layout.channels),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("output_min", range.low),
            integer("output_max", range.high),
        },
        {lowering.read(0), lowering.constant("weights", blocked_weights(node, layout, pixel_block_channels, 1)),
         lowering.constant("scales", scale_words(scales, static_cast<std::size_t>(pixel_block_channels))),
         lowering.write()}
    );
}

} // namespace thimble
