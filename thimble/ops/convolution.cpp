// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/convolution.h"

#include "thimble/ops/accumulate.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/type_rules.h"

namespace thimble {

std::vector<AttributeSpec> convolution_attribute_specs() {
    return {stride_spec(), dilation_spec(), padding_spec(), activation_spec(), rounding_spec()};
}

Window convolution_window(const NodeView& node) {
    const Shape& weights = node.input(1).shape;
    return window_attributes(node.attributes(), {weights[1], weights[2]});
}

std::vector<TensorType> infer_convolution(const NodeView& node, std::size_t channel_axis) {
    const TensorType& input = node.input(0);
    const TensorType& weights = node.input(1);
    const std::int64_t channels = weights.shape[channel_axis];
    activation_attribute(node.attributes());
    const Extent2d extent = window_output_extent(convolution_window(node), input.shape);
    if (weights.data_type == DataType::int8) {
        require_weights_quantization(weights, channel_axis);
    }
    if (input.data_type != DataType::float32) {
        require_quantized_output(node);
        if (!node.node().outputs.empty()) {
            require_multipliers(node, convolution_multipliers(node, channels));
        }
    }
    require_bias(node, channels);
    return {output_type(node, input.data_type, {input.shape[0], extent.height, extent.width, channels})};
}

OutputPixel output_pixel(const Shape& output, std::int64_t row) {
    const std::int64_t x = row % output[2];
    const std::int64_t y = row / output[2] % output[1];
    return {row / (output[1] * output[2]), {y, x}};
}

std::vector<QuantizedMultiplier> convolution_multipliers(const NodeView& node, std::int64_t channels) {
    const std::vector<float>& weight_scales = node.input(1).quantization->scales;
    const Rounding rounding = rounding_attribute(node);
    std::vector<QuantizedMultiplier> multipliers;
    for (std::size_t channel = 0; channel < static_cast<std::size_t>(channels); ++channel) {
        const float weight_scale = weight_scales.size() > 1 ? weight_scales[channel] : weight_scales.front();
        multipliers.push_back(quantize_multiplier(scale_factor(node, weight_scale, rounding), rounding));
    }
    return multipliers;
}

} // namespace thimble
