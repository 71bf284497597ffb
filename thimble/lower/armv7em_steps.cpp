// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/armv7em_steps.h"

#include "thimble/lower/channel_sums.h"
#include "thimble/lower/convolution_parameters.h"
#include "thimble/lower/kernel_step.h"
#include "thimble/lower/scratch_budget.h"
#include "thimble/lower/shifted_scale.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/volume_geometry.h"

#include <algorithm>
#include <array>

namespace thimble {

namespace {

/// Widening keeps the elements of a word in this order.
constexpr std::array<std::int64_t, 4> widened_order = {0, 2, 1, 3};
constexpr std::int64_t pixels_at_once = 4;
/// Scratch memory that a kernel may ask for in any model.
constexpr std::size_t least_budget_bytes = 2048;

std::uint32_t word_of(std::int64_t value) {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(value));
}

std::int32_t as_int32(std::uint32_t word) {
    return static_cast<std::int32_t>(word);
}

/// The scales of all channels, or nothing where one has none.
std::vector<ShiftedScale> shifted_scales(const NodeView& node, const WeightLayout& layout) {
    const std::int32_t zero_point = node.output().quantization->zero_point();
    const std::vector<QuantizedMultiplier> multipliers =
        convolution_multipliers(node.input(0), node.input(1), node.output(), layout.channels);
    std::vector<ShiftedScale> scales;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        ScaledSums sums = channel_sums(node, layout, channel).range;
        sums.multiplier = multipliers[static_cast<std::size_t>(channel)];
        const std::optional<ShiftedScale> scale = shifted_scale(sums, zero_point);
        if (!scale.has_value()) {
            return {};
        }
        scales.push_back(*scale);
    }
    return scales;
}

/// Bytes of four widened patches, and of one patch on its way where not all of them are read where they are.
std::size_t patches_bytes(std::int64_t taps) {
    constexpr std::int64_t bytes_a_word = pixels_at_once * 8 + 4;
    return static_cast<std::size_t>((taps + 3) / 4 * bytes_a_word);
}

/// Two channels as the kernel reads them; `second` may be one beyond the last, which then is all zeros.
class PairWriter {
public:
    PairWriter(const NodeView& node, const WeightLayout& layout, const std::vector<ShiftedScale>& scales)
        : node_(node), layout_(layout), scales_(scales) {}

    std::vector<std::int32_t> write() {
        for (std::int64_t channel = 0; channel < layout_.channels; channel += 2) {
            const std::int64_t first = bias(channel);
            words_.push_back(as_int32(word_of(first)));
            words_.push_back(as_int32(word_of(256 * bias(channel + 1) + first)));
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
        return channel < layout_.channels && tap < layout_.taps ? weight_of(node_, layout_, channel, tap) : 0;
    }

    std::uint32_t half(std::int64_t channel, std::int64_t tap) const {
        return word_of(256 * weight(channel + 1, tap) + weight(channel, tap)) & 0xFFFFU;
    }

    void write_pairs(std::int64_t channel, std::int64_t tap) {
        for (std::size_t pair = 0; pair < 4; pair += 2) {
            const std::uint32_t low = half(channel, tap + widened_order[pair]);
            const std::uint32_t high = half(channel, tap + widened_order[pair + 1]);
            words_.push_back(as_int32(low | (high << 16)));
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
    std::vector<std::int32_t> words_;
};

/// The second channel of a pair lends the upper byte, which takes what the first one's sign borrows.
bool have_room_for_borrow(const NodeView& node, const WeightLayout& layout) {
    for (std::int64_t channel = 1; channel < layout.channels; channel += 2) {
        for (std::int64_t tap = 0; tap < layout.taps; ++tap) {
            if (weight_of(node, layout, channel, tap) == -128 && weight_of(node, layout, channel - 1, tap) < 0) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

bool has_conv2d_channel_pairs(const NodeView& node, const Target& target) {
    if (!is_int8(node) || !has_dsp(target) || !has_known_sums(node) || groups_attribute(node.attributes()) > 1) {
        return false;
    }
    const WeightLayout layout = rows_of(node.input(1).shape);
    return patches_bytes(layout.taps) <= std::max(least_budget_bytes, scratch_budget_bytes(node)) &&
           have_room_for_borrow(node, layout) && !shifted_scales(node, layout).empty();
}

void lower_conv2d_channel_pairs(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const WeightLayout layout = rows_of(node.input(1).shape);
    const std::vector<ShiftedScale> scales = shifted_scales(node, layout);
    add_kernel_call(
        lowering, {armv7em_folder, "conv2d_channel_pairs.h", "conv2d_channel_pairs_s8", "Conv2dS8Params"},
        convolution_s8_parameters(node),
        {lowering.read(0), lowering.constant("channel_pairs", PairWriter(node, layout, scales).write()),
         lowering.write(), lowering.scratch(patches_bytes(layout.taps), DataType::int32)}
    );
}

} // namespace thimble
