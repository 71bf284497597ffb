// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/declared_inputs.h"

#include "thimble/import/onnx/offenders.h"
#include "thimble/import/onnx/read_model.h"
#include "thimble/import/onnx/tensor_values.h"

#include <set>

namespace thimble {
namespace {

std::optional<DataType> our_data_type(std::int32_t onnx_type) {
    try {
        return onnx_import::element_type(onnx_type);
    } catch (const onnx_import::Unsupported&) {
        return std::nullopt;
    }
}

DeclaredInput read_input(const onnx::ValueInfoProto& value) {
    const onnx::TypeProto::Tensor& type = value.type().tensor_type();
    DeclaredInput input{value.name(), our_data_type(type.elem_type()), {}};
    if (type.has_shape()) {
        input.dimensions.emplace();
        for (const auto& dimension : type.shape().dim()) {
            input.dimensions->push_back({dimension.has_dim_value() ? dimension.dim_value() : -1, dimension.dim_param()}
            );
        }
    }
    return input;
}

} // namespace

std::vector<DeclaredInput> declared_onnx_inputs(std::span<const std::byte> bytes) {
    const onnx::ModelProto model = onnx_import::parse_model(bytes);
    std::set<std::string> stored;
    for (const onnx::TensorProto& tensor : model.graph().initializer()) {
        stored.insert(tensor.name());
    }
    std::vector<DeclaredInput> inputs;
    for (const onnx::ValueInfoProto& value : model.graph().input()) {
        if (stored.count(value.name()) == 0) {
            inputs.push_back(read_input(value));
        }
    }
    return inputs;
}

} // namespace thimble
