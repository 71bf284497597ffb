// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/shifted_scale.h"

#include "thimble/ops/convolution.h"

#include <algorithm>

namespace thimble {

namespace {

/// From here on the addend might leave 32 bits.
constexpr std::int32_t longest_right = 22;
/// The reference sums up in 32 bits.
constexpr std::int64_t accumulators_end = std::int64_t{1} << 31;

std::int32_t output_of(const ScaledSums& sums, std::int64_t sum, std::int32_t zero_point) {
    return clamp_to_int8(std::int64_t{requantize(static_cast<std::int32_t>(sum), sums.multiplier)} + zero_point, {});
}

} // namespace

std::optional<ShiftedScale>
shifted_scale(const ScaledSums& sums, std::int32_t output_zero_point, std::int64_t sums_end) {
    if (sums.highest >= accumulators_end || sums.lowest <= -accumulators_end) {
        return std::nullopt;
    }
    const std::int32_t lowest = output_of(sums, sums.lowest, output_zero_point);
    if (lowest == output_of(sums, sums.highest, output_zero_point)) {
        // The output rises with the sum: it is the same everywhere. The correction of negative sums stays below one.
        return ShiftedScale{0, 4 * lowest + 2, 2};
    }
    const std::int32_t right = -sums.multiplier.shift;
    const bool is_in_range = sums.highest < sums_end && sums.lowest > -sums_end;
    if (!is_in_range || right < 1 || right > longest_right) {
        return std::nullopt;
    }
    return ShiftedScale{
        sums.multiplier.multiplier, (2 * output_zero_point + 1) * (std::int32_t{1} << (right - 1)), right};
}

std::vector<ShiftedScale> shifted_scales(const NodeView& node, const WeightLayout& layout, std::int64_t sums_end) {
    const std::int32_t zero_point = node.output().quantization->zero_point();
    const std::vector<QuantizedMultiplier> multipliers = convolution_multipliers(node, layout.channels);
    std::vector<ShiftedScale> scales;
    for (std::int64_t channel = 0; channel < layout.channels; ++channel) {
        const ChannelSums reach = channel_sums(node, layout, channel);
        const ScaledSums sums = {multipliers[static_cast<std::size_t>(channel)], reach.lowest, reach.highest};
        const std::optional<ShiftedScale> scale = shifted_scale(sums, zero_point, sums_end);
        if (!scale.has_value()) {
            return {};
        }
        scales.push_back(*scale);
    }
    return scales;
}

} // namespace thimble
