// SPDX-License-Identifier: Apache-2.0
// The operator conv2d: 2-D convolution of an NHWC image with weights [o, kh, kw, i / groups].
#include "thimble/ops/accumulate.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/type_rules.h"
#include "thimble/ops/volume_geometry.h"

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_weighted_inputs(node);
    require_rank(node.input(0), "input", 4);
    require_volume_channels(node);
    return infer_convolution(node, 0);
}

/// Sum over the taps inside the image; those in the padding hold the zero point and add nothing.
template <typename Element, typename Weight, typename Sum>
Sum weighted_sum(
    const NodeView& node, const Window& window, std::span<const Tensor* const> inputs, const OutputPixel& output,
    std::int64_t channel, Sum zero_point
) {
    const Shape& image = node.input(0).shape;
    const std::int64_t groups = groups_attribute(node.attributes());
    const std::int64_t group = channel / (node.input(1).shape[0] / groups);
    const auto depth = static_cast<std::size_t>(node.input(1).shape[3]);
    const Element* const pixels = inputs[0]->elements<Element>().data() + group * node.input(1).shape[3];
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
    return node.output().shape.element_count() * weights[1] * weights[2] * weights[3];
}

} // namespace

OpDef conv2d_def() {
    std::vector<AttributeSpec> attributes = convolution_attribute_specs();
    attributes.push_back(groups_spec());
    return {
        .name = "conv2d",
        .summary = "2-D convolution: input [n, h, w, i], weights [o, kh, kw, i / groups], optional bias [o]",
        .min_inputs = 2,
        .max_inputs = 3,
        .attributes = std::move(attributes),
        .infer = infer,
        .evaluate = evaluate,
        .macs = macs,
    };
}

} // namespace thimble
