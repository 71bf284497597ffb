// SPDX-License-Identifier: Apache-2.0
// The operator depthwise_conv2d: each input channel convolved on its own with weights
// [1, kh, kw, c * m]; output channel c * m + k reads input channel c.
#include "thimble/core/error.h"
#include "thimble/ops/accumulate.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

void require_channels(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Shape& weights = node.input(1).shape;
    if (weights[0] != 1 || weights[3] % input[3] != 0) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "weights are {}, expected [1, kh, kw, channels] with a multiple of the {} channels of "
                             "input {}",
                             weights.to_string(), input[3], input.to_string()
                         )
        );
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    require_weighted_inputs(node);
    const TensorType& input = node.input(0);
    const TensorType& weights = node.input(1);
    require_rank(input, "input", 4);
    require_rank(weights, "weights", 4);
    require_channels(node);
    return infer_convolution(node, 3);
}

/// Sum over the taps inside the image; those in the padding hold the zero point and add nothing.
template <typename Element, typename Weight, typename Sum>
Sum weighted_sum(
    const NodeView& node, const Window& window, std::span<const Tensor* const> inputs, const OutputPixel& output,
    std::int64_t channel, Sum zero_point
) {
    const Shape& image = node.input(0).shape;
    const Shape& weights_shape = node.input(1).shape;
    const std::int64_t multiplicity = weights_shape[3] / image[3];
    const Element* const pixels = inputs[0]->elements<Element>().data() + channel / multiplicity;
    const Weight* const weights = inputs[1]->elements<Weight>().data() + channel;
    Sum sum = 0;
    for_each_tap(window, image, output.position, [&](std::int64_t ky, std::int64_t kx, std::int64_t y, std::int64_t x) {
        const Element pixel = pixels[pixel_offset(image, output.n, y, x)];
        const Weight tap = weights[pixel_offset(weights_shape, 0, ky, kx)];
        sum += (static_cast<Sum>(pixel) - zero_point) * static_cast<Sum>(tap);
    });
    return sum;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Window window = convolution_window(node);
    if (node.input(0).data_type == DataType::float32) {
        return {finish_float(node, inputs, [&](std::int64_t row, std::int64_t channel) {
            const OutputPixel pixel = output_pixel(node.output().shape, row);
            return has_int8_weights_only(node)
                       ? weighted_sum<float, std::int8_t>(node, window, inputs, pixel, channel, 0.0)
                       : weighted_sum<float, float>(node, window, inputs, pixel, channel, 0.0);
        })};
    }
    const std::int64_t zero_point = node.input(0).quantization->zero_point();
    const auto multipliers = convolution_multipliers(node, node.output().shape[3]);
    const bool is_int16 = node.input(0).data_type == DataType::int16;
    return {finish_codes(node, inputs, multipliers, [&](std::int64_t row, std::int64_t channel) {
        const OutputPixel pixel = output_pixel(node.output().shape, row);
        return is_int16 ? weighted_sum<std::int16_t, std::int8_t>(node, window, inputs, pixel, channel, zero_point)
                        : weighted_sum<std::int8_t, std::int8_t>(node, window, inputs, pixel, channel, zero_point);
    })};
}

std::int64_t macs(const NodeView& node) {
    const Shape& weights = node.input(1).shape;
    return node.output().shape.element_count() * weights[1] * weights[2];
}

} // namespace

OpDef depthwise_conv2d_def() {
    return {
        .name = "depthwise_conv2d",
        .summary = "depthwise 2-D convolution: input [n, h, w, c], weights [1, kh, kw, c * m], optional bias [c * m]",
        .min_inputs = 2,
        .max_inputs = 3,
        .attributes = convolution_attribute_specs(),
        .infer = infer,
        .evaluate = evaluate,
        .macs = macs,
    };
}

} // namespace thimble
