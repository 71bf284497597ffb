// SPDX-License-Identifier: Apache-2.0
// Convolutions over one to three spatial axes: Conv, ConvTranspose, ConvInteger and QLinearConv. One axis is treated
// as the width of an image of height 1.
#include "thimble/core/error.h"
#include "thimble/import/onnx/layout.h"
#include "thimble/import/onnx/operator_table.h"
#include "thimble/import/onnx/weights.h"

#include <algorithm>
#include <numeric>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// What the operators say about their windows, one value a spatial axis.
struct Geometry {
    Integers extents; ///< of the input
    Integers kernel;
    Integers stride;
    Integers dilation;
    std::int64_t groups = 1;

    std::size_t rank() const { return extents.size(); }

    /// The reach of the window along an axis.
    std::int64_t reach(std::size_t axis) const { return (kernel[axis] - 1) * dilation[axis] + 1; }
};

Geometry read_geometry(NodeReader& reader, const Shape& input, const Shape& weights) {
    if (input.rank() < 3 || input.rank() > 5 || weights.rank() != input.rank()) {
        throw Unsupported{
            fmt::format("a convolution of {} with {}", input.to_string(), weights.to_string()),
            "use one to three spatial axes"};
    }
    Geometry geometry{
        spatial_extents(input), spatial_extents(weights), {}, {}, reader.attributes().integer("group", 1)};
    geometry.stride = window_numbers(reader, "strides", geometry.rank());
    geometry.dilation = window_numbers(reader, "dilations", geometry.rank());
    if (geometry.groups < 1) {
        throw ModelError("E0323", fmt::format("group is {}, expected 1 or more", geometry.groups));
    }
    return geometry;
}

/// Values of one axis preceded by that of a height of 1.
Integers of_image(Integers values, std::int64_t of_height) {
    if (values.size() == 1) {
        values.insert(values.begin(), of_height);
    }
    return values;
}

/// Padding [before..., after...] of one axis as that of an image.
Integers padding_of_image(const Integers& padding) {
    return padding.size() == 2 ? Integers{0, padding[0], 0, padding[1]} : padding;
}

ValueId input_channels_last(NodeReader& reader, ValueId id) {
    return with_height(reader, to_channels_last(reader, id));
}

/// The result as the file expects it.
ValueId channels_first(NodeReader& reader, ValueId id, std::size_t spatial_rank) {
    if (spatial_rank == 1) {
        const Shape shape = reader.shape(id);
        id = reader.reshape(id, {shape[0], shape[2], shape[3]});
    }
    return to_channels_first(reader, id);
}

Attributes window_attributes(NodeReader& reader, const Geometry& geometry) {
    Integers reaches;
    for (std::size_t axis = 0; axis < geometry.rank(); ++axis) {
        reaches.push_back(geometry.reach(axis));
    }
    const Integers padding = spatial_padding(reader, geometry.extents, reaches, geometry.stride);
    return {
        {"stride", of_image(geometry.stride, 1)},
        {"dilation", of_image(geometry.dilation, 1)},
        {"padding", padding_of_image(padding)}};
}

/// The operator of the Graph for a convolution with weights [M, C / groups, ...], and its weights.
struct Layer {
    std::string op;
    ValueId weights;
    Attributes attributes;
};

Layer convolution_layer(NodeReader& reader, const Geometry& geometry, ValueId weights, std::int64_t channels) {
    Attributes attributes = window_attributes(reader, geometry);
    const bool is_depthwise = geometry.groups > 1 && geometry.groups == channels && geometry.rank() <= 2;
    if (is_depthwise) {
        // [M, 1, k...] to [1, k..., M]
        Integers axes(geometry.rank() + 2);
        std::iota(axes.begin(), axes.end(), 1);
        axes.back() = 0;
        return {"depthwise_conv2d", with_height(reader, transposed(reader, weights, axes)), std::move(attributes)};
    }
    if (geometry.groups > 1) {
        attributes.set("groups", geometry.groups);
    }
    const ValueId reordered = with_height(reader, to_channels_last(reader, weights));
    return {geometry.rank() == 3 ? "conv3d" : "conv2d", reordered, std::move(attributes)};
}

void translate_conv(NodeReader& reader) {
    reader.expect_inputs(2, 3);
    const ValueId input = reader.input(0);
    const Geometry geometry = read_geometry(reader, reader.shape(input), reader.shape(reader.input(1)));
    Layer layer = convolution_layer(reader, geometry, reader.input(1), reader.shape(input)[1]);
    std::vector<ValueId> inputs = {input_channels_last(reader, input), layer.weights};
    if (reader.has_input(2)) {
        inputs.push_back(reader.input(2));
    }
    const ValueId result = reader.add(layer.op, std::move(inputs), std::move(layer.attributes));
    reader.define(0, channels_first(reader, result, geometry.rank()));
}

/// The bias of a quantised convolution, which is int32 in steps of input scale * weight scale, as real numbers.
ValueId real_bias(NodeReader& reader, const QuantizedLayer& layer) {
    const std::vector<std::int64_t> stored = reader.integers(8, "a bias");
    const float input_scale = reader.type(layer.input).quantization->scale();
    const std::vector<float> scales = reader.type(layer.weights).quantization->scales;
    std::vector<float> values;
    for (std::size_t channel = 0; channel < stored.size(); ++channel) {
        const float scale = scales.size() > 1 ? scales.at(channel) : scales.front();
        values.push_back(static_cast<float>(
            static_cast<double>(stored[channel]) * static_cast<double>(input_scale) * static_cast<double>(scale)
        ));
    }
    return reader.add_constant("bias", Tensor::of<float>({static_cast<std::int64_t>(values.size())}, values));
}

void translate_qlinear_conv(NodeReader& reader) {
    reader.expect_inputs(8, 9);
    QuantizedLayer quantized = read_quantized_layer(reader, 0);
    const Shape input = reader.shape(quantized.input);
    const Geometry geometry = read_geometry(reader, input, reader.shape(quantized.weights));
    std::vector<ValueId> bias;
    if (reader.has_input(8)) {
        bias.push_back(quantized.is_int8 ? reader.input(8) : real_bias(reader, quantized));
    }
    if (!quantized.is_int8) {
        quantized.input = dequantized(reader, quantized.input);
        quantized.weights = dequantized(reader, quantized.weights);
    }
    Layer layer = convolution_layer(reader, geometry, quantized.weights, input[1]);
    std::vector<ValueId> inputs = {input_channels_last(reader, quantized.input), layer.weights};
    inputs.insert(inputs.end(), bias.begin(), bias.end());
    const QuantizedType stored = as_stored(quantized.output);
    ValueId result = ValueId::none();
    if (quantized.is_int8) {
        layer.attributes.set("round_once", std::int64_t{1});
        result = reader.builder().add_node(layer.op, std::move(inputs), std::move(layer.attributes), stored).front();
    } else {
        const ValueId real = reader.add(layer.op, std::move(inputs), std::move(layer.attributes));
        result = reader.add("quantize", {real}, {}, stored);
    }
    define_quantized(reader, 0, channels_first(reader, result, geometry.rank()), quantized.output);
}

void translate_conv_integer(NodeReader& reader) {
    reader.expect_inputs(2, 4);
    const IntegerOperands operands = read_integer_operands(reader);
    const Geometry geometry = read_geometry(reader, reader.shape(operands.first), reader.shape(operands.second));
    Attributes attributes = window_attributes(reader, geometry);
    attributes.set("groups", geometry.groups);
    const ValueId result = reader.add(
        "conv_integer",
        {input_channels_last(reader, operands.first), with_height(reader, to_channels_last(reader, operands.second)),
         operands.first_zero_point, operands.second_zero_point},
        std::move(attributes)
    );
    reader.define(0, channels_first(reader, result, geometry.rank()));
}

/// Size of the output of a transposed convolution and what is cut off before each axis.
struct TransposedSize {
    Integers output;
    Integers padding;
};

/// Source: ONNX operator documentation, ConvTranspose, output_shape and auto_pad.
TransposedSize transposed_size(NodeReader& reader, const Geometry& geometry) {
    const std::size_t rank = geometry.rank();
    const std::string automatic = reader.attributes().text("auto_pad", "NOTSET");
    const Integers extra = reader.attributes().integers("output_padding", Integers(rank, 0));
    Integers size = reader.attributes().integers("output_shape", {});
    if (size.size() == rank + 2) {
        size.erase(size.begin(), size.begin() + 2); // some exporters name all axes
    }
    const bool is_same = automatic == "SAME_UPPER" || automatic == "SAME_LOWER";
    if (extra.size() != rank || (!size.empty() && size.size() != rank)) {
        throw ModelError("E0323", fmt::format("output_padding and output_shape expect {} numbers", rank));
    }
    TransposedSize result;
    const Integers given = is_same || !size.empty()
                               ? Integers(2 * rank, 0)
                               : spatial_padding(reader, geometry.extents, geometry.kernel, geometry.stride);
    for (std::size_t axis = 0; axis < rank; ++axis) {
        const std::int64_t whole =
            geometry.stride[axis] * (geometry.extents[axis] - 1) + extra[axis] + geometry.reach(axis);
        if (!is_same && size.empty()) {
            result.output.push_back(whole - given[axis] - given[rank + axis]);
            result.padding.push_back(given[axis]);
            continue;
        }
        const std::int64_t wanted = size.empty() ? geometry.extents[axis] * geometry.stride[axis] : size[axis];
        const std::int64_t total = std::max<std::int64_t>(whole - wanted, 0);
        result.output.push_back(wanted);
        result.padding.push_back(automatic == "SAME_UPPER" ? total / 2 : total - total / 2);
    }
    return result;
}

/// Weights [C, M / groups, k...] as [M, k..., C / groups].
ValueId transposed_weights(NodeReader& reader, ValueId weights, const Geometry& geometry) {
    const Shape shape = reader.shape(weights);
    const std::size_t rank = shape.rank();
    if (geometry.groups == 1) {
        Integers axes(rank);
        std::iota(axes.begin(), axes.end(), 1);
        axes.back() = 0;
        return transposed(reader, weights, axes);
    }
    if (shape[0] % geometry.groups != 0) {
        throw ModelError(
            "E0321", fmt::format("{} input channels, expected a multiple of {} groups", shape[0], geometry.groups)
        );
    }
    Integers split = shape.extents();
    split.front() /= geometry.groups;
    split.insert(split.begin(), geometry.groups);
    // [g, C / g, M / g, k...] to [g, M / g, k..., C / g]
    Integers axes(rank + 1);
    std::iota(axes.begin() + 1, axes.end(), 2);
    axes.front() = 0;
    axes.back() = 1;
    const ValueId apart = transposed(reader, reader.reshape(weights, std::move(split)), axes);
    Integers joined = reader.shape(apart).extents();
    joined[1] *= joined[0];
    joined.erase(joined.begin());
    return reader.reshape(apart, std::move(joined));
}

void translate_conv_transpose(NodeReader& reader) {
    reader.expect_inputs(2, 3);
    const ValueId input = reader.input(0);
    const Geometry geometry = read_geometry(reader, reader.shape(input), reader.shape(reader.input(1)));
    const TransposedSize size = transposed_size(reader, geometry);
    Attributes attributes{
        {"stride", of_image(geometry.stride, 1)},
        {"dilation", of_image(geometry.dilation, 1)},
        {"padding", of_image(size.padding, 0)},
        {"output_size", of_image(size.output, 1)}};
    if (geometry.groups > 1) {
        attributes.set("groups", geometry.groups);
    }
    const ValueId weights = with_height(reader, transposed_weights(reader, reader.input(1), geometry));
    std::vector<ValueId> inputs = {input_channels_last(reader, input), weights};
    if (reader.has_input(2)) {
        inputs.push_back(reader.input(2));
    }
    const ValueId result = reader.add("transpose_conv", std::move(inputs), std::move(attributes));
    reader.define(0, channels_first(reader, result, geometry.rank()));
}

constexpr OperatorRow rows[] = {
    {"Conv", translate_conv},
    {"ConvTranspose", translate_conv_transpose},
    {"ConvInteger", translate_conv_integer},
    {"QLinearConv", translate_qlinear_conv},
};

} // namespace

std::span<const OperatorRow> convolution_rows() {
    return rows;
}

} // namespace thimble::onnx_import
