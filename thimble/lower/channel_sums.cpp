// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/channel_sums.h"

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/convolution.h"

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
    sums.lowest = bias_of(node, channel);
    sums.highest = sums.lowest;
    for (std::int64_t tap = 0; tap < layout.taps; ++tap) {
        const std::int64_t weight = weight_of(node, layout, channel, tap);
        const std::int64_t at_lowest = weight * (-128 - zero_point);
        const std::int64_t at_highest = weight * (127 - zero_point);
        sums.weights += weight;
        sums.lowest += std::min(at_lowest, at_highest);
        sums.highest += std::max(at_lowest, at_highest);
    }
    return sums;
}

std::int32_t wrapped(std::int64_t value) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value)));
}

bool is_int8_with_constants(const NodeView& node) {
    return is_int8(node) && node.constant(1) != nullptr && (!node.has_input(2) || node.constant(2) != nullptr);
}

bool has_unit_stride(const NodeView& node) {
    const Extent2d stride = convolution_window(node).stride;
    return stride.height == 1 && stride.width == 1;
}

bool is_pixelwise(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Shape& output = node.output().shape;
    const Extent2d size = convolution_window(node).size;
    return size.height == 1 && size.width == 1 && has_unit_stride(node) && input[1] == output[1] &&
           input[2] == output[2] && output[3] <= input[3];
}

std::vector<InPlacePair> convolution_in_place(const NodeView& node, std::uint32_t output) {
    if (node.constant(0) != nullptr) {
        return {};
    }
    return {{0, output}};
}

} // namespace thimble
