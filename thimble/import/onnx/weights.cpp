// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/weights.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <cstdint>

namespace thimble::onnx_import {

namespace {

bool is_symmetric(const Quantization& quantization) {
    const auto& zero_points = quantization.zero_points;
    return std::all_of(zero_points.begin(), zero_points.end(), [](std::int32_t zero_point) { return zero_point == 0; });
}

/// Elements between two neighbours along the quantised axis.
std::size_t inner_count(const TensorType& type) {
    std::size_t count = 1;
    for (std::size_t axis = type.quantization->axis + 1; axis < type.shape.rank(); ++axis) {
        count *= static_cast<std::size_t>(type.shape[axis]);
    }
    return count;
}

/// The same real numbers with zero points 0, where int8 holds them.
std::optional<Tensor> symmetric(const Tensor& tensor) {
    const Quantization& quantization = *tensor.type.quantization;
    const std::size_t inner = inner_count(tensor.type);
    Tensor result = tensor;
    std::fill(
        result.type.quantization->zero_points.begin(), result.type.quantization->zero_points.end(), std::int32_t{0}
    );
    const std::span<std::int8_t> elements = result.elements<std::int8_t>();
    for (std::size_t index = 0; index < elements.size(); ++index) {
        const std::size_t channel = quantization.is_per_axis() ? index / inner % quantization.zero_points.size() : 0;
        const std::int32_t value = elements[index] - quantization.zero_points[channel];
        if (value < -128 || value > 127) {
            return std::nullopt;
        }
        elements[index] = static_cast<std::int8_t>(value);
    }
    return result;
}

/// int8 as uint8, 128 higher, or the other way.
Tensor moved(const Tensor& tensor) {
    Tensor result = tensor;
    result.type.data_type = tensor.type.data_type == DataType::int8 ? DataType::uint8 : DataType::int8;
    for (std::byte& element : result.bytes) {
        element ^= std::byte{0x80};
    }
    return result;
}

/// The operand and its zero point in the type of the other operand.
void move_to_other_type(NodeReader& reader, ValueId& operand, ValueId& zero_point) {
    const Tensor* const values = reader.constant(operand);
    const Tensor* const zero = zero_point.is_none() ? nullptr : reader.constant(zero_point);
    if (values == nullptr || (!zero_point.is_none() && zero == nullptr)) {
        throw Unsupported{"a product of int8 and uint8 that are both computed", "quantise both to the same type"};
    }
    const DataType from = values->type.data_type;
    Tensor new_zero = zero != nullptr ? moved(*zero) : Tensor();
    if (zero == nullptr) {
        const Tensor none({from, {}, {}});
        new_zero = moved(none);
    }
    const ValueId new_operand = reader.add_constant("moved", moved(*values));
    zero_point = reader.add_constant("moved_zero_point", std::move(new_zero));
    operand = new_operand;
}

} // namespace

QuantizedLayer read_quantized_layer(NodeReader& reader, std::int64_t weights_axis) {
    const QuantizedType input_type = read_quantization(reader, 1, 2, 0);
    const QuantizedType weights_type = read_quantization(reader, 4, 5, weights_axis);
    QuantizedLayer layer{
        quantized_input(reader, 0, input_type), quantized_input(reader, 3, weights_type),
        read_quantization(reader, 6, 7, 0), false};
    const Tensor* const constant = reader.constant(layer.weights);
    if (!is_symmetric(as_stored(weights_type).quantization) && constant != nullptr) {
        if (std::optional<Tensor> better = symmetric(*constant)) {
            layer.weights = reader.add_constant("weights", std::move(*better));
        }
    }
    layer.is_int8 = !input_type.quantization.is_per_axis() && is_symmetric(*reader.type(layer.weights).quantization);
    return layer;
}

ValueId dequantized(NodeReader& reader, ValueId id) {
    return reader.add("dequantize", {id});
}

IntegerOperands read_integer_operands(NodeReader& reader) {
    IntegerOperands operands{reader.input(0), reader.input(1), reader.optional_input(2), reader.optional_input(3)};
    if (reader.type(operands.first).data_type == reader.type(operands.second).data_type) {
        return operands;
    }
    if (reader.constant(operands.second) != nullptr) {
        move_to_other_type(reader, operands.second, operands.second_zero_point);
    } else {
        move_to_other_type(reader, operands.first, operands.first_zero_point);
    }
    return operands;
}

} // namespace thimble::onnx_import
