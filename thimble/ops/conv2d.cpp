// SPDX-License-Identifier: Apache-2.0
// The operator conv2d: 2-D convolution of an NHWC image with weights [o, kh, kw, i].
#include "thimble/core/error.h"
#include "thimble/ops/accumulate.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_weighted_inputs(node);
    const TensorType& input = node.input(0);
    const TensorType& weights = node.input(1);
    require_rank(input, "input", 4);
    require_rank(weights, "weights", 4);
    if (weights.shape[3] != input.shape[3]) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "weights expect {} input channels, input {} has {}", weights.shape[3],
                             input.shape.to_string(), input.shape[3]
                         )
        );
    }
    return infer_convolution(node, 0);
}

/// Sum over the taps inside the image; those in the padding hold the zero point and add nothing.
template <typename Element, typename Weight, typename Sum>
Sum weighted_sum(
    const NodeView& node, const Window& window, std::span<const Tensor* const> inputs, const OutputPixel& output,
    std::int64_t channel, Sum zero_point
) {
    const Shape& image = node.input(0).shape;
    const auto depth = static_cast<std::size_t>(image[3]);
    const Element* const pixels = inputs[0]->elements<Element>().data();
    const Weight* const weights = inputs[1]->elements<Weight>().data();
    Sum sum = 0;
    for_each_tap(window, image, output.position, [&](std::int64_t ky, std::int64_t kx, std::int64_t y, std::int64_t x) {
        const Element* const pixel = pixels + pixel_offset(image, output.n, y, x);
        const Weight* const tap = weights + pixel_offset(node.input(1).shape, channel, ky, kx);
        for (std::size_t c = 0; c < depth; ++c) {
            sum += (static_cast<Sum>(pixel[c]) - zero_point) * static_cast<Sum>(tap[c]);
        }
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
    const auto multipliers =
        convolution_multipliers(node.input(0), node.input(1), node.output(), node.output().shape[3]);
    const bool is_int16 = node.input(0).data_type == DataType::int16;
    return {finish_codes(node, inputs, multipliers, [&](std::int64_t row, std::int64_t channel) {
        const OutputPixel pixel = output_pixel(node.output().shape, row);
        return is_int16 ? weighted_sum<std::int16_t, std::int8_t>(node, window, inputs, pixel, channel, zero_point)
                        : weighted_sum<std::int8_t, std::int8_t>(node, window, inputs, pixel, channel, zero_point);
    })};
}

std::int64_t macs(const NodeView& node) {
    const Shape& weights = node.input(1).shape;
    return node.output().shape.element_count() * weights[1] * weights[2] * weights[3];
}

} // namespace

OpDef conv2d_def() {
    return {
        .name = "conv2d",
        .summary = "2-D convolution: input [n, h, w, i], weights [o, kh, kw, i], optional bias [o]",
        .min_inputs = 2,
        .max_inputs = 3,
        .attributes = convolution_attribute_specs(),
        .infer = infer,
        .evaluate = evaluate,
        .macs = macs,
    };
}

} // namespace thimble
