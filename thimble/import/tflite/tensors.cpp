// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/tensors.h"

#include "thimble/core/error.h"
#include "thimble/core/float16.h"
#include "thimble/import/tflite/layer_names.h"
#include "thimble/import/tflite/unsupported.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace thimble::tflite_import {

namespace {

constexpr std::size_t highest_rank = 8;
constexpr std::int64_t most_bytes = std::numeric_limits<std::int32_t>::max();

DataType data_type_in(const tflite::Tensor& tensor) {
    switch (tensor.type()) {
    case tflite::TensorType::FLOAT32:
        return DataType::float32;
    case tflite::TensorType::INT8:
        return DataType::int8;
    case tflite::TensorType::INT32:
        return DataType::int32;
    case tflite::TensorType::INT64:
        return DataType::int64;
    case tflite::TensorType::UINT8:
        return DataType::uint8;
    case tflite::TensorType::INT16:
        return DataType::int16;
    case tflite::TensorType::BOOL:
        return DataType::boolean;
    case tflite::TensorType::FLOAT16:
        // Stored weights are widened when they are read; GraphBuilder refuses other tensors.
        return DataType::float32;
    case tflite::TensorType::INT4:
        throw Unsupported{"data type int4", "convert the model with int8 weights"};
    default:
        break;
    }
    const std::string name = tflite::EnumNameTensorType(tensor.type());
    if (name.empty()) {
        throw ModelError("E0303", fmt::format("unknown data type {}", static_cast<int>(tensor.type())));
    }
    throw Unsupported{"data type " + name, "convert the model to int8 or float32"};
}

Shape shape_in(const tflite::Tensor& tensor, std::size_t element_bytes) {
    std::vector<std::int64_t> extents;
    if (tensor.shape() != nullptr) {
        extents.assign(tensor.shape()->begin(), tensor.shape()->end());
    }
    if (extents.size() > highest_rank) {
        throw ModelError("E0303", fmt::format("shape has {} axes, expected at most {}", extents.size(), highest_rank));
    }
    std::int64_t byte_count = static_cast<std::int64_t>(element_bytes);
    for (const std::int64_t extent : extents) {
        if (extent == -1) {
            throw Unsupported{"a shape that is only known when the model runs", "convert with a fixed input shape"};
        }
        if (extent < 1) {
            throw ModelError("E0303", fmt::format("shape has extent {}, expected at least 1", extent));
        }
        if (extent > most_bytes / byte_count) {
            throw ModelError("E0303", fmt::format("shape {} needs more than 2 GiB", Shape(extents).to_string()));
        }
        byte_count *= extent;
    }
    return Shape(std::move(extents));
}

void check_scale(float scale) {
    if (!std::isfinite(scale) || scale <= 0.0F) {
        throw ModelError("E0303", fmt::format("quantisation scale is {}, expected a positive number", scale));
    }
}

void check_zero_point(std::int64_t zero_point, DataType type) {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    if (type == DataType::int8) {
        lowest = std::numeric_limits<std::int8_t>::min();
        highest = std::numeric_limits<std::int8_t>::max();
    } else if (type == DataType::uint8) {
        highest = std::numeric_limits<std::uint8_t>::max();
    } else if (type == DataType::int16) {
        lowest = std::numeric_limits<std::int16_t>::min();
        highest = std::numeric_limits<std::int16_t>::max();
    }
    const bool fits = zero_point >= lowest && zero_point <= highest;
    if (!fits) {
        throw ModelError("E0303", fmt::format("zero point {} does not fit {}", zero_point, name(type)));
    }
}

/// The axis that per-axis scales belong to, checked against the shape. Some converters give a bias,
/// which has one axis, the number of its weights' axis.
std::size_t checked_axis(std::int32_t stored_axis, std::size_t scale_count, const Shape& shape) {
    const std::int32_t axis = shape.rank() == 1 ? 0 : stored_axis;
    if (axis < 0 || static_cast<std::size_t>(axis) >= shape.rank()) {
        throw ModelError(
            "E0303", fmt::format("quantised axis is {}, shape {} has no such axis", axis, shape.to_string())
        );
    }
    const std::int64_t extent = shape[static_cast<std::size_t>(axis)];
    if (static_cast<std::int64_t>(scale_count) != extent) {
        throw ModelError(
            "E0303",
            fmt::format(
                "{} quantisation scales, axis {} of shape {} expects {}", scale_count, axis, shape.to_string(), extent
            )
        );
    }
    return static_cast<std::size_t>(axis);
}

/// The verifier does not check that 64-bit elements are aligned, so that they are copied out.
std::int64_t zero_point_at(const tflite::QuantizationParameters& parameters, std::size_t index) {
    std::int64_t zero_point = 0;
    std::memcpy(&zero_point, parameters.zero_point()->Data() + index * sizeof(zero_point), sizeof(zero_point));
    return zero_point;
}

std::optional<Quantization> quantization_in(const tflite::Tensor& tensor, DataType type, const Shape& shape) {
    const tflite::QuantizationParameters* parameters = tensor.quantization();
    const bool is_integer = is_integer_type(type) && type != DataType::int64;
    if (!is_integer || parameters == nullptr) {
        return std::nullopt;
    }
    if (parameters->details_type() != tflite::QuantizationDetails::NONE) {
        throw Unsupported{"a custom quantisation scheme", "convert with TensorFlow Lite's int8 quantisation"};
    }
    if (parameters->scale() == nullptr || parameters->scale()->size() == 0) {
        return std::nullopt;
    }
    const std::size_t count = parameters->scale()->size();
    const std::size_t zero_point_count = parameters->zero_point() == nullptr ? 0 : parameters->zero_point()->size();
    if (zero_point_count != count) {
        throw ModelError("E0303", fmt::format("{} quantisation scales, but {} zero points", count, zero_point_count));
    }
    Quantization result;
    if (count > 1) {
        result.axis = checked_axis(parameters->quantized_dimension(), count, shape);
    }
    for (std::size_t index = 0; index < count; ++index) {
        const float scale = parameters->scale()->Get(static_cast<flatbuffers::uoffset_t>(index));
        const std::int64_t zero_point = zero_point_at(*parameters, index);
        check_scale(scale);
        check_zero_point(zero_point, type);
        result.scales.push_back(scale);
        result.zero_points.push_back(static_cast<std::int32_t>(zero_point));
    }
    return result;
}

/// Writes the float16 numbers that begin at `bytes`, lowest byte first.
void widen(const std::uint8_t* bytes, std::span<float> numbers) {
    for (float& number : numbers) {
        number = widened(static_cast<std::uint16_t>(bytes[0] | (bytes[1] << 8)));
        bytes += 2;
    }
}

const tflite::Buffer& buffer_of(const tflite::Model& model, const tflite::Tensor& tensor) {
    return *model.buffers()->Get(tensor.buffer());
}

} // namespace

std::string describe_tensor(const tflite::SubGraph& subgraph, std::int32_t index) {
    const tflite::Tensor* tensor = subgraph.tensors()->Get(static_cast<flatbuffers::uoffset_t>(index));
    const bool is_named = tensor->name() != nullptr && tensor->name()->size() > 0;
    return is_named ? fmt::format("tensor {} `{}`", index, shown(tensor->name()->string_view()))
                    : fmt::format("tensor {}", index);
}

TensorType tensor_type(const tflite::Tensor& tensor) {
    if (tensor.sparsity() != nullptr) {
        throw Unsupported{"sparse storage", "convert the model with dense weights"};
    }
    TensorType type;
    type.data_type = data_type_in(tensor);
    type.shape = shape_in(tensor, size_bytes(type.data_type));
    type.quantization = quantization_in(tensor, type.data_type, type.shape);
    return type;
}

bool is_stored(const tflite::Model& model, const tflite::Tensor& tensor) {
    if (tensor.buffer() == 0) {
        return false;
    }
    const tflite::Buffer& buffer = buffer_of(model, tensor);
    return (buffer.data() != nullptr && buffer.data()->size() > 0) || buffer.size() > 0;
}

bool is_float16(const tflite::Tensor& tensor) {
    return tensor.type() == tflite::TensorType::FLOAT16;
}

Tensor stored_tensor(const tflite::Model& model, const tflite::Tensor& tensor) {
    const tflite::Buffer& buffer = buffer_of(model, tensor);
    if (buffer.data() == nullptr || buffer.data()->size() == 0) {
        throw Unsupported{"weights outside the FlatBuffer", "convert a model of less than 2 GB"};
    }
    // The length is compared before the bytes are allocated: a small file must not claim gigabytes.
    TensorType type = tensor_type(tensor);
    const std::size_t expected_bytes = is_float16(tensor) ? type.byte_count() / 2 : type.byte_count();
    if (expected_bytes != buffer.data()->size()) {
        throw ModelError(
            "E0303", fmt::format(
                         "{} of {} expect {} bytes, buffer {} has {}", type.shape.to_string(), name(type.data_type),
                         expected_bytes, tensor.buffer(), buffer.data()->size()
                     )
        );
    }
    Tensor result(std::move(type));
    if (is_float16(tensor)) {
        widen(buffer.data()->data(), result.elements<float>());
        return result;
    }
    std::memcpy(result.bytes.data(), buffer.data()->data(), result.bytes.size());
    if (result.type.data_type == DataType::boolean) {
        // Other bytes than 0 and 1 are no bool.
        std::transform(result.bytes.begin(), result.bytes.end(), result.bytes.begin(), [](std::byte byte) {
            return byte == std::byte{0} ? byte : std::byte{1};
        });
    }
    return result;
}

std::vector<std::int64_t> stored_integers(const tflite::Model& model, const tflite::Tensor& tensor) {
    if (tensor.shape() != nullptr && tensor.shape()->size() == 1 && tensor.shape()->Get(0) == 0) {
        return {};
    }
    constexpr std::int64_t longest_list = 1024;
    if (tensor_type(tensor).shape.element_count() > longest_list) {
        throw ModelError("E0303", fmt::format("a list of more than {} integers", longest_list));
    }
    const Tensor stored = stored_tensor(model, tensor);
    if (stored.type.data_type == DataType::int32) {
        const std::span<const std::int32_t> elements = stored.elements<std::int32_t>();
        return {elements.begin(), elements.end()};
    }
    if (stored.type.data_type == DataType::int64) {
        const std::span<const std::int64_t> elements = stored.elements<std::int64_t>();
        return {elements.begin(), elements.end()};
    }
    throw ModelError("E0303", fmt::format("expected int32 or int64, found {}", name(stored.type.data_type)));
}

} // namespace thimble::tflite_import
