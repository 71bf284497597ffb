// SPDX-License-Identifier: Apache-2.0
// What follows the multiply-accumulates of conv2d, depthwise_conv2d and fully_connected in the
// reference: bias, requantisation, activation. The operators give only the sum of products.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace thimble {

/// Sum of products for one element of the output, seen as [rows, channels]: float32 operands in
/// double, int8 and int16 operands as integers with the input's zero point taken off.
using RealSum = std::function<double(std::int64_t row, std::int64_t channel)>;
using IntegerSum = std::function<std::int64_t(std::int64_t row, std::int64_t channel)>;

/// Whether float32 inputs meet int8 weights: these are multiplied as they are, and their scale is applied to the sum.
bool has_int8_weights_only(const NodeView& node);

/// The scale of each output channel's weights, `channels` of them also for per-tensor weights.
std::vector<float> weight_scales(const TensorType& weights, std::int64_t channels);

/// Output 0 of a float32 node: sum, times the scale of int8 weights, + bias (input 2, where there is one), clamped to
/// the activation.
Tensor finish_float(const NodeView& node, std::span<const Tensor* const> inputs, const RealSum& sum);

/// Width of the accumulators of an integer node. They have 64 bits where the input is int16 and the bias int64, and
/// in all operators but conv2d where there is no bias.
/// Source: TensorFlow Lite Micro, kernels/conv.cc, depthwise_conv.cc, fully_connected.cc.
enum class SumWidth : std::uint8_t { bits32, bits64 };
SumWidth sum_width(const NodeView& node);

/// Errors: ModelError E0423 for factors that accumulators of the node's width cannot be rescaled by.
void require_multipliers(const NodeView& node, const std::vector<QuantizedMultiplier>& multipliers);

/// Output 0 of an int8 or int16 node: sum + bias, requantised, output zero point added, clamped.
/// `multipliers` holds one factor a channel, or one for all.
Tensor finish_codes(
    const NodeView& node, std::span<const Tensor* const> inputs, const std::vector<QuantizedMultiplier>& multipliers,
    const IntegerSum& sum
);

} // namespace thimble
