// SPDX-License-Identifier: Apache-2.0
// Calls of depthwise_three_by_three_s8.
#include "thimble/lower/armv7em_steps.h"
#include "thimble/lower/channel_sums.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/paired_words.h"
#include "thimble/lower/scratch_budget.h"
#include "thimble/lower/shifted_scale.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/requantize.h"

namespace thimble {

namespace {

/// What a plane of the depthwise kernel takes.
struct PlaneSizes {
    std::int64_t column_pairs;
    std::int64_t rows;       ///< of the output, as the kernel counts them: pairs of rows with stride 1
    std::int64_t strip_rows; ///< of them in a strip; 0 where there is no memory for one
};

std::size_t planes_bytes(std::int64_t column_pairs, std::int64_t strip_rows) {
    return static_cast<std::size_t>(column_pairs * (strip_rows + 1) * 8 * 4);
}

/// Strips of the same size, as few as the scratch memory allows.
PlaneSizes plane_sizes(const NodeView& node) {
    const Shape& output = node.output().shape;
    const std::int64_t stride = convolution_window(node).stride.width;
    const std::int64_t pixel_pairs = (output[2] + 1) / 2;
    PlaneSizes sizes{stride * pixel_pairs + 1, stride == 1 ? (output[1] + 1) / 2 : output[1], 0};
    const std::size_t budget = scratch_budget_bytes(node) / 16 * 15; // arenas are filled up to the alignment
    std::int64_t most = sizes.rows;
    while (most > 0 && planes_bytes(sizes.column_pairs, most) > budget) {
        --most;
    }
    if (most > 0) {
        const std::int64_t strips = (sizes.rows + most - 1) / most;
        sizes.strip_rows = (sizes.rows + strips - 1) / strips;
    }
    return sizes;
}

/// A channel as device/thimblert/kernels/armv7em/three_by_three.h reads it. Activations keep their zero point, which
/// the sum to begin with takes out.
void write_three_by_three(
    const NodeView& node, const WeightLayout& layout, std::int64_t channel, const ShiftedScale& scale,
    std::vector<std::int32_t>& words
) {
    const std::int64_t zero_point = node.input(0).quantization->zero_point();
    const std::int64_t weights = channel_sums(node, layout, channel).weights;
    const auto doubled = [&](std::int64_t tap) { return std::int64_t{2} * weight_of(node, layout, channel, tap); };
    words.push_back(wrapped_word(2 * (bias_of(node, channel) - zero_point * weights)));
    for (std::int64_t tap = 0; tap < layout.taps; tap += 3) {
        words.push_back(word_of_halves(doubled(tap), doubled(tap + 1)));
        words.push_back(word_of_halves(doubled(tap + 1), doubled(tap + 2)));
    }
    words.insert(words.end(), {scale.multiplier, scale.addend, scale.right});
}

bool is_three_by_three(const NodeView& node) {
    const Window window = convolution_window(node);
    const Shape& output = node.output().shape;
    const bool is_small_stride = window.stride.height == window.stride.width && window.stride.width <= 2;
    const bool is_dense = window.dilation.height == 1 && window.dilation.width == 1;
    return window.size.height == 3 && window.size.width == 3 && window.padding.left <= 1 && is_small_stride &&
           is_dense && output[2] >= 2 && output[3] % 4 == 0 && output[3] == node.input(0).shape[3];
}

} // namespace

bool has_depthwise_three_by_three(const NodeView& node, const Target& target) {
    return is_int8_with_constants(node) && has_dsp(target) && is_three_by_three(node) &&
           plane_sizes(node).strip_rows > 0 &&
           !shifted_scales(node, columns_of(node.input(1).shape), doubled_sums_end).empty();
}

void lower_depthwise_three_by_three(NodeLowering& lowering) {
    if (favours_memory(lowering)) {
        lower_armv7em_depthwise_fours(lowering);
        return;
    }
    const NodeView& node = lowering.node();
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    const WeightLayout layout = columns_of(node.input(1).shape);
    const Window window = convolution_window(node);
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    const PlaneSizes sizes = plane_sizes(node);
    const std::vector<ShiftedScale> scales = shifted_scales(node, layout, doubled_sums_end);
    std::vector<std::int32_t> filters;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        write_three_by_three(node, layout, channel, scales[static_cast<std::size_t>(channel)], filters);
    }
    add_kernel_call(
        lowering,
        {armv7em_folder, "depthwise_three_by_three.h", "depthwise_three_by_three_s8", "DepthwiseThreeByThreeS8Params"},
        {
            integer("batch", input[0]),
            integer("input_height", input[1]),
            integer("input_width", input[2]),
            integer("channels", input[3]),
            integer("output_height", output[1]),
            integer("output_width", output[2]),
            integer("stride", window.stride.width),
            integer("padding_top", window.padding.top),
            integer("padding_left", window.padding.left),
            integer("input_zero_point", node.input(0).quantization->zero_point()),
            integer("output_zero_point", node.output().quantization->zero_point()),
            integer("output_min", range.low),
            integer("output_max", range.high),
            integer("column_pairs", sizes.column_pairs),
            integer("strip_rows", sizes.strip_rows),
        },
        {lowering.read(0), lowering.constant("filters", filters), lowering.write(),
         lowering.scratch(planes_bytes(sizes.column_pairs, sizes.strip_rows), DataType::int32)}
    );
}

} // namespace thimble
