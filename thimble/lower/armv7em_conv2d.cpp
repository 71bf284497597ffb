// SPDX-License-Identifier: Apache-2.0
// Calls of conv2d_channel_pairs_s8 and conv2d_column_strips_s8.
#include "thimble/lower/armv7em_steps.h"
#include "thimble/lower/channel_sums.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/paired_words.h"
#include "thimble/lower/scratch_budget.h"
#include "thimble/lower/shifted_scale.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/volume_geometry.h"

#include <algorithm>
#include <numeric>

namespace thimble {

namespace {

constexpr std::int64_t pixels_at_once = 4;
/// Scratch memory that a kernel may ask for in any model.
constexpr std::size_t least_budget_bytes = 2048;

/// Bytes of four widened patches, and of one patch on its way where not all of them are read where they are.
std::size_t patches_bytes(std::int64_t taps) {
    constexpr std::int64_t bytes_a_word = pixels_at_once * 8 + 4;
    return static_cast<std::size_t>((taps + 3) / 4 * bytes_a_word);
}

/// Two channels as the kernel reads them; `second` may be one beyond the last, which then is all zeros.
class PairWriter {
public:
    PairWriter(
        const NodeView& node, const WeightLayout& layout, const std::vector<ShiftedScale>& scales,
        std::vector<std::int64_t> taps
    )
        : node_(node), layout_(layout), scales_(scales), taps_(std::move(taps)) {}

    std::vector<std::int32_t> write() {
        for (std::int64_t channel = 0; channel < layout_.channels; channel += 2) {
            const std::int64_t first = bias(channel);
            words_.push_back(wrapped_word(first));
            words_.push_back(wrapped_word(256 * bias(channel + 1) + first));
            for (std::int64_t tap = 0; tap < layout_.taps; tap += 4) {
                write_pairs(channel, tap);
            }
            write_scale(channel);
            write_scale(channel + 1);
        }
        return std::move(words_);
    }

private:
    std::int64_t bias(std::int64_t channel) const { return channel < layout_.channels ? bias_of(node_, channel) : 0; }

    std::int64_t weight(std::int64_t channel, std::int64_t tap) const {
        if (channel >= layout_.channels || tap >= layout_.taps) {
            return 0;
        }
        return weight_of(node_, layout_, channel, taps_[static_cast<std::size_t>(tap)]);
    }

    std::int64_t half(std::int64_t channel, std::int64_t tap) const {
        return 256 * weight(channel + 1, tap) + weight(channel, tap);
    }

    void write_pairs(std::int64_t channel, std::int64_t tap) {
        for (std::size_t pair = 0; pair < 4; pair += 2) {
            const std::int64_t low = half(channel, tap + widened_order[pair]);
            const std::int64_t high = half(channel, tap + widened_order[pair + 1]);
            words_.push_back(word_of_halves(low, high));
        }
    }

    void write_scale(std::int64_t channel) {
        const ShiftedScale scale =
            channel < layout_.channels ? scales_[static_cast<std::size_t>(channel)] : ShiftedScale{};
        words_.insert(words_.end(), {scale.multiplier, scale.addend, scale.right});
    }

    const NodeView& node_;
    const WeightLayout& layout_;
    const std::vector<ShiftedScale>& scales_;
    std::vector<std::int64_t> taps_; ///< of the layout, in the order in which the kernel meets them
    std::vector<std::int32_t> words_;
};

std::vector<std::int64_t> taps_by_rows(const WeightLayout& layout) {
    std::vector<std::int64_t> taps(static_cast<std::size_t>(layout.taps));
    std::iota(taps.begin(), taps.end(), 0);
    return taps;
}

std::vector<std::int64_t> taps_by_columns(const Shape& weights) {
    std::vector<std::int64_t> taps;
    for (std::int64_t x = 0; x < weights[2]; ++x) {
        for (std::int64_t y = 0; y < weights[1]; ++y) {
            for (std::int64_t channel = 0; channel < weights[3]; ++channel) {
                taps.push_back((y * weights[2] + x) * weights[3] + channel);
            }
        }
    }
    return taps;
}

/// Columns that the windows of an output row reach.
std::int64_t strip_columns(const NodeView& node) {
    const Window window = convolution_window(node);
    return (node.output().shape[2] - 1) * window.stride.width + window.size.width;
}

/// Bytes of four widened patches, and of the strip with three bytes to read beyond.
std::size_t strip_bytes(const NodeView& node) {
    const Shape& weights = node.input(1).shape;
    const std::int64_t column_bytes = weights[1] * weights[3];
    const std::int64_t patches = (column_bytes * weights[2] + 3) / 4 * pixels_at_once * 8;
    return static_cast<std::size_t>(patches + strip_columns(node) * column_bytes + 3);
}

void add_channel_pairs_call(
    NodeLowering& lowering, std::string_view file, std::string_view function, std::vector<std::int64_t> taps,
    std::size_t scratch_bytes
) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const std::vector<ShiftedScale> scales = shifted_scales(node, layout, raised_sums_end);
    add_kernel_call(
        lowering, {armv7em_folder, file, function, "Conv2dS8Params"}, convolution_s8_parameters(node),
        {lowering.read(0),
         lowering.constant("channel_pairs", PairWriter(node, layout, scales, std::move(taps)).write()),
         lowering.write(), lowering.scratch((scratch_bytes + 3) / 4 * 4, DataType::int32)}
    );
}

} // namespace

bool has_conv2d_channel_pairs(const NodeView& node, const Target& target) {
    if (!is_int8_with_constants(node) || !has_dsp(target) || groups_attribute(node.attributes()) > 1) {
        return false;
    }
    const WeightLayout layout = rows_of(node.input(1).shape);
    return patches_bytes(layout.taps) <= std::max(least_budget_bytes, scratch_budget_bytes(node)) &&
           have_room_for_pairs(node, layout) && !shifted_scales(node, layout, raised_sums_end).empty();
}

void lower_conv2d_channel_pairs(NodeLowering& lowering) {
    if (favours_memory(lowering)) {
        lower_armv7em_conv2d(lowering);
        return;
    }
    const WeightLayout layout = rows_of(lowering.node().input(1).shape);
    add_channel_pairs_call(
        lowering, "conv2d_channel_pairs.h", "conv2d_channel_pairs_s8", taps_by_rows(layout), patches_bytes(layout.taps)
    );
}

bool has_conv2d_column_strips(const NodeView& node, const Target& target) {
    if (!has_conv2d_channel_pairs(node, target)) {
        return false;
    }
    const Window window = convolution_window(node);
    const std::int64_t channels = node.input(0).shape[3];
    return channels <= 3 && window.size.width * channels % 4 != 0 && window.dilation.height == 1 &&
           window.dilation.width == 1 && window.padding.left < strip_columns(node) &&
           strip_bytes(node) <= std::max(least_budget_bytes, scratch_budget_bytes(node));
}

void lower_conv2d_column_strips(NodeLowering& lowering) {
    if (favours_memory(lowering)) {
        lower_armv7em_conv2d(lowering);
        return;
    }
    const NodeView& node = lowering.node();
    add_channel_pairs_call(
        lowering, "conv2d_column_strips.h", "conv2d_column_strips_s8", taps_by_columns(node.input(1).shape),
        strip_bytes(node)
    );
}

} // namespace thimble
