// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/tensor_values.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/import/onnx/offenders.h"

#include <cstring>

namespace thimble::onnx_import {

namespace {

constexpr std::int64_t largest_element_count = std::int64_t{1} << 31;

ModelError tensor_error(const onnx::TensorProto& proto, const std::string& message) {
    return {"E0321", fmt::format("tensor `{}`: {}", proto.name(), message)};
}

template <typename Element, typename Field>
void copy_field(const onnx::TensorProto& proto, const Field& field, Tensor& tensor) {
    const std::span<Element> elements = tensor.elements<Element>();
    if (static_cast<std::size_t>(field.size()) != elements.size()) {
        throw tensor_error(
            proto,
            fmt::format(
                "{} stored elements, its shape {} has {}", field.size(), tensor.type.shape.to_string(), elements.size()
            )
        );
    }
    for (std::size_t index = 0; index < elements.size(); ++index) {
        elements[index] = static_cast<Element>(field[static_cast<int>(index)]);
    }
}

void copy_typed_field(const onnx::TensorProto& proto, Tensor& tensor) {
    visit_data_type(tensor.type.data_type, [&]<typename Element>(Element) {
        if constexpr (std::is_same_v<Element, float>) {
            copy_field<Element>(proto, proto.float_data(), tensor);
        } else if constexpr (std::is_same_v<Element, std::int64_t>) {
            copy_field<Element>(proto, proto.int64_data(), tensor);
        } else {
            copy_field<Element>(proto, proto.int32_data(), tensor);
        }
    });
}

void copy_bytes(const onnx::TensorProto& proto, std::span<const std::byte> bytes, Tensor& tensor) {
    if (bytes.size() != tensor.bytes.size()) {
        throw tensor_error(
            proto, fmt::format(
                       "{} bytes of data, {} {} takes {}", bytes.size(), name(tensor.type.data_type),
                       tensor.type.shape.to_string(), tensor.bytes.size()
                   )
        );
    }
    std::copy(bytes.begin(), bytes.end(), tensor.bytes.begin());
}

/// Any byte but 0 means true.
void normalise_booleans(Tensor& tensor) {
    for (std::byte& byte : tensor.bytes) {
        byte = byte == std::byte{0} ? std::byte{0} : std::byte{1};
    }
}

std::size_t stored_bytes(const onnx::TensorProto& proto) {
    return proto.raw_data().size() + 4 * static_cast<std::size_t>(proto.float_data_size() + proto.int32_data_size()) +
           8 * static_cast<std::size_t>(proto.int64_data_size());
}

} // namespace

DataType element_type(std::int32_t onnx_type) {
    switch (onnx_type) {
    case onnx::TensorProto::FLOAT:
        return DataType::float32;
    case onnx::TensorProto::INT8:
        return DataType::int8;
    case onnx::TensorProto::UINT8:
        return DataType::uint8;
    case onnx::TensorProto::INT16:
        return DataType::int16;
    case onnx::TensorProto::INT32:
        return DataType::int32;
    case onnx::TensorProto::INT64:
        return DataType::int64;
    case onnx::TensorProto::BOOL:
        return DataType::boolean;
    default:
        throw Unsupported{"element type " + element_type_name(onnx_type), "export the model in float32"};
    }
}

std::string element_type_name(std::int32_t onnx_type) {
    // Numbers above those of this library's version, from the onnx.proto of later ones.
    constexpr std::string_view later[] = {"float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz",
                                          "uint4",        "int4",           "float4e2m1"};
    if (onnx_type >= 17 && onnx_type < 17 + static_cast<std::int32_t>(std::size(later))) {
        return std::string(later[onnx_type - 17]);
    }
    if (!onnx::TensorProto::DataType_IsValid(onnx_type)) {
        return std::to_string(onnx_type);
    }
    std::string name = onnx::TensorProto::DataType_Name(static_cast<onnx::TensorProto::DataType>(onnx_type));
    for (char& letter : name) {
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return name;
}

Shape checked_shape(const std::vector<std::int64_t>& extents) {
    std::int64_t count = 1;
    bool is_empty = false;
    for (const std::int64_t extent : extents) {
        is_empty = is_empty || extent == 0;
        if (extent < 0 || (extent > 0 && count > largest_element_count / extent)) {
            throw ModelError(
                "E0321",
                fmt::format(
                    "shape is {}, expected extents from 0 with 2^31 elements at most", Shape(extents).to_string()
                )
            );
        }
        count *= extent > 0 ? extent : 1;
    }
    return Shape(extents);
}

Tensor read_tensor(const onnx::TensorProto& proto, const ExternalData& external_data) {
    const DataType type = element_type(proto.data_type());
    const Shape shape = checked_shape({proto.dims().begin(), proto.dims().end()});
    const TensorType tensor_type{type, shape, {}};
    if (proto.data_location() == onnx::TensorProto::EXTERNAL) {
        const std::vector<std::byte> bytes = external_data.read(proto, tensor_type.byte_count());
        Tensor tensor(tensor_type);
        copy_bytes(proto, bytes, tensor);
        return tensor;
    }
    // A large shape over little data must not make us reserve memory for it.
    if (stored_bytes(proto) < tensor_type.byte_count()) {
        throw tensor_error(
            proto, fmt::format(
                       "{} bytes of data, {} {} takes {}", stored_bytes(proto), name(type), shape.to_string(),
                       tensor_type.byte_count()
                   )
        );
    }
    Tensor tensor(tensor_type);
    if (proto.has_raw_data()) {
        copy_bytes(proto, std::as_bytes(std::span(proto.raw_data())), tensor);
    } else {
        copy_typed_field(proto, tensor);
    }
    if (type == DataType::boolean) {
        normalise_booleans(tensor);
    }
    return tensor;
}

} // namespace thimble::onnx_import
