// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/type_rules.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

namespace thimble {

namespace {

// Larger tensors are not meant for microcontrollers, and their sizes would overflow.
constexpr std::int64_t largest_element_count = std::int64_t{1} << 31;

// Scales that should be equal may differ by the rounding of the tool that wrote them.
constexpr double scale_tolerance = 1e-6;

// How far a bias scale may be from the product of the other two, relative to it.
constexpr double bias_tolerance = 0.02;

const Quantization& require_quantization(const TensorType& type, std::string_view role) {
    if (!type.quantization || type.quantization->scales.empty()) {
        throw ModelError(wrong_quantization, fmt::format("{} is {} without a scale", role, name(type.data_type)));
    }
    const Quantization& quantization = *type.quantization;
    if (quantization.scales.size() != quantization.zero_points.size()) {
        throw ModelError(
            wrong_quantization, fmt::format(
                                    "{} has {} scales and {} zero points, expected as many", role,
                                    quantization.scales.size(), quantization.zero_points.size()
                                )
        );
    }
    for (const float scale : quantization.scales) {
        // Scale 0 is what some converters write for a channel of which all weights are 0.
        if (!(scale >= 0.0F) || !std::isfinite(scale)) {
            throw ModelError(wrong_quantization, fmt::format("{} scale is {}, expected 0 or more", role, scale));
        }
    }
    return quantization;
}

bool is_close(float a, float b) {
    return std::abs(static_cast<double>(a) - static_cast<double>(b)) <= scale_tolerance * static_cast<double>(b);
}

void require_bias_scale(const NodeView& node) {
    const TensorType& bias = node.input(2);
    if (!bias.quantization) {
        return;
    }
    const Quantization& found = require_quantization(bias, "bias");
    const Quantization& weights = *node.input(1).quantization;
    if (found.scales.size() != weights.scales.size()) {
        throw ModelError(
            wrong_quantization,
            fmt::format(
                "bias has {} scales, expected {} as the weights have", found.scales.size(), weights.scales.size()
            )
        );
    }
    for (std::size_t channel = 0; channel < found.scales.size(); ++channel) {
        const double expected =
            static_cast<double>(node.input(0).quantization->scale()) * static_cast<double>(weights.scales[channel]);
        const double difference = std::abs(static_cast<double>(found.scales[channel]) - expected);
        if (found.zero_points[channel] != 0 || difference > bias_tolerance * expected) {
            throw ModelError(
                wrong_quantization, fmt::format(
                                        "bias of channel {} has scale {} and zero point {}, expected {} and 0 "
                                        "(input scale times weight scale)",
                                        channel, found.scales[channel], found.zero_points[channel], expected
                                    )
            );
        }
    }
}

} // namespace

DataType require_same_data_type(const NodeView& node, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) {
        if (!node.has_input(index)) {
            throw ModelError(missing_input, fmt::format("input {} is left out, expected {} inputs", index, count));
        }
        const TensorType& type = node.input(index);
        if (type.shape.element_count() < 1) {
            throw ModelError(wrong_shape, fmt::format("input {} {} has no elements", index, type.shape.to_string()));
        }
        if (type.data_type != node.input(0).data_type) {
            throw ModelError(
                wrong_data_type,
                fmt::format(
                    "input {} is {}, expected {} as input 0", index, name(type.data_type), name(node.input(0).data_type)
                )
            );
        }
    }
    return node.input(0).data_type;
}

DataType require_float32_or_int8(const NodeView& node, std::size_t count) {
    const DataType type = require_same_data_type(node, count);
    if (type != DataType::float32 && type != DataType::int8) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32 or int8", name(type)));
    }
    for (std::size_t index = 0; type == DataType::int8 && index < count; ++index) {
        require_int8_quantization(node.input(index), fmt::format("input {}", index));
    }
    return type;
}

DataType require_float32_int8_or_int16(const NodeView& node, std::size_t count) {
    const DataType type = require_same_data_type(node, count);
    if (type != DataType::float32 && type != DataType::int8 && type != DataType::int16) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32, int8 or int16", name(type)));
    }
    for (std::size_t index = 0; type != DataType::float32 && index < count; ++index) {
        require_activation_quantization(node.input(index), fmt::format("input {}", index));
    }
    return type;
}

DataType require_weighted_inputs(const NodeView& node) {
    const DataType type = require_float32_int8_or_int16(node, 1);
    if (!node.has_input(1)) {
        throw ModelError(missing_input, "input 1 is left out, expected 2 inputs");
    }
    const TensorType& weights = node.input(1);
    const bool may_be_float = type == DataType::float32;
    if (weights.data_type != DataType::int8 && !(may_be_float && weights.data_type == DataType::float32)) {
        throw ModelError(
            wrong_data_type, fmt::format(
                                 "weights are {}, expected int8{} with {} inputs", name(weights.data_type),
                                 may_be_float ? " or float32" : "", name(type)
                             )
        );
    }
    if (weights.shape.element_count() < 1) {
        throw ModelError(wrong_shape, fmt::format("input 1 {} has no elements", weights.shape.to_string()));
    }
    return type;
}

void require_rank(const TensorType& type, std::string_view role, std::size_t rank) {
    if (type.shape.rank() != rank) {
        throw ModelError(
            wrong_shape,
            fmt::format("{} {} has {} axes, expected {}", role, type.shape.to_string(), type.shape.rank(), rank)
        );
    }
}

void require_int8_quantization(const TensorType& type, std::string_view role) {
    if (type.data_type != DataType::int8) {
        throw ModelError(wrong_data_type, fmt::format("{} is {}, expected int8", role, name(type.data_type)));
    }
    require_activation_quantization(type, role);
}

void require_activation_quantization(const TensorType& type, std::string_view role) {
    if (type.data_type != DataType::int8 && type.data_type != DataType::int16) {
        throw ModelError(wrong_data_type, fmt::format("{} is {}, expected int8 or int16", role, name(type.data_type)));
    }
    const Quantization& quantization = require_quantization(type, role);
    if (quantization.is_per_axis()) {
        throw ModelError(
            wrong_quantization, fmt::format("{} has {} scales, expected one", role, quantization.scales.size())
        );
    }
    if (quantization.scale() <= 0.0F) {
        throw ModelError(wrong_quantization, fmt::format("{} scale is 0, expected a number above 0", role));
    }
    const std::int32_t zero_point = quantization.zero_point();
    if (type.data_type == DataType::int16 && zero_point != 0) {
        throw ModelError(wrong_quantization, fmt::format("{} has zero point {}, expected 0", role, zero_point));
    }
    if (zero_point < -128 || zero_point > 127) {
        throw ModelError(
            wrong_quantization, fmt::format("{} has zero point {}, expected one in [-128, 127]", role, zero_point)
        );
    }
}

void require_int8_output(const NodeView& node) {
    if (!node.node().outputs.empty()) {
        require_int8_quantization(node.output(), "output");
    }
}

void require_summable(const TensorType& input, std::int64_t count) {
    constexpr std::int64_t most_int16_elements = 65535;
    if (input.data_type == DataType::int16 && count > most_int16_elements) {
        throw ModelError(
            wrong_shape, fmt::format("{} int16 elements are added up, expected at most {}", count, most_int16_elements)
        );
    }
}

void require_quantized_output(const NodeView& node) {
    if (node.node().outputs.empty()) {
        return;
    }
    const DataType expected = node.input(0).data_type;
    if (node.output().data_type != expected) {
        throw ModelError(
            wrong_data_type,
            fmt::format("output is {}, expected {} as the input", name(node.output().data_type), name(expected))
        );
    }
    require_activation_quantization(node.output(), "output");
}

void require_output_quantization_of_input(const NodeView& node, std::size_t index) {
    if (node.node().outputs.empty()) {
        return;
    }
    require_quantized_output(node);
    const Quantization& output = *node.output().quantization;
    const Quantization& input = *node.input(index).quantization;
    if (output.zero_point() != input.zero_point() || !is_close(output.scale(), input.scale())) {
        throw ModelError(
            wrong_quantization, fmt::format(
                                    "output has scale {} and zero point {}, expected those of input {}: {} and {}",
                                    output.scale(), output.zero_point(), index, input.scale(), input.zero_point()
                                )
        );
    }
}

void require_output_quantization(const NodeView& node, float scale, std::int32_t zero_point) {
    if (node.node().outputs.empty()) {
        return;
    }
    require_quantized_output(node);
    const Quantization& output = *node.output().quantization;
    if (output.scale() != scale || output.zero_point() != zero_point) {
        throw ModelError(
            wrong_quantization, fmt::format(
                                    "output has scale {} and zero point {}, expected 1/{} and {}", output.scale(),
                                    output.zero_point(), 1.0F / scale, zero_point
                                )
        );
    }
}

void require_weights_quantization(const TensorType& weights, std::size_t axis) {
    const Quantization& quantization = require_quantization(weights, "weights");
    const auto& zero_points = quantization.zero_points;
    if (std::any_of(zero_points.begin(), zero_points.end(), [](std::int32_t zero_point) { return zero_point != 0; })) {
        throw ModelError(wrong_quantization, "weights have a zero point other than 0, expected symmetric weights");
    }
    if (!quantization.is_per_axis()) {
        return;
    }
    const auto channels = static_cast<std::size_t>(weights.shape[axis]);
    if (quantization.axis != axis || quantization.scales.size() != channels) {
        throw ModelError(
            wrong_quantization,
            fmt::format(
                "weights {} have {} scales along axis {}, expected {} along axis {}", weights.shape.to_string(),
                quantization.scales.size(), quantization.axis, channels, axis
            )
        );
    }
}

void require_bias(const NodeView& node, std::int64_t channels) {
    if (!node.has_input(2)) {
        return;
    }
    const TensorType& bias = node.input(2);
    if (bias.shape != Shape{channels}) {
        throw ModelError(
            wrong_shape, fmt::format("bias is {}, expected [{}] for the weights", bias.shape.to_string(), channels)
        );
    }
    const bool is_float = node.input(0).data_type == DataType::float32;
    const bool may_be_wide = node.input(0).data_type == DataType::int16;
    const DataType expected = is_float ? DataType::float32 : DataType::int32;
    if (bias.data_type != expected && !(may_be_wide && bias.data_type == DataType::int64)) {
        throw ModelError(
            wrong_data_type,
            fmt::format(
                "bias is {}, expected {}{}", name(bias.data_type), name(expected), may_be_wide ? " or int64" : ""
            )
        );
    }
    if (!is_float) {
        require_bias_scale(node);
    }
}

bool is_plain_integer(const TensorType& type) {
    return is_integer_type(type.data_type) && !type.quantization;
}

DataType require_plain_integers(const NodeView& node, std::size_t count) {
    const DataType type = require_same_data_type(node, count);
    if (!is_integer_type(type)) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected integers", name(type)));
    }
    for (std::size_t index = 0; index < count; ++index) {
        if (node.input(index).quantization) {
            throw ModelError(
                wrong_quantization, fmt::format("input {} is {} with a scale, expected none", index, name(type))
            );
        }
    }
    return type;
}

void require_affine(const TensorType& type, std::string_view role) {
    if (!is_integer_type(type.data_type)) {
        throw ModelError(wrong_data_type, fmt::format("{} is {}, expected integers", role, name(type.data_type)));
    }
    const Quantization& quantization = require_quantization(type, role);
    const std::size_t count = quantization.scales.size();
    const bool has_axis = quantization.axis < type.shape.rank();
    if (count > 1 && (!has_axis || type.shape[quantization.axis] != static_cast<std::int64_t>(count))) {
        throw ModelError(
            wrong_quantization, fmt::format(
                                    "{} {} has {} scales along axis {}, expected one for each index", role,
                                    type.shape.to_string(), count, quantization.axis
                                )
        );
    }
    const std::int64_t highest = type.data_type == DataType::int8    ? 127
                                 : type.data_type == DataType::uint8 ? 255
                                                                     : 32767;
    const std::int64_t lowest = type.data_type == DataType::uint8 ? 0 : -highest - 1;
    for (std::size_t index = 0; index < count; ++index) {
        if (quantization.scales[index] <= 0.0F) {
            throw ModelError(wrong_quantization, fmt::format("{} scale is 0, expected a number above 0", role));
        }
        if (quantization.zero_points[index] < lowest || quantization.zero_points[index] > highest) {
            throw ModelError(
                wrong_quantization, fmt::format(
                                        "{} has zero point {}, expected one in [{}, {}]", role,
                                        quantization.zero_points[index], lowest, highest
                                    )
            );
        }
    }
}

void require_affine_per_tensor(const TensorType& type, std::string_view role) {
    require_affine(type, role);
    if (type.quantization->is_per_axis()) {
        throw ModelError(
            wrong_quantization, fmt::format("{} has {} scales, expected one", role, type.quantization->scales.size())
        );
    }
}

void require_equal_quantization(const TensorType& type, std::string_view role, const TensorType& expected) {
    bool is_equal = type.quantization.has_value() == expected.quantization.has_value();
    if (is_equal && type.quantization) {
        const Quantization& found = *type.quantization;
        const Quantization& wanted = *expected.quantization;
        is_equal = found.zero_points == wanted.zero_points && found.scales.size() == wanted.scales.size() &&
                   std::equal(found.scales.begin(), found.scales.end(), wanted.scales.begin(), is_close);
    }
    if (!is_equal) {
        throw ModelError(
            wrong_quantization, fmt::format("{} has another scale or zero point than input 0, expected the same", role)
        );
    }
}

TensorType output_type(const NodeView& node, DataType data_type, Shape shape) {
    std::int64_t count = 1;
    for (const std::int64_t extent : shape.extents()) {
        if (extent < 1 || count > largest_element_count / extent) {
            throw ModelError(
                wrong_shape, fmt::format("output would be {}, expected 1 to 2^31 elements", shape.to_string())
            );
        }
        count *= extent;
    }
    TensorType type{data_type, std::move(shape), {}};
    if (!node.node().outputs.empty()) {
        type.quantization = node.output().quantization;
    }
    return type;
}

} // namespace thimble
