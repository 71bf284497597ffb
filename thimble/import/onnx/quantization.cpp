// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/quantization.h"

#include "thimble/core/error.h"

#include <algorithm>

namespace thimble::onnx_import {

namespace {

constexpr std::int32_t shift = 128;

Quantization moved(Quantization quantization, std::int32_t by) {
    for (std::int32_t& zero_point : quantization.zero_points) {
        zero_point += by;
    }
    return quantization;
}

/// A stored uint8 tensor as int8.
Tensor shifted_constant(const Tensor& tensor, const QuantizedType& stored) {
    Tensor result({DataType::int8, tensor.type.shape, stored.quantization});
    std::transform(
        tensor.elements<std::uint8_t>().begin(), tensor.elements<std::uint8_t>().end(),
        result.elements<std::int8_t>().begin(),
        [](std::uint8_t value) { return static_cast<std::int8_t>(value - shift); }
    );
    return result;
}

bool is_close(const Quantization& one, const Quantization& two) {
    return one.scales == two.scales && one.zero_points == two.zero_points;
}

void require_quantization(NodeReader& reader, ValueId id, const Quantization& expected) {
    const auto found = reader.type(id).quantization;
    const bool agrees = found ? is_close(*found, expected) : reader.builder().set_quantization(id, expected);
    if (!agrees) {
        throw Unsupported{
            "a quantised tensor that is read with another scale or zero point than it has",
            "dequantise it with the scale it was quantised with"};
    }
}

} // namespace

QuantizedType
read_quantization(NodeReader& reader, std::size_t scale_input, std::size_t zero_point_input, std::int64_t axis) {
    QuantizedType type;
    for (const double scale : reader.reals(scale_input, "a scale")) {
        type.quantization.scales.push_back(static_cast<float>(scale));
    }
    type.quantization.zero_points.assign(type.quantization.scales.size(), 0);
    type.data_type = DataType::uint8;
    if (reader.has_input(zero_point_input)) {
        const std::vector<std::int64_t> zero_points = reader.integers(zero_point_input, "a zero point");
        type.data_type = reader.type(reader.input(zero_point_input)).data_type;
        if (zero_points.size() != type.quantization.scales.size()) {
            throw ModelError(
                "E0321", fmt::format(
                             "{} zero points, expected {} as there are scales", zero_points.size(),
                             type.quantization.scales.size()
                         )
            );
        }
        std::transform(zero_points.begin(), zero_points.end(), type.quantization.zero_points.begin(), [](auto value) {
            return static_cast<std::int32_t>(value);
        });
    }
    type.quantization.axis = type.quantization.is_per_axis() ? static_cast<std::size_t>(axis) : 0;
    return type;
}

QuantizedType as_stored(const QuantizedType& type) {
    if (type.data_type != DataType::uint8) {
        return type;
    }
    return {moved(type.quantization, -shift), DataType::int8};
}

ValueId quantized_input(NodeReader& reader, std::size_t index, const QuantizedType& type) {
    const QuantizedType stored = as_stored(type);
    const TensorEntry entry = reader.builder().find(reader.input_name(index));
    if (entry.is_shifted || reader.type(entry.id).data_type != DataType::uint8) {
        require_quantization(reader, entry.id, stored.quantization);
        return entry.id;
    }
    if (const Tensor* tensor = reader.constant(entry.id)) {
        return reader.add_constant("int8", shifted_constant(*tensor, stored));
    }
    require_quantization(reader, entry.id, type.quantization);
    return reader.add("quantize", {entry.id}, {}, stored);
}

void define_quantized(NodeReader& reader, std::size_t output, ValueId id, const QuantizedType& type) {
    if (type.data_type == DataType::uint8) {
        reader.define_shifted(output, id);
    } else {
        reader.define(output, id);
    }
}

ValueId unshifted(GraphBuilder& builder, ValueId id) {
    const QuantizedType plain = {moved(*builder.type(id).quantization, shift), DataType::uint8};
    return builder.add_node("quantize", {id}, {{"to", std::string("uint8")}}, plain).front();
}

} // namespace thimble::onnx_import
