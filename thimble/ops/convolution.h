// SPDX-License-Identifier: Apache-2.0
// What conv2d and depthwise_conv2d have in common: attributes, window and the requantisation of
// their accumulators. Passes and lowering read both operators through it.
#pragma once

#include "thimble/ir/graph.h"
#include "thimble/ops/rounding.h"
#include "thimble/ops/window.h"

#include <vector>

namespace thimble {

/// Attributes of conv2d and depthwise_conv2d.
std::vector<AttributeSpec> convolution_attribute_specs();

/// Window of a conv2d or depthwise_conv2d node; its size is that of the weights [., kh, kw, .].
Window convolution_window(const NodeView& node);

/// Inference of both: shape, quantisation and bias rules. Output channels lie along `channel_axis` of
/// the weights. How the weights fit the input's channels is the operator's to check before.
std::vector<TensorType> infer_convolution(const NodeView& node, std::size_t channel_axis);

/// Index of a row of an output [n, h, w, c], seen as [n * h * w, c], as image and position.
struct OutputPixel {
    std::int64_t n = 0;
    Extent2d position;
};

OutputPixel output_pixel(const Shape& output, std::int64_t row);

/// One factor a channel of the output (`channels` of them, also for per-tensor weights):
/// input scale * weight scale of the channel / output scale, in double, for the node's rounding.
///
/// Source: TensorFlow Lite 8-bit specification; kernels/kernel_util.cc
/// (PopulateConvolutionQuantizationParams).
std::vector<QuantizedMultiplier> convolution_multipliers(const NodeView& node, std::int64_t channels);

} // namespace thimble
