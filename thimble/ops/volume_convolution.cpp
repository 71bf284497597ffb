// SPDX-License-Identifier: Apache-2.0
// The family of convolutions over volumes [n, d, h, w, c] or images: conv3d, transpose_conv and conv_integer. int8 and
// int16 as TensorFlow Lite, reference/integer_ops/conv.h and transpose_conv.h; conv_integer as ONNX ConvInteger.
#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/accumulate.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/convolution.h"
#include "thimble/ops/type_rules.h"
#include "thimble/ops/volume_geometry.h"

#include <fmt/format.h>

namespace thimble {

namespace {

TensorType weighted_output(const NodeView& node, const Shape& shape) {
    const DataType data_type = node.input(0).data_type;
    activation_attribute(node.attributes());
    if (node.input(1).data_type == DataType::int8) {
        require_weights_quantization(node.input(1), 0);
    }
    if (data_type != DataType::float32) {
        require_quantized_output(node);
        if (!node.node().outputs.empty()) {
            require_multipliers(node, convolution_multipliers(node, node.input(1).shape[0]));
        }
    }
    require_bias(node, node.input(1).shape[0]);
    return output_type(node, data_type, shape);
}

std::vector<TensorType> infer_conv3d(const NodeView& node) {
    require_weighted_inputs(node);
    require_rank(node.input(0), "input", 5);
    require_volume_channels(node);
    return {weighted_output(node, convolved_shape(node))};
}

std::vector<TensorType> infer_transpose_conv(const NodeView& node) {
    require_weighted_inputs(node);
    require_volume_channels(node);
    return {weighted_output(node, transposed_shape(node))};
}

/// A zero point of the input or one for each output channel of the weights.
void require_zero_points(const NodeView& node, std::size_t index, std::int64_t most) {
    if (!node.has_input(index)) {
        return;
    }
    const TensorType& type = node.input(index);
    const std::int64_t count = type.shape.element_count();
    if (type.data_type != node.input(0).data_type || (count != 1 && count != most)) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "zero point is {} {}, expected 1 or {} of {}", name(type.data_type),
                             type.shape.to_string(), most, name(node.input(0).data_type)
                         )
        );
    }
}

std::vector<TensorType> infer_conv_integer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 2);
    if (!is_plain_integer(node.input(0)) || !is_plain_integer(node.input(1)) || data_type == DataType::int64) {
        throw ModelError(
            wrong_data_type,
            fmt::format("input is {}, expected integers of up to 32 bits without a scale", name(data_type))
        );
    }
    require_volume_channels(node);
    require_zero_points(node, 2, 1);
    require_zero_points(node, 3, node.input(1).shape[0]);
    return {output_type(node, DataType::int32, convolved_shape(node))};
}

/// The sums of a convolution, [positions, channels].
template <typename Element, typename Weight, typename Sum>
std::vector<Sum> convolve(const VolumeGeometry& geometry, std::span<const Tensor* const> inputs, Sum zero_point) {
    const Element* const elements = inputs[0]->elements<Element>().data();
    const Weight* const weights = inputs[1]->elements<Weight>().data();
    const std::int64_t channels = geometry.output[4];
    std::vector<Sum> sums(static_cast<std::size_t>(geometry.output.element_count()));
    for (std::size_t index = 0; index < sums.size(); ++index) {
        const auto element = static_cast<std::int64_t>(index);
        for_each_volume_product(geometry, element / channels, element % channels, [&](std::size_t x, std::size_t w) {
            sums[index] += (static_cast<Sum>(elements[x]) - zero_point) * static_cast<Sum>(weights[w]);
        });
    }
    return sums;
}

/// The sums of a transposed convolution: the convolution that reads the output where this one writes it, with the
/// roles of both exchanged.
template <typename Element, typename Weight, typename Sum>
std::vector<Sum>
convolve_transposed(const VolumeGeometry& geometry, std::span<const Tensor* const> inputs, Sum zero_point) {
    VolumeGeometry mirror = geometry;
    mirror.input = geometry.output;
    mirror.output = geometry.input;
    mirror.input[4] = 1;
    mirror.output[4] = 1;
    mirror.weights = {1, geometry.weights[1], geometry.weights[2], geometry.weights[3], 1};
    mirror.groups = 1;
    const std::int64_t depth = geometry.group_input_channels();
    const std::int64_t taps = mirror.weights.element_count();
    const Element* const elements = inputs[0]->elements<Element>().data();
    const Weight* const weights = inputs[1]->elements<Weight>().data();
    std::vector<Sum> sums(static_cast<std::size_t>(geometry.output.element_count()));
    const std::int64_t channels = geometry.output[4];
    for (std::int64_t place = 0; place < mirror.output.element_count(); ++place) {
        for_each_volume_product(mirror, place, 0, [&](std::size_t target, std::size_t tap) {
            for (std::int64_t channel = 0; channel < channels; ++channel) {
                const std::int64_t first = channel / geometry.group_output_channels() * depth;
                const Element* const x = elements + place * geometry.input[4] + first;
                const Weight* const w = weights + (channel * taps + static_cast<std::int64_t>(tap)) * depth;
                Sum& sum = sums[target * static_cast<std::size_t>(channels) + static_cast<std::size_t>(channel)];
                for (std::int64_t c = 0; c < depth; ++c) {
                    sum += (static_cast<Sum>(x[c]) - zero_point) * static_cast<Sum>(w[c]);
                }
            }
        });
    }
    return sums;
}

/// Bias, requantisation and activation of the sums that `convolve(element, weight, zero_point)` gives for elements and
/// weights of these types; they lie like the output.
template <typename Convolve>
std::vector<Tensor> finish(const NodeView& node, std::span<const Tensor* const> inputs, Convolve convolve) {
    const std::int64_t channels = node.input(1).shape[0];
    const auto at = [&](std::int64_t row, std::int64_t channel) {
        return static_cast<std::size_t>(row * channels + channel);
    };
    if (node.input(0).data_type == DataType::float32) {
        const std::vector<double> sums =
            has_int8_weights_only(node) ? convolve(float{}, std::int8_t{}, 0.0) : convolve(float{}, float{}, 0.0);
        return {
            finish_float(node, inputs, [&](std::int64_t row, std::int64_t channel) { return sums[at(row, channel)]; })};
    }
    const std::int64_t zero_point = node.input(0).quantization->zero_point();
    const std::vector<std::int64_t> sums = node.input(0).data_type == DataType::int16
                                               ? convolve(std::int16_t{}, std::int8_t{}, zero_point)
                                               : convolve(std::int8_t{}, std::int8_t{}, zero_point);
    const auto multipliers = convolution_multipliers(node, channels);
    return {finish_codes(node, inputs, multipliers, [&](std::int64_t row, std::int64_t channel) {
        return sums[at(row, channel)];
    })};
}

std::vector<Tensor> evaluate_conv3d(const NodeView& node, std::span<const Tensor* const> inputs) {
    const VolumeGeometry geometry = volume_geometry(node);
    return finish(node, inputs, [&]<typename Element, typename Weight, typename Sum>(Element, Weight, Sum zero_point) {
        return convolve<Element, Weight>(geometry, inputs, zero_point);
    });
}

std::vector<Tensor> evaluate_transpose_conv(const NodeView& node, std::span<const Tensor* const> inputs) {
    const VolumeGeometry geometry = volume_geometry(node);
    return finish(node, inputs, [&]<typename Element, typename Weight, typename Sum>(Element, Weight, Sum zero_point) {
        return convolve_transposed<Element, Weight>(geometry, inputs, zero_point);
    });
}

template <typename Element> Tensor convolve_integers(const NodeView& node, std::span<const Tensor* const> inputs) {
    const VolumeGeometry geometry = volume_geometry(node);
    const auto zero_point = [&](std::size_t index, std::size_t channel) -> std::uint64_t {
        if (!node.has_input(index)) {
            return 0;
        }
        const std::span<const Element> values = inputs[index]->elements<Element>();
        return static_cast<std::uint64_t>(values[values.size() == 1 ? 0 : channel]);
    };
    const std::span<const Element> elements = inputs[0]->elements<Element>();
    const std::span<const Element> weights = inputs[1]->elements<Element>();
    const auto channels = static_cast<std::size_t>(geometry.output[4]);
    Tensor output(node.output());
    const std::span<std::int32_t> results = output.elements<std::int32_t>();
    for (std::size_t index = 0; index < results.size(); ++index) {
        const std::size_t channel = index % channels;
        std::uint64_t sum = 0; // without a sign, where wrapping is defined
        for_each_volume_product(
            geometry, static_cast<std::int64_t>(index / channels), static_cast<std::int64_t>(channel),
            [&](std::size_t x, std::size_t w) {
                sum += (static_cast<std::uint64_t>(elements[x]) - zero_point(2, 0)) *
                       (static_cast<std::uint64_t>(weights[w]) - zero_point(3, channel));
            }
        );
        results[index] = static_cast<std::int32_t>(sum);
    }
    return output;
}

std::vector<Tensor> evaluate_conv_integer(const NodeView& node, std::span<const Tensor* const> inputs) {
    return {visit_data_type(node.input(0).data_type, [&]<typename Element>(Element) {
        return convolve_integers<Element>(node, inputs);
    })};
}

std::int64_t convolution_macs(const NodeView& node) {
    const VolumeGeometry geometry = volume_geometry(node);
    return geometry.output.element_count() * (geometry.weights.element_count() / geometry.weights[0]);
}

/// Every element of the input meets every weight of its group.
std::int64_t transposed_macs(const NodeView& node) {
    const VolumeGeometry geometry = volume_geometry(node);
    return geometry.input.element_count() / geometry.input[4] * geometry.weights.element_count();
}

std::vector<AttributeSpec> specs(std::vector<AttributeSpec> more) {
    std::vector<AttributeSpec> all = volume_attribute_specs();
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

} // namespace

std::vector<OpDef> volume_convolution_defs() {
    const AttributeSpec output_size = {
        .name = "output_size", .kind_example = std::vector<std::int64_t>{}, .is_required = true};
    return {
        {
            .name = "conv3d",
            .summary = "3-D convolution: input [n, d, h, w, i], weights [o, kd, kh, kw, i / groups], optional bias [o]",
            .min_inputs = 2,
            .max_inputs = 3,
            .attributes = specs({activation_spec(), rounding_spec()}),
            .infer = infer_conv3d,
            .evaluate = evaluate_conv3d,
            .macs = convolution_macs,
        },
        {
            .name = "transpose_conv",
            .summary = "transposed convolution: input [n, h, w, i] or [n, d, h, w, i], weights [o, .., i / groups]",
            .min_inputs = 2,
            .max_inputs = 3,
            .attributes = specs({activation_spec(), output_size, rounding_spec()}),
            .infer = infer_transpose_conv,
            .evaluate = evaluate_transpose_conv,
            .macs = transposed_macs,
        },
        {
            .name = "conv_integer",
            .summary = "convolution of integers: input, weights [o, .., i / groups], optional zero points of both",
            .min_inputs = 2,
            .max_inputs = 4,
            .attributes = specs({}),
            .infer = infer_conv_integer,
            .evaluate = evaluate_conv_integer,
            .macs = convolution_macs,
        },
    };
}

} // namespace thimble
