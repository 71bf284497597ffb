// SPDX-License-Identifier: Apache-2.0
#include "thimble/export/tflite/model_writer.h"

#include "thimble/core/error.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace thimble::tflite_export {

namespace {

constexpr std::uint32_t schema_version = 3;

tflite::TensorType type_code(DataType type) {
    switch (type) {
    case DataType::float32:
        return tflite::TensorType::FLOAT32;
    case DataType::int8:
        return tflite::TensorType::INT8;
    case DataType::uint8:
        return tflite::TensorType::UINT8;
    case DataType::int16:
        return tflite::TensorType::INT16;
    case DataType::int32:
        return tflite::TensorType::INT32;
    case DataType::int64:
        return tflite::TensorType::INT64;
    case DataType::boolean:
        return tflite::TensorType::BOOL;
    }
    throw InternalError("unknown data type");
}

std::unique_ptr<tflite::QuantizationParametersT> parameters_of(const Quantization& quantization) {
    auto parameters = std::make_unique<tflite::QuantizationParametersT>();
    parameters->scale = quantization.scales;
    parameters->zero_point.assign(quantization.zero_points.begin(), quantization.zero_points.end());
    parameters->quantized_dimension = static_cast<std::int32_t>(quantization.axis);
    return parameters;
}

} // namespace

ModelWriter::ModelWriter(const Graph& graph) {
    model_.version = schema_version;
    model_.description = "Thimble";
    model_.buffers.push_back(std::make_unique<tflite::BufferT>());
    model_.subgraphs.push_back(std::make_unique<tflite::SubGraphT>());
    subgraph_ = model_.subgraphs.front().get();
    subgraph_->name = graph.name;
    for (const Value& value : graph.values) {
        if (value.constant == nullptr) {
            add_tensor(value.name, value.type);
        } else {
            store(value.name, value.type, value.constant->bytes);
        }
    }
    std::transform(graph.inputs.begin(), graph.inputs.end(), std::back_inserter(subgraph_->inputs), tensor_index);
    std::transform(graph.outputs.begin(), graph.outputs.end(), std::back_inserter(subgraph_->outputs), tensor_index);
}

std::int32_t ModelWriter::add_tensor(const std::string& name, const TensorType& type) {
    auto tensor = std::make_unique<tflite::TensorT>();
    tensor->name = name;
    tensor->type = type_code(type.data_type);
    tensor->has_rank = true;
    for (const std::int64_t extent : type.shape.extents()) {
        if (extent > std::numeric_limits<std::int32_t>::max()) {
            throw ModelError("E0310", fmt::format("shape {} is too large for the format", type.shape.to_string()));
        }
        tensor->shape.push_back(static_cast<std::int32_t>(extent));
    }
    if (type.quantization) {
        tensor->quantization = parameters_of(*type.quantization);
    }
    subgraph_->tensors.push_back(std::move(tensor));
    return static_cast<std::int32_t>(subgraph_->tensors.size() - 1);
}

std::int32_t ModelWriter::store(const std::string& name, const TensorType& type, const std::vector<std::byte>& bytes) {
    auto buffer = std::make_unique<tflite::BufferT>();
    for (const std::byte byte : bytes) {
        buffer->data.push_back(std::to_integer<std::uint8_t>(byte));
    }
    const std::int32_t index = add_tensor(name, type);
    subgraph_->tensors.back()->buffer = static_cast<std::uint32_t>(model_.buffers.size());
    model_.buffers.push_back(std::move(buffer));
    return index;
}

std::int32_t
ModelWriter::add_integers(const std::string& name, const Shape& shape, const std::vector<std::int64_t>& values) {
    Tensor tensor({DataType::int32, shape, std::nullopt});
    std::copy(values.begin(), values.end(), tensor.elements<std::int32_t>().begin());
    return store(name, tensor.type, tensor.bytes);
}

std::uint32_t ModelWriter::operator_code(tflite::BuiltinOperator code, std::int32_t version) {
    const auto [entry, is_new] =
        codes_.try_emplace({code, version}, static_cast<std::uint32_t>(model_.operator_codes.size()));
    if (is_new) {
        // Readers from before the code outgrew a byte look at the old field.
        constexpr auto byte_limit = tflite::BuiltinOperator::PLACEHOLDER_FOR_GREATER_OP_CODES;
        auto row = std::make_unique<tflite::OperatorCodeT>();
        row->builtin_code = code;
        row->deprecated_builtin_code = static_cast<std::int8_t>(std::min(code, byte_limit));
        row->version = version;
        model_.operator_codes.push_back(std::move(row));
    }
    return entry->second;
}

void ModelWriter::add_operator(
    tflite::BuiltinOperator code, std::int32_t version, std::vector<std::int32_t> inputs, std::int32_t output,
    tflite::BuiltinOptionsUnion options
) {
    auto op = std::make_unique<tflite::OperatorT>();
    op->opcode_index = operator_code(code, version);
    op->inputs = std::move(inputs);
    op->outputs = {output};
    op->builtin_options = std::move(options);
    subgraph_->operators.push_back(std::move(op));
}

std::vector<std::byte> ModelWriter::finish() {
    flatbuffers::FlatBufferBuilder builder;
    tflite::FinishModelBuffer(builder, tflite::Model::Pack(builder, &model_));
    std::vector<std::byte> file(builder.GetSize());
    std::memcpy(file.data(), builder.GetBufferPointer(), file.size());
    return file;
}

} // namespace thimble::tflite_export
