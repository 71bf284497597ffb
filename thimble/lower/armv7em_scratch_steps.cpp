// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/armv7em_steps.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/overlap.h"
#include "thimble/lower/scratch_budget.h"
#include "thimble/ops/convolution.h"

#include <algorithm>

namespace thimble {

namespace {

constexpr std::size_t word_bytes = 4;
constexpr std::uint32_t output_operand = 5;

/// As in the kernels.
constexpr std::int64_t pixels_at_once = 4;
constexpr std::int64_t fewest_sums = 64;
constexpr std::int64_t fewest_pieced_words = 512;
constexpr std::int64_t most_taps = 16;
constexpr int shortest_shift = 1;
constexpr int longest_shift = 20;

/// Words of four patches: eight for each word of a row, and one for bytes where they are not read as words.
std::int64_t patch_words(std::int64_t row_length, bool is_pointwise) {
    return (row_length + 3) / 4 * (is_pointwise && row_length % 4 == 0 ? 8 : 9);
}

struct PatchScratch {
    std::int64_t words = 0;
    BlockReads reads = BlockReads::before_writes;
};

/// Whole rows and as many sums as fit, or pieces of rows, for which the input is read again and again.
PatchScratch choose_patch_scratch(const NodeLowering& lowering, std::int64_t patches, std::int64_t channels) {
    const std::int64_t sums = pixels_at_once * channels;
    const auto budget = static_cast<std::int64_t>(scratch_budget_bytes(lowering) / word_bytes);
    const std::int64_t least = patches + std::min(sums, fewest_sums);
    if (least <= std::max(budget, fewest_pieced_words)) {
        return {std::clamp(budget, least, patches + sums), BlockReads::before_writes};
    }
    return {std::max(budget, fewest_pieced_words), BlockReads::while_writing};
}

/// Words of the plane of a strip.
std::int64_t plane_words(const NodeView& node, std::int64_t strip_rows) {
    const Window window = convolution_window(node);
    const std::int64_t rows =
        (strip_rows - 1) * window.stride.height + (window.size.height - 1) * window.dilation.height + 1;
    const std::int64_t columns =
        (node.output().shape[2] - 1) * window.stride.width + (window.size.width - 1) * window.dilation.width + 1;
    return rows * columns;
}

PixelBlocks strip_blocks(const NodeView& node, std::int64_t strip_rows) {
    return {strip_rows * node.output().shape[2], BlockReads::while_writing};
}

bool may_be_its_input(const NodeView& node) {
    return convolution_window(node).stride == Extent2d{} && node.input(0).shape == node.output().shape;
}

/// As many as the memory for plane and lead allows; all where the output can then be the input and takes less.
std::int64_t choose_strip_rows(const NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::size_t budget = scratch_budget_bytes(lowering);
    const auto extra_bytes = [&](std::int64_t rows) {
        const bool is_its_input = rows == node.output().shape[1] && may_be_its_input(node);
        const std::size_t plane = static_cast<std::size_t>(plane_words(node, rows)) * word_bytes;
        return plane + (is_its_input ? 0 : lead_bytes(node, convolution_window(node), strip_blocks(node, rows)));
    };
    std::int64_t best = node.output().shape[1];
    for (std::int64_t rows = best; rows > 0; --rows) {
        if (extra_bytes(rows) <= budget) {
            return rows;
        }
        if (extra_bytes(rows) < extra_bytes(best)) {
            best = rows;
        }
    }
    return best;
}

/// As large as the patches and, where pixels are missing, the outputs that take their place.
std::size_t compact_scratch_bytes(std::int64_t row_length, std::int64_t channels) {
    const std::int64_t words = std::max((row_length + 3) / 4 * 9, channels) + pixels_at_once * channels;
    return static_cast<std::size_t>(words) * word_bytes;
}

void lower_compact_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const Shape& weights = node.input(1).shape;
    std::vector<Operand> operands = convolution_integer_operands(lowering);
    const std::size_t scratch = compact_scratch_bytes(weights.element_count() / weights[0], weights[0]);
    operands.push_back(lowering.scratch(scratch, DataType::int32));
    add_kernel_call(
        lowering, {armv7em_folder, "conv2d_compact.h", "conv2d_compact_s8", "Conv2dS8Params"},
        convolution_s8_parameters(node), std::move(operands),
        overlap_ahead(node, convolution_window(node), {pixels_at_once, BlockReads::before_writes}, output_operand)
    );
}

void lower_compact_depthwise(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    add_kernel_call(
        lowering, {armv7em_folder, "depthwise_compact.h", "depthwise_compact_s8", "DepthwiseConv2dS8Params"},
        convolution_s8_parameters(node), convolution_integer_operands(lowering),
        overlap_ahead(node, convolution_window(node), {}, output_operand)
    );
}

/// Kernels of at most sixteen taps, scales of the short form.
bool has_depthwise_planes(const NodeView& node) {
    const Extent2d size = convolution_window(node).size;
    const auto factors = convolution_multipliers(node, node.output().shape[3]);
    return size.height * size.width <= most_taps &&
           std::all_of(factors.begin(), factors.end(), [](const QuantizedMultiplier& factor) {
               return -factor.shift >= shortest_shift && -factor.shift <= longest_shift;
           });
}

void lower_depthwise_planes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::int64_t strip_rows = choose_strip_rows(lowering);
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    parameters.push_back(integer("strip_rows", strip_rows));
    std::vector<Operand> operands = convolution_integer_operands(lowering);
    operands.push_back(
        lowering.scratch(static_cast<std::size_t>(plane_words(node, strip_rows)) * word_bytes, DataType::int32)
    );
    std::vector<InPlacePair> pairs =
        overlap_ahead(node, convolution_window(node), strip_blocks(node, strip_rows), output_operand);
    if (!pairs.empty() && strip_rows == node.output().shape[1] && may_be_its_input(node)) {
        pairs = {{0, output_operand}};
    }
    add_kernel_call(
        lowering, {armv7em_folder, "depthwise_planes.h", "depthwise_planes_s8", "DepthwisePlanesS8Params"},
        std::move(parameters), std::move(operands), std::move(pairs)
    );
}

} // namespace

bool favours_memory(const NodeLowering& lowering) {
    return lowering.options().optimize == Optimize::ram || lowering.options().optimize == Optimize::flash;
}

void lower_armv7em_depthwise(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {armv7em_folder, "depthwise_conv2d.h", "depthwise_conv2d_s8", "DepthwiseConv2dS8Params"},
        convolution_s8_parameters(lowering.node()), convolution_integer_operands(lowering)
    );
}

void add_compact_rows_call(
    NodeLowering& lowering, const PixelRows& rows, std::vector<Parameter> parameters, std::vector<Operand> operands
) {
    const std::size_t scratch = compact_scratch_bytes(rows.row_length, rows.channels);
    operands.push_back(lowering.scratch(scratch, DataType::int32));
    add_kernel_call(
        lowering, {armv7em_folder, "conv2d_compact.h", "conv2d_compact_s8", "Conv2dS8Params"}, std::move(parameters),
        std::move(operands)
    );
}

std::int64_t patch_scratch_words(const NodeLowering& lowering, const PixelRows& rows) {
    const std::int64_t patches = patch_words(rows.row_length, true);
    return rows.pixels < pixels_at_once ? 1 : choose_patch_scratch(lowering, patches, rows.channels).words;
}

void lower_armv7em_conv2d(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    if (lowering.options().optimize == Optimize::flash) {
        lower_compact_conv2d(lowering);
        return;
    }
    const Shape& weights = node.input(1).shape;
    const Window window = convolution_window(node);
    const bool is_pointwise = window.size == Extent2d{} && window.stride == Extent2d{} && window.padding == Padding2d{};
    const std::int64_t patches = patch_words(weights.element_count() / weights[0], is_pointwise);
    const PatchScratch scratch = choose_patch_scratch(lowering, patches, weights[0]);
    std::vector<Parameter> parameters = convolution_s8_parameters(node);
    parameters.push_back(integer("scratch_words", scratch.words));
    std::vector<Operand> operands = convolution_integer_operands(lowering);
    operands.push_back(lowering.scratch(static_cast<std::size_t>(scratch.words) * word_bytes, DataType::int32));
    add_kernel_call(
        lowering, {armv7em_folder, "conv2d.h", "conv2d_s8", "Conv2dScratchS8Params"}, std::move(parameters),
        std::move(operands),
        overlap_ahead(node, convolution_window(node), {pixels_at_once, scratch.reads}, output_operand)
    );
}

bool has_armv7em_depthwise_fours(const NodeView& node) {
    const std::int64_t channels = node.output().shape[3];
    return channels % 4 == 0 && node.input(0).shape[3] == channels;
}

void lower_armv7em_depthwise_fours(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    if (lowering.options().optimize == Optimize::flash) {
        lower_compact_depthwise(lowering);
    } else if (has_depthwise_planes(node)) {
        lower_depthwise_planes(lowering);
    } else {
        lower_armv7em_depthwise(lowering);
    }
}

} // namespace thimble
