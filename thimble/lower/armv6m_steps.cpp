// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/armv6m_steps.h"

#include "thimble/lower/channel_sums.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/overlap.h"
#include "thimble/lower/scratch_budget.h"
#include "thimble/lower/short_scale.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/fully_connected.h"
#include "thimble/ops/requantize.h"

#include <algorithm>
#include <span>

namespace thimble {

namespace {

/// What is added to activations before they are multiplied, as the kernels do.
constexpr std::int64_t conv2d_raise = 128;
constexpr std::int64_t depthwise_raise = 129;
constexpr std::int64_t fully_connected_raise = 0;

constexpr std::int64_t most_pairs = 3;
constexpr std::int64_t patch_step = 4;
constexpr std::int64_t rows_in_block = 4;
constexpr std::size_t word_bytes = 4;

bool is_on_armv6m(const NodeView& node, const Target& target) {
    return is_int8_with_constants(node) && target.architecture == "armv6-m";
}

struct ScaledLayer {
    std::vector<std::int32_t> biases;
    ShortScales scales;
    std::int32_t scale_step = 0; ///< words from a channel's scale to the next one's
};

/// Biases and scales for sums of weights times activations raised by `raise`. One multiplier gives one scale, which
/// then holds for the sums of all channels.
ScaledLayer scale_layer(
    const NodeView& node, const WeightLayout& layout, const std::vector<QuantizedMultiplier>& multipliers,
    std::int64_t raise, ClampRange range
) {
    std::vector<ScaledSums> scaled;
    ScaledLayer layer;
    const std::int64_t zero_point = node.input(0).quantization->zero_point();
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        const ChannelSums sums = channel_sums(node, layout, channel);
        layer.biases.push_back(wrapped(bias_of(node, channel) - (raise + zero_point) * sums.weights));
        if (static_cast<std::size_t>(channel) < multipliers.size()) {
            ScaledSums reach;
            reach.lowest = sums.lowest;
            reach.highest = sums.highest;
            reach.multiplier = multipliers[static_cast<std::size_t>(channel)];
            scaled.push_back(reach);
        } else {
            scaled[0].lowest = std::min(scaled[0].lowest, sums.lowest);
            scaled[0].highest = std::max(scaled[0].highest, sums.highest);
        }
    }
    layer.scales = short_scales(scaled, node.output().quantization->zero_point(), range);
    layer.scale_step = multipliers.size() == 1 ? 0 : layer.scales.scale_words;
    for (std::size_t channel = 0; channel < layer.biases.size(); ++channel) {
        const std::size_t scale = multipliers.size() == 1 ? 0 : channel;
        layer.biases[channel] = wrapped(std::int64_t{layer.biases[channel]} + layer.scales.offsets[scale]);
    }
    return layer;
}

ScaledLayer scale_convolution(const NodeView& node, const WeightLayout& layout, std::int64_t raise) {
    const std::vector<QuantizedMultiplier> multipliers = convolution_multipliers(node, layout.channels);
    return scale_layer(
        node, layout, multipliers, raise, quantized_clamp(node.output(), activation_attribute(node.attributes()))
    );
}

/// w + 128, as the kernels' unsigned bytes.
std::uint8_t raised(std::int8_t weight) {
    return static_cast<std::uint8_t>(weight + 128);
}

std::vector<std::uint8_t> raised_rows(const NodeView& node) {
    const auto weights = node.constant(1)->elements<std::int8_t>();
    std::vector<std::uint8_t> rows;
    std::transform(weights.begin(), weights.end(), std::back_inserter(rows), raised);
    rows.resize(rows.size() + patch_step - 1); // the last row is read up to a multiple of the step
    return rows;
}

/// Blocks of four rows, tap by tap; rows that fill up the last block are zeros.
std::vector<std::uint8_t> raised_blocks(const NodeView& node, const WeightLayout& layout) {
    const auto weights = node.constant(1)->elements<std::int8_t>();
    std::vector<std::uint8_t> blocks;
    for (std::int64_t first = 0; first < layout.channels; first += rows_in_block) {
        for (std::int64_t tap = 0; tap < layout.taps; ++tap) {
            for (std::int64_t row = first; row < first + rows_in_block; ++row) {
                const auto index = static_cast<std::size_t>(row * layout.taps + tap);
                blocks.push_back(row < layout.channels ? raised(weights[index]) : 0);
            }
        }
    }
    return blocks;
}

std::size_t patch_bytes(std::int64_t taps, std::int64_t pairs) {
    const std::int64_t filled_taps = (taps + patch_step - 1) / patch_step * patch_step;
    return static_cast<std::size_t>(filled_taps * pairs) * word_bytes;
}

/// As many as the scratch memory allows and the layer has use for.
std::int64_t choose_pairs(const NodeLowering& lowering, std::int64_t taps) {
    const NodeView& node = lowering.node();
    const std::int64_t pixels = node.output().shape.element_count() / node.output().shape[3];
    const std::size_t budget = scratch_budget_bytes(lowering);
    std::int64_t pairs = std::min(most_pairs, (pixels + 1) / 2);
    while (pairs > 1 && patch_bytes(taps, pairs) > budget) {
        --pairs;
    }
    return pairs;
}

/// Words of scratch memory of the depthwise kernel: weights, plane, sums.
std::size_t strip_bytes(const NodeView& node, std::int64_t pair_rows) {
    const Window window = convolution_window(node);
    const std::int64_t output_width = node.output().shape[2];
    const std::int64_t plane_width = (output_width - 1) * window.stride.width + window.size.width;
    const std::int64_t plane_rows =
        (pair_rows - 1) * window.stride.height + (window.size.height - 1) * window.dilation.height + 1;
    const std::int64_t words =
        window.size.height * window.size.width + plane_rows * plane_width + 2 * pair_rows * output_width + 1;
    return static_cast<std::size_t>(words) * word_bytes;
}

/// A channel depends on no other: it can be written over once it has been gathered whole.
bool is_channelwise(const NodeView& node) {
    return has_unit_stride(node) && node.input(0).shape == node.output().shape;
}

bool is_one_strip(const NodeView& node, std::int64_t pair_rows) {
    return 2 * pair_rows >= node.output().shape[1];
}

PixelBlocks strip_blocks(const NodeView& node, std::int64_t pair_rows) {
    return {2 * pair_rows * node.output().shape[2], BlockReads::while_writing};
}

/// Bytes that a strip takes beside input and output, which lie over each other as far as they can.
std::size_t overlapping_strip_bytes(const NodeView& node, std::int64_t pair_rows) {
    const bool is_in_place = is_channelwise(node) && is_one_strip(node, pair_rows);
    const std::size_t lead =
        is_in_place ? 0 : lead_bytes(node, convolution_window(node), strip_blocks(node, pair_rows));
    return strip_bytes(node, pair_rows) + lead;
}

/// All rows where that lets the output take the input's memory and takes less itself. Where memory counts, as many as
/// the budget allows for scratch memory and lead together.
std::int64_t choose_pair_rows(const NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const bool saves_memory = lowering.options().optimize == Optimize::ram;
    std::int64_t pair_rows = (node.output().shape[1] + 1) / 2;
    std::size_t budget = scratch_budget_bytes(lowering);
    if (is_channelwise(node) && !saves_memory) {
        budget = std::max(budget, node.output().byte_count() / 2);
    }
    while (pair_rows > 1 &&
           (saves_memory ? overlapping_strip_bytes(node, pair_rows) : strip_bytes(node, pair_rows)) > budget) {
        --pair_rows;
    }
    return pair_rows;
}

/// Operand 4 is the output of both convolution kernels, operand 0 the input: starts are shared where they can be, and
/// may lie apart by the lead of `blocks` elsewhere.
std::vector<InPlacePair> sharing(const NodeView& node, bool is_in_place, PixelBlocks blocks) {
    if (node.constant(0) != nullptr) {
        return {};
    }
    return is_in_place ? std::vector<InPlacePair>{{0, 4}} : overlap_ahead(node, convolution_window(node), blocks, 4);
}

} // namespace

bool has_armv6m_conv2d(const NodeView& node, const Target& target) {
    return is_on_armv6m(node, target);
}

bool has_armv6m_depthwise_conv2d(const NodeView& node, const Target& target) {
    return is_on_armv6m(node, target) && convolution_window(node).dilation.width == 1;
}

bool has_armv6m_fully_connected(const NodeView& node, const Target& target) {
    const auto is_zero = [](std::int64_t zero_point) { return zero_point == 0; };
    if (!is_on_armv6m(node, target)) {
        return false;
    }
    const auto& zero_points = node.input(1).quantization->zero_points;
    return std::all_of(zero_points.begin(), zero_points.end(), is_zero);
}

void lower_armv6m_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const ScaledLayer layer = scale_convolution(node, layout, conv2d_raise);
    const std::int64_t pairs = choose_pairs(lowering, layout.taps);
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    parameters.push_back(integer("pairs", pairs));
    parameters.push_back(integer("fraction_bits", layer.scales.fraction_bits));
    parameters.push_back(integer("scale_words", layer.scales.scale_words));
    add_kernel_call(
        lowering, {armv6m_folder, "conv2d.h", "conv2d_s8", "Conv2dPairsS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.constant("weights", raised_rows(node)), lowering.constant("biases", layer.biases),
         lowering.constant("scales", layer.scales.words), lowering.write(),
         lowering.scratch(patch_bytes(layout.taps, pairs), DataType::int32)},
        sharing(node, is_pixelwise(node), {2 * pairs, BlockReads::before_writes})
    );
}

void lower_armv6m_depthwise_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const ScaledLayer layer = scale_convolution(node, columns_of(node.input(1).shape), depthwise_raise);
    const std::int64_t pair_rows = choose_pair_rows(lowering);
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    parameters.push_back(integer("pair_rows", pair_rows));
    parameters.push_back(integer("fraction_bits", layer.scales.fraction_bits));
    parameters.push_back(integer("scale_words", layer.scales.scale_words));
    add_kernel_call(
        lowering, {armv6m_folder, "depthwise_conv2d.h", "depthwise_conv2d_s8", "DepthwiseConv2dPairsS8Params"},
        std::move(parameters),
        {lowering.read(0), lowering.read(1), lowering.constant("biases", layer.biases),
         lowering.constant("scales", layer.scales.words), lowering.write(),
         lowering.scratch(strip_bytes(node, pair_rows), DataType::int32)},
        sharing(node, is_channelwise(node) && is_one_strip(node, pair_rows), strip_blocks(node, pair_rows))
    );
}

void lower_armv6m_fully_connected(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const ClampRange range = quantized_clamp(node.output(), fully_connected_attributes(node.attributes()).activation);
    const ScaledLayer layer =
        scale_layer(node, layout, fully_connected_multipliers(node), fully_connected_raise, range);
    add_kernel_call(
        lowering, {armv6m_folder, "fully_connected.h", "fully_connected_s8", "FullyConnectedBlocksS8Params"},
        {
            integer("batch", node.output().shape.element_count() / layout.channels),
            integer("input_size", layout.taps),
            integer("output_size", layout.channels),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("output_min", range.low),
            integer("output_max", range.high),
            integer("fraction_bits", layer.scales.fraction_bits),
            integer("scale_words", layer.scales.scale_words),
            integer("scale_step", layer.scale_step),
        },
        {lowering.read(0), lowering.constant("weights", raised_blocks(node, layout)),
         lowering.constant("biases", layer.biases), lowering.constant("scales", layer.scales.words), lowering.write()}
    );
}

} // namespace thimble
