// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/neon_steps.h"

#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/wide_scale.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/fully_connected.h"
#include "thimble/ops/requantize.h"

#include <algorithm>

namespace thimble {

namespace {

constexpr std::int64_t vector_taps = 16;
constexpr std::int64_t channels_at_once = 4;
constexpr std::int64_t pixels_in_group = 2;

/// Of each four channels the biases, multipliers, left shifts and minus the right shifts. The last channel fills up.
std::vector<std::int32_t> four_scale_words(const std::vector<WideScale>& scales) {
    std::vector<std::int32_t> words;
    constexpr auto four = static_cast<std::size_t>(channels_at_once);
    for (std::size_t first = 0; first < scales.size(); first += four) {
        const auto add_words = [&](std::int32_t (*word)(const WideScale& scale)) {
            for (std::size_t channel = first; channel < first + four; ++channel) {
                words.push_back(word(scales[std::min(channel, scales.size() - 1)]));
            }
        };
        add_words([](const WideScale& scale) { return scale.bias; });
        add_words([](const WideScale& scale) { return scale.multiplier; });
        add_words([](const WideScale& scale) { return std::max(scale.shift, 0); });
        add_words([](const WideScale& scale) { return std::min(scale.shift, 0); });
    }
    return words;
}

/// Two products of a weight of -128 with an activation of -128 need 17 bits.
std::int64_t addable_products(const NodeView& node) {
    const auto weights = node.constant(1)->elements<std::int8_t>();
    return std::any_of(weights.begin(), weights.end(), [](std::int8_t weight) { return weight == -128; }) ? 1 : 2;
}

std::int64_t vector_bytes(std::int64_t taps) {
    return (taps + vector_taps - 1) / vector_taps * vector_taps;
}

} // namespace

bool has_neon_convolution(const NodeView& node, const Target& target) {
    return is_int8_with_constants(node) && has_neon(target);
}

bool has_neon_fully_connected(const NodeView& node, const Target& target) {
    const auto is_zero = [](std::int64_t zero_point) { return zero_point == 0; };
    if (!has_neon_convolution(node, target)) {
        return false;
    }
    const auto& zero_points = node.input(1).quantization->zero_points;
    return std::all_of(zero_points.begin(), zero_points.end(), is_zero);
}

void lower_neon_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    parameters.push_back(integer("addable_products", addable_products(node)));
    add_kernel_call(
        lowering, {neon_folder, "conv2d.h", "conv2d_s8", "Conv2dFoursS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.constant("weights", blocked_weights(node, layout, channels_at_once, vector_taps)),
         lowering.constant("scales", four_scale_words(wide_convolution_scales(node, layout))), lowering.write(),
         lowering.scratch(static_cast<std::size_t>(vector_bytes(layout.taps) * pixels_in_group), DataType::int8)}
    );
}

void lower_neon_depthwise_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = columns_of(node.input(1).shape);
    std::vector<WideScale> scales = wide_convolution_scales(node, layout);
    for (std::size_t channel = 0; channel < scales.size(); ++channel) {
        scales[channel].bias =
            wrapped(bias_of(node, static_cast<std::int64_t>(channel))); // the kernel has the zero point
    }
    add_kernel_call(
        lowering, {neon_folder, "depthwise_conv2d.h", "depthwise_conv2d_s8", "DepthwiseConv2dS8Params"},
        convolution_s8_parameters(node),
        {lowering.read(0), lowering.read(1), lowering.constant("scales", four_scale_words(scales)), lowering.write()}
    );
}

void lower_neon_fully_connected(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const ClampRange range = quantized_clamp(node.output(), fully_connected_attributes(node.attributes()).activation);
    const std::vector<WideScale> scales = wide_scales(node, layout, fully_connected_multipliers(node));
    const bool is_whole = layout.taps % vector_taps == 0; // read where they are
    add_kernel_call(
        lowering, {neon_folder, "fully_connected.h", "fully_connected_s8", "FullyConnectedFoursS8Params"},
        {
            integer("batch", node.output().shape.element_count() / layout.channels),
            integer("input_size", layout.taps),
            integer("output_size", layout.channels),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("output_min", range.low),
            integer("output_max", range.high),
            integer("addable_products", addable_products(node)),
        },
        {lowering.read(0), lowering.constant("weights", blocked_weights(node, layout, channels_at_once, vector_taps)),
         lowering.constant("scales", four_scale_words(scales)), lowering.write(),
         lowering.scratch(is_whole ? 1 : static_cast<std::size_t>(vector_bytes(layout.taps)), DataType::int8)}
    );
}

} // namespace thimble
