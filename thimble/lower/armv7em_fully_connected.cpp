// SPDX-License-Identifier: Apache-2.0
// Calls of fully_connected_row_pairs_s8.
#include "thimble/lower/armv7em_steps.h"
#include "thimble/lower/channel_sums.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/paired_words.h"
#include "thimble/lower/shifted_scale.h"
#include "thimble/ops/fully_connected.h"
#include "thimble/ops/requantize.h"

#include <algorithm>

namespace thimble {

namespace {

/// The scale of a fully connected layer: one for the sums of all rows.
std::optional<ShiftedScale> row_scale(const NodeView& node, const WeightLayout& layout) {
    ChannelSums all = channel_sums(node, layout, 0);
    for (std::int64_t row = 1; row < layout.channels; ++row) {
        const ChannelSums sums = channel_sums(node, layout, row);
        all.lowest = std::min(all.lowest, sums.lowest);
        all.highest = std::max(all.highest, sums.highest);
    }
    const ScaledSums scaled = {fully_connected_multipliers(node).front(), all.lowest, all.highest};
    return shifted_scale(scaled, node.output().quantization->zero_point(), raised_sums_end);
}

/// Rows in blocks of four as device/thimblert/kernels/armv7em/fully_connected_row_pairs.h reads them.
class RowBlockWriter {
public:
    RowBlockWriter(const NodeView& node, const WeightLayout& layout) : node_(node), layout_(layout) {}

    std::vector<std::int32_t> write() {
        for (std::int64_t row = 0; row < layout_.channels; row += 4) {
            write_sums(row);
            write_sums(row + 2);
            for (std::int64_t tap = 0; tap < layout_.taps; tap += 4) {
                write_pairs(row, tap);
                write_pairs(row + 2, tap);
            }
        }
        return std::move(words_);
    }

private:
    /// The input's zero point is taken out here.
    std::int64_t start(std::int64_t row) const {
        const std::int64_t zero_point = node_.input(0).quantization->zero_point();
        return row < layout_.channels ? bias_of(node_, row) - zero_point * channel_sums(node_, layout_, row).weights
                                      : 0;
    }

    std::int64_t weight(std::int64_t row, std::int64_t tap) const {
        return row < layout_.channels ? weight_of(node_, layout_, row, tap) : 0;
    }

    void write_sums(std::int64_t row) {
        words_.push_back(wrapped_word(start(row)));
        words_.push_back(wrapped_word(256 * start(row + 1) + start(row)));
    }

    void write_pairs(std::int64_t row, std::int64_t tap) {
        const auto half = [&](std::size_t index) {
            const std::int64_t column = tap + widened_order[index];
            return 256 * weight(row + 1, column) + weight(row, column);
        };
        words_.push_back(word_of_halves(half(0), half(1)));
        words_.push_back(word_of_halves(half(2), half(3)));
    }

    const NodeView& node_;
    const WeightLayout& layout_;
    std::vector<std::int32_t> words_;
};

} // namespace

bool has_fully_connected_row_pairs(const NodeView& node, const Target& target) {
    const auto is_zero = [](std::int64_t zero_point) { return zero_point == 0; };
    if (!is_int8_with_constants(node) || !has_dsp(target)) {
        return false;
    }
    const auto& zero_points = node.input(1).quantization->zero_points;
    const WeightLayout layout = rows_of(node.input(1).shape);
    return std::all_of(zero_points.begin(), zero_points.end(), is_zero) && layout.taps % 4 == 0 &&
           have_room_for_pairs(node, layout) && row_scale(node, layout).has_value();
}

void lower_fully_connected_row_pairs(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const ShiftedScale scale = *row_scale(node, layout);
    const ClampRange range = quantized_clamp(node.output(), fully_connected_attributes(node.attributes()).activation);
    add_kernel_call(
        lowering,
        {armv7em_folder, "fully_connected_row_pairs.h", "fully_connected_row_pairs_s8",
         "FullyConnectedRowPairsS8Params"},
        {
            integer("batch", node.output().shape.element_count() / layout.channels),
            integer("input_size", layout.taps),
            integer("output_size", layout.channels),
            integer("multiplier", scale.multiplier),
            integer("addend", scale.addend),
            integer("right", scale.right),
            integer("corrects_negatives", range.low < node.output().quantization->zero_point() ? 1 : 0),
            integer("output_min", range.low),
            integer("output_max", range.high),
        },
        {lowering.read(0), lowering.constant("row_pairs", RowBlockWriter(node, layout).write()), lowering.write()}
    );
}

} // namespace thimble
