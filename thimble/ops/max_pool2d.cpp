// SPDX-License-Identifier: Apache-2.0
// The operator max_pool2d: largest element in a sliding window; taps in the padding do not count.
#include "thimble/ops/activation.h"
#include "thimble/ops/pool2d.h"
#include "thimble/ops/requantize.h"

#include <algorithm>
#include <limits>

namespace thimble {

namespace {

/// Output 0, with clamp(element) applied to every maximum.
template <typename Element, typename Clamp>
Tensor pool_maximum(const NodeView& node, const Tensor& image, Clamp clamp) {
    const Window window = pool2d_window(node);
    const Shape& shape = image.type.shape;
    Tensor output(node.output());
    Element* next = output.elements<Element>().data();
    for_each_pixel(output.type.shape, [&](std::int64_t n, Extent2d position) {
        for (std::int64_t channel = 0; channel < shape[3]; ++channel) {
            const Element* const elements = image.elements<Element>().data() + channel;
            Element largest = std::numeric_limits<Element>::lowest();
            for_each_tap(window, shape, position, [&](std::int64_t, std::int64_t, std::int64_t y, std::int64_t x) {
                largest = std::max(largest, elements[pixel_offset(shape, n, y, x)]);
            });
            *next++ = clamp(largest);
        }
    });
    return output;
}

template <typename Element> Tensor pool_codes(const NodeView& node, const Tensor& image, ClampRange range) {
    return pool_maximum<Element>(node, image, [&](Element value) { return clamp_to<Element>(value, range); });
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const std::vector<double> activation = activation_attribute(node.attributes());
    if (node.input(0).data_type == DataType::float32) {
        return {pool_maximum<float>(node, *inputs[0], [&](float value) { return clamp_to_float(value, activation); })};
    }
    const ClampRange range = quantized_clamp(node.output(), activation);
    if (node.input(0).data_type == DataType::int16) {
        return {pool_codes<std::int16_t>(node, *inputs[0], range)};
    }
    return {pool_codes<std::int8_t>(node, *inputs[0], range)};
}

} // namespace

OpDef max_pool2d_def() {
    return {
        .name = "max_pool2d",
        .summary = "largest element in a sliding window of [n, h, w, c]",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes = pool2d_attribute_specs(),
        .infer = infer_pool2d,
        .evaluate = evaluate,
    };
}

} // namespace thimble
