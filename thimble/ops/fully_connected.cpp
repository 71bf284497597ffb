// SPDX-License-Identifier: Apache-2.0
// The operator fully_connected: weights [o, i] times every row of the input, flattened to [rows, i].
#include "thimble/ops/fully_connected.h"

#include "thimble/core/error.h"
#include "thimble/ops/accumulate.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

Shape infer_shape(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Shape& weights = node.input(1).shape;
    const bool keep_dims = fully_connected_attributes(node.attributes()).keep_dims;
    const std::int64_t depth = weights[1];
    const bool fits =
        keep_dims ? input.rank() > 0 && input[input.rank() - 1] == depth : input.element_count() % depth == 0;
    if (!fits) {
        throw ModelError(
            wrong_shape,
            fmt::format("weights {} expect rows of {}, input is {}", weights.to_string(), depth, input.to_string())
        );
    }
    if (!keep_dims) {
        return {input.element_count() / depth, weights[0]};
    }
    Shape output = input;
    output[output.rank() - 1] = weights[0];
    return output;
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_weighted_inputs(node);
    const TensorType& weights = node.input(1);
    require_rank(weights, "weights", 2);
    const Shape shape = infer_shape(node);
    if (weights.data_type == DataType::int8) {
        require_weights_quantization(weights, 0);
    }
    if (data_type != DataType::float32) {
        require_quantized_output(node);
        if (!node.node().outputs.empty()) {
            require_multipliers(node, fully_connected_multipliers(node));
        }
    }
    require_bias(node, weights.shape[0]);
    return {output_type(node, data_type, shape)};
}

template <typename Element, typename Weight, typename Sum>
Sum weighted_sum(
    const NodeView& node, std::span<const Tensor* const> inputs, std::int64_t row, std::int64_t channel, Sum zero_point
) {
    const std::int64_t depth = node.input(1).shape[1];
    const Element* const input = inputs[0]->elements<Element>().data() + row * depth;
    const Weight* const weights = inputs[1]->elements<Weight>().data() + channel * depth;
    Sum sum = 0;
    for (std::int64_t i = 0; i < depth; ++i) {
        sum += (static_cast<Sum>(input[i]) - zero_point) * static_cast<Sum>(weights[i]);
    }
    return sum;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {finish_float(node, inputs, [&](std::int64_t row, std::int64_t channel) {
            return has_int8_weights_only(node) ? weighted_sum<float, std::int8_t>(node, inputs, row, channel, 0.0)
                                               : weighted_sum<float, float>(node, inputs, row, channel, 0.0);
        })};
    }
    const std::int64_t zero_point = node.input(0).quantization->zero_point();
    const auto multipliers = fully_connected_multipliers(node);
    const bool is_int16 = node.input(0).data_type == DataType::int16;
    return {finish_codes(node, inputs, multipliers, [&](std::int64_t row, std::int64_t channel) {
        return is_int16 ? weighted_sum<std::int16_t, std::int8_t>(node, inputs, row, channel, zero_point)
                        : weighted_sum<std::int8_t, std::int8_t>(node, inputs, row, channel, zero_point);
    })};
}

std::int64_t macs(const NodeView& node) {
    return node.output().shape.element_count() * node.input(1).shape[1];
}

} // namespace

FullyConnectedAttributes fully_connected_attributes(const Attributes& attributes) {
    const bool keep_dims = attributes.has("keep_dims") && attributes.get<std::int64_t>("keep_dims") != 0;
    return {.activation = activation_attribute(attributes), .keep_dims = keep_dims};
}

std::vector<QuantizedMultiplier> fully_connected_multipliers(const NodeView& node) {
    const Quantization& weights = *node.input(1).quantization;
    const Rounding rounding = rounding_attribute(node);
    if (!weights.is_per_axis() && rounding == Rounding::twice) {
        const float product = node.input(0).quantization->scale() * weights.scale();
        return {quantize_multiplier(
            static_cast<double>(product) / static_cast<double>(node.output().quantization->scale())
        )};
    }
    std::vector<QuantizedMultiplier> multipliers;
    for (const float weight_scale : weights.scales) {
        multipliers.push_back(quantize_multiplier(scale_factor(node, weight_scale, rounding), rounding));
    }
    return multipliers;
}

OpDef fully_connected_def() {
    return {
        .name = "fully_connected",
        .summary = "matrix product: input flattened to rows of i, weights [o, i], optional bias [o]",
        .min_inputs = 2,
        .max_inputs = 3,
        .attributes = {activation_spec(), {.name = "keep_dims", .kind_example = std::int64_t{0}}, rounding_spec()},
        .infer = infer,
        .evaluate = evaluate,
        .macs = macs,
    };
}

} // namespace thimble
