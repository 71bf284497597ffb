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

/// As finish_codes; `rescale` takes the sum with its bias, and a multiplier.
template <typename Element, typename Bias, typename Rescale>
Tensor finish_elements(
    const NodeView& node, std::span<const Tensor* const> inputs, const std::vector<QuantizedMultiplier>& multipliers,
    const IntegerSum& sum, Rescale rescale
) {
    const ClampRange range = quantized_clamp(node.output(), activation_attribute(node.attributes()));
    const std::int64_t zero_point = node.output().quantization->zero_point();
    const std::span<const Bias> bias = biases<Bias>(node, inputs);
    Tensor output(node.output());
    Element* next = output.elements<Element>().data();
    for_each_element(output.type.shape, [&](std::int64_t row, std::int64_t channel) {
        const auto index = static_cast<std::size_t>(channel);
        const auto offset = static_cast<std::uint64_t>(bias.empty() ? 0 : bias[index]);
        const auto total = static_cast<std::int64_t>(static_cast<std::uint64_t>(sum(row, channel)) + offset);
        const QuantizedMultiplier multiplier = multipliers.size() > 1 ? multipliers[index] : multipliers.front();
        *next++ = clamp_to<Element>(rescale(total, multiplier) + zero_point, range);
    });
    return output;
}

} // namespace

Tensor finish_float(const NodeView& node, std::span<const Tensor* const> inputs, const RealSum& sum) {
    const std::vector<double> activation = activation_attribute(node.attributes());
    const std::span<const float> bias = biases<float>(node, inputs);
    const Shape& shape = node.output().shape;
    const std::vector<float> scales =
        has_int8_weights_only(node) ? weight_scales(node.input(1), shape[shape.rank() - 1]) : std::vector<float>{};
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for_each_element(output.type.shape, [&](std::int64_t row, std::int64_t channel) {
        const auto index = static_cast<std::size_t>(channel);
        const double offset = bias.empty() ? 0.0 : static_cast<double>(bias[index]);
        const double scale = scales.empty() ? 1.0 : static_cast<double>(scales[index]);
        *next++ = clamp_to_float(sum(row, channel) * scale + offset, activation);
    });
    return output;
}

bool has_int8_weights_only(const NodeView& node) {
    return node.input(0).data_type == DataType::float32 && node.input(1).data_type == DataType::int8;
}

std::vector<float> weight_scales(const TensorType& weights, std::int64_t channels) {
    const Quantization& quantization = *weights.quantization;
    return quantization.is_per_axis() ? quantization.scales
                                      : std::vector<float>(static_cast<std::size_t>(channels), quantization.scale());
}

SumWidth sum_width(const NodeView& node) {
    if (node.input(0).data_type != DataType::int16) {
        return SumWidth::bits32;
    }
    const bool is_wide = node.has_input(2) ? node.input(2).data_type == DataType::int64 : node.node().op != "conv2d";
    return is_wide ? SumWidth::bits64 : SumWidth::bits32;
}

void require_multipliers(const NodeView& node, const std::vector<QuantizedMultiplier>& multipliers) {
    if (sum_width(node) == SumWidth::bits64) {
        require_wide_multipliers(multipliers);
    }
}

Tensor finish_codes(
    const NodeView& node, std::span<const Tensor* const> inputs, const std::vector<QuantizedMultiplier>& multipliers,
    const IntegerSum& sum
) {
    // Accumulators have one width on every target; a sum beyond that wraps there too.
    const auto rescale_narrow = [](std::int64_t accumulator, QuantizedMultiplier multiplier) {
        return requantize(static_cast<std::int32_t>(accumulator), multiplier);
    };
    if (node.output().data_type == DataType::int8) {
        return finish_elements<std::int8_t, std::int32_t>(node, inputs, multipliers, sum, rescale_narrow);
    }
    if (sum_width(node) == SumWidth::bits32) {
        return finish_elements<std::int16_t, std::int32_t>(node, inputs, multipliers, sum, rescale_narrow);
    }
    return finish_elements<std::int16_t, std::int64_t>(node, inputs, multipliers, sum, requantize_wide);
}

} // namespace thimble
