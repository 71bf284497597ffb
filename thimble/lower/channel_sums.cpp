// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/channel_sums.h"

#include <algorithm>

namespace thimble {

WeightLayout rows_of(const Shape& weights) {
    const std::int64_t taps = weights.element_count() / weights[0];
    return {weights[0], taps, taps, 1};
}

WeightLayout columns_of(const Shape& weights) {
    const std::int64_t channels = weights[3];
    return {channels, weights.element_count() / channels, 1, channels};
}

bool has_known_sums(const NodeView& node) {
    return node.constant(1) != nullptr && (!node.has_input(2) || node.constant(2) != nullptr);
}

std::int64_t bias_of(const NodeView& node, std::int64_t channel) {
    return node.has_input(2) ? node.constant(2)->elements<std::int32_t>()[static_cast<std::size_t>(channel)] : 0;
}

std::int8_t weight_of(const NodeView& node, const WeightLayout& layout, std::int64_t channel, std::int64_t tap) {
    const auto weights = node.constant(1)->elements<std::int8_t>();
    return weights[static_cast<std::size_t>(channel * layout.channel_stride + tap * layout.tap_stride)];
}

ChannelSums channel_sums(const NodeView& node, const WeightLayout& layout, std::int64_t channel) {
    const std::int64_t zero_point = node.input(0).quantization->zero_point();
    ChannelSums sums;
    sums.range.lowest = bias_of(node, channel);
    sums.range.highest = sums.range.lowest;
    for (std::int64_t tap = 0; tap < layout.taps; ++tap) {
        const std::int64_t weight = weight_of(node, layout, channel, tap);
        const std::int64_t at_lowest = weight * (-128 - zero_point);
        const std::int64_t at_highest = weight * (127 - zero_point);
        sums.weights += weight;
        sums.range.lowest += std::min(at_lowest, at_highest);
        sums.range.highest += std::max(at_lowest, at_highest);
    }
    return sums;
}

} // namespace thimble
