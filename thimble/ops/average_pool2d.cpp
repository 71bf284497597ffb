// SPDX-License-Identifier: Apache-2.0
// The operator average_pool2d: mean over a sliding window; taps in the padding do not count.
// int8 and int16 round halves away from zero, as TensorFlow Lite's reference/integer_ops/pooling.h.
#include "thimble/ops/activation.h"
#include "thimble/ops/pool2d.h"
#include "thimble/ops/requantize.h"

namespace thimble {

namespace {

template <typename Sum> struct WindowSum {
    Sum sum = 0;
    std::int64_t count = 0;
};

template <typename Element, typename Sum>
WindowSum<Sum>
window_sum(const Window& window, const Tensor& image, std::int64_t n, Extent2d position, std::int64_t channel) {
    const Element* const elements = image.elements<Element>().data() + channel;
    WindowSum<Sum> result;
    for_each_tap(window, image.type.shape, position, [&](std::int64_t, std::int64_t, std::int64_t y, std::int64_t x) {
        result.sum += static_cast<Sum>(elements[pixel_offset(image.type.shape, n, y, x)]);
        ++result.count;
    });
    return result;
}

Tensor evaluate_float(const NodeView& node, const Tensor& image) {
    const Window window = pool2d_window(node);
    const std::vector<double> activation = activation_attribute(node.attributes());
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for_each_pixel(output.type.shape, [&](std::int64_t n, Extent2d position) {
        for (std::int64_t channel = 0; channel < output.type.shape[3]; ++channel) {
            const auto [sum, count] = window_sum<float, double>(window, image, n, position, channel);
            *next++ = clamp_to_float(sum / static_cast<double>(count), activation);
        }
    });
    return output;
}

template <typename Element> Tensor evaluate_codes(const NodeView& node, const Tensor& image) {
    const Window window = pool2d_window(node);
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    Tensor output(node.output());
    Element* next = output.elements<Element>().data();
    for_each_pixel(output.type.shape, [&](std::int64_t n, Extent2d position) {
        for (std::int64_t channel = 0; channel < output.type.shape[3]; ++channel) {
            const auto [sum, count] = window_sum<Element, std::int64_t>(window, image, n, position, channel);
            const std::int64_t half = sum > 0 ? count / 2 : -(count / 2);
            *next++ = clamp_to<Element>((sum + half) / count, range);
        }
    });
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    switch (node.input(0).data_type) {
    case DataType::int8:
        return {evaluate_codes<std::int8_t>(node, *inputs[0])};
    case DataType::int16:
        return {evaluate_codes<std::int16_t>(node, *inputs[0])};
    default:
        return {evaluate_float(node, *inputs[0])};
    }
}

} // namespace

OpDef average_pool2d_def() {
    return {
        .name = "average_pool2d",
        .summary = "mean over a sliding window of [n, h, w, c], without the padding",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes = pool2d_attribute_specs(),
        .infer = infer_pool2d,
        .evaluate = evaluate,
    };
}

} // namespace thimble
