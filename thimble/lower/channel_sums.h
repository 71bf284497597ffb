// SPDX-License-Identifier: Apache-2.0
// What lowering knows of the sums of an int8 layer whose weights and bias are constants: the weights of each channel,
// and how far its sums can reach. Kernels of single cores take their biases and scales from it.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/program/program.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// The weights of channel c are elements c * channel_stride + t * tap_stride.
struct WeightLayout {
    std::int64_t channels;
    std::int64_t taps;
    std::int64_t channel_stride;
    std::int64_t tap_stride;
};

/// Of conv2d and fully_connected: a row of weights for each channel.
WeightLayout rows_of(const Shape& weights);
/// Of depthwise_conv2d.
WeightLayout columns_of(const Shape& weights);

/// 0 where the node has no bias.
std::int64_t bias_of(const NodeView& node, std::int64_t channel);

/// Of the channel's taps one.
std::int8_t weight_of(const NodeView& node, const WeightLayout& layout, std::int64_t channel, std::int64_t tap);

struct ChannelSums {
    std::int64_t weights = 0; ///< sum of the channel's
    std::int64_t lowest = 0;  ///< of its sums, bias included
    std::int64_t highest = 0;
};

ChannelSums channel_sums(const NodeView& node, const WeightLayout& layout, std::int64_t channel);

/// As arithmetic of 32 bits leaves it.
std::int32_t wrapped(std::int64_t value);

/// True for int8 with weights and bias that are constants.
bool is_int8_with_constants(const NodeView& node);

/// A pixel depends on no other, and the outputs of a group of pixels, which is gathered before, end where the next
/// group's inputs begin, or before.
bool is_pixelwise(const NodeView& node);

bool has_unit_stride(const NodeView& node);

/// The pair of operand 0 and operand `output`, unless the first input is a constant.
std::vector<InPlacePair> convolution_in_place(const NodeView& node, std::uint32_t output);

} // namespace thimble
