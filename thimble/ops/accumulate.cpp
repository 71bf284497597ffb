// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/accumulate.h"

#include "thimble/ops/activation.h"
#include "thimble/ops/requantize.h"

namespace thimble {

namespace {

/// Calls finish(row, channel) for every element of the output, in memory order.
template <typename Finish> void for_each_element(const Shape& output, Finish finish) {
    const std::int64_t channels = output[output.rank() - 1];
    for (std::int64_t row = 0; row < output.element_count() / channels; ++row) {
        for (std::int64_t channel = 0; channel < channels; ++channel) {
            finish(row, channel);
        }
    }
}

/// The biases as `Element`, or nothing.
template <typename Element>
std::span<const Element> biases(const NodeView& node, std::span<const Tensor* const> inputs) {
    return node.has_input(2) ? inputs[2]->elements<Element>() : std::span<const Element>{};
}

} // namespace

Tensor finish_float(const NodeView& node, std::span<const Tensor* const> inputs, const RealSum& sum) {
    const std::vector<double> activation = activation_attribute(node.attributes());
    const std::span<const float> bias = biases<float>(node, inputs);
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for_each_element(output.type.shape, [&](std::int64_t row, std::int64_t channel) {
        const double offset = bias.empty() ? 0.0 : static_cast<double>(bias[static_cast<std::size_t>(channel)]);
        *next++ = clamp_to_float(sum(row, channel) + offset, activation);
    });
    return output;
}

Tensor finish_int8(
    const NodeView& node, std::span<const Tensor* const> inputs, const std::vector<QuantizedMultiplier>& multipliers,
    const IntegerSum& sum
) {
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    const std::int64_t zero_point = node.output().quantization->zero_point();
    const std::span<const std::int32_t> bias = biases<std::int32_t>(node, inputs);
    Tensor output(node.output());
    std::int8_t* next = output.elements<std::int8_t>().data();
    for_each_element(output.type.shape, [&](std::int64_t row, std::int64_t channel) {
        const auto index = static_cast<std::size_t>(channel);
        const std::int64_t offset = bias.empty() ? 0 : bias[index];
        // Accumulators are 32 bits wide on every target; a sum beyond that wraps there too.
        const auto accumulator = static_cast<std::int32_t>(sum(row, channel) + offset);
        const QuantizedMultiplier multiplier = multipliers.size() > 1 ? multipliers[index] : multipliers.front();
        *next++ = clamp_to_int8(requantize(accumulator, multiplier) + zero_point, range);
    });
    return output;
}

} // namespace thimble
