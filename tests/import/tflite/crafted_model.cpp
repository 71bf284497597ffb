// SPDX-License-Identifier: Apache-2.0
#include "tests/import/tflite/crafted_model.h"

#include "thimble/import/tflite/import_tflite.h"

#include <cstring>
#include <numeric>

#include <gtest/gtest.h>

namespace thimble {

CraftedModel::CraftedModel() {
    model_.version = 3;
    model_.buffers.push_back(std::make_unique<tflite::BufferT>());
    model_.subgraphs.push_back(std::make_unique<tflite::SubGraphT>());
}

std::int32_t
CraftedModel::add_tensor(const std::string& name, std::vector<std::int32_t> shape, tflite::TensorType type) {
    auto added = std::make_unique<tflite::TensorT>();
    added->name = name;
    added->shape = std::move(shape);
    added->type = type;
    subgraph().tensors.push_back(std::move(added));
    return static_cast<std::int32_t>(subgraph().tensors.size() - 1);
}

std::int32_t
CraftedModel::add_int8(const std::string& name, std::vector<std::int32_t> shape, float scale, std::int64_t zero_point) {
    const std::int32_t index = add_tensor(name, std::move(shape), tflite::TensorType::INT8);
    tensor(index).quantization = std::make_unique<tflite::QuantizationParametersT>();
    tensor(index).quantization->scale = {scale};
    tensor(index).quantization->zero_point = {zero_point};
    return index;
}

void CraftedModel::store(std::int32_t index, std::vector<std::uint8_t> bytes) {
    auto buffer = std::make_unique<tflite::BufferT>();
    buffer->data = std::move(bytes);
    tensor(index).buffer = static_cast<std::uint32_t>(model_.buffers.size());
    model_.buffers.push_back(std::move(buffer));
}

std::int32_t CraftedModel::add_float_constant(const std::string& name, std::vector<std::int32_t> shape) {
    const int count = std::accumulate(shape.begin(), shape.end(), 1, std::multiplies<>());
    const std::int32_t index = add_tensor(name, std::move(shape));
    store(index, std::vector<std::uint8_t>(static_cast<std::size_t>(count) * sizeof(float)));
    return index;
}

std::int32_t
CraftedModel::add_integers(const std::string& name, std::vector<std::int32_t> shape, std::vector<std::int32_t> values) {
    const std::int32_t index = add_tensor(name, std::move(shape), tflite::TensorType::INT32);
    std::vector<std::uint8_t> bytes(values.size() * sizeof(std::int32_t));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    store(index, std::move(bytes));
    return index;
}

void CraftedModel::add_operator(
    tflite::BuiltinOperator code, std::vector<std::int32_t> inputs, std::vector<std::int32_t> outputs,
    tflite::BuiltinOptionsUnion options
) {
    auto row = std::make_unique<tflite::OperatorCodeT>();
    row->builtin_code = code;
    model_.operator_codes.push_back(std::move(row));
    auto added = std::make_unique<tflite::OperatorT>();
    added->opcode_index = static_cast<std::uint32_t>(model_.operator_codes.size() - 1);
    added->inputs = std::move(inputs);
    added->outputs = std::move(outputs);
    added->builtin_options = std::move(options);
    subgraph().operators.push_back(std::move(added));
}

void CraftedModel::set_interface(std::vector<std::int32_t> inputs, std::vector<std::int32_t> outputs) {
    subgraph().inputs = std::move(inputs);
    subgraph().outputs = std::move(outputs);
}

std::vector<std::byte> CraftedModel::file() {
    flatbuffers::FlatBufferBuilder builder;
    tflite::FinishModelBuffer(builder, tflite::Model::Pack(builder, &model_));
    std::vector<std::byte> bytes(builder.GetSize());
    std::memcpy(bytes.data(), builder.GetBufferPointer(), bytes.size());
    return bytes;
}

Graph CraftedModel::import() {
    Diagnostics diagnostics;
    return import_tflite(file(), "models/crafted.tflite", diagnostics);
}

ModelError CraftedModel::import_error() {
    try {
        import();
    } catch (const ModelError& error) {
        return error;
    }
    ADD_FAILURE() << "the model was imported";
    return ModelError("", "");
}

CraftedModel relu_model() {
    CraftedModel model;
    model.add_tensor("x", {1, 4});
    model.add_tensor("y", {1, 4});
    model.add_operator(tflite::BuiltinOperator::RELU, {0}, {1});
    model.set_interface({0}, {1});
    return model;
}

CraftedModel convolution_model() {
    CraftedModel model;
    model.add_tensor("image", {1, 6, 6, 2});
    model.add_float_constant("w", {4, 3, 3, 2});
    model.add_float_constant("b", {4});
    model.add_tensor("y", {1, 6, 6, 4});
    tflite::Conv2DOptionsT options;
    options.stride_h = options.stride_w = 1;
    model.add_operator(tflite::BuiltinOperator::CONV_2D, {0, 1, 2}, {3}, options);
    model.set_interface({0}, {3});
    return model;
}

} // namespace thimble
