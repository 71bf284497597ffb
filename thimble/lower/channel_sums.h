// SPDX-License-Identifier: Apache-2.0
// What the sums of a channel can reach, where weights and bias are known to the compiler.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/lower/short_scale.h"

#include <cstdint>

namespace thimble {

/// The weights of channel c are elements c * channel_stride + t * tap_stride.
struct WeightLayout {
    std::int64_t channels;
    std::int64_t taps;
    std::int64_t channel_stride;
    std::int64_t tap_stride;
};

/// Of conv2d and fully_connected.
WeightLayout rows_of(const Shape& weights);
/// Of depthwise_conv2d.
WeightLayout columns_of(const Shape& weights);

struct ChannelSums {
    std::int64_t weights = 0; ///< sum of the channel's
    ScaledSums range;         ///< what its sums can reach, bias included; the multiplier is left to the caller
};

/// True where weights and bias of a convolution or fully connected layer are constants.
bool has_known_sums(const NodeView& node);
/// 0 where the node has no bias.
std::int64_t bias_of(const NodeView& node, std::int64_t channel);
std::int8_t weight_of(const NodeView& node, const WeightLayout& layout, std::int64_t channel, std::int64_t tap);
/// Requires has_known_sums.
ChannelSums channel_sums(const NodeView& node, const WeightLayout& layout, std::int64_t channel);

} // namespace thimble
