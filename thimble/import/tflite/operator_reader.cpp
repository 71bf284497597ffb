// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/operator_reader.h"

#include "thimble/import/tflite/tensors.h"
#include "thimble/import/tflite/unsupported.h"

namespace thimble::tflite_import {

void OperatorReader::expect_inputs(std::size_t fewest, std::size_t most) const {
    if (input_count() < fewest || input_count() > most) {
        const std::string expected = fewest == most ? fmt::format("{}", fewest) : fmt::format("{} to {}", fewest, most);
        throw ModelError("E0303", fmt::format("{} inputs, expected {}", input_count(), expected));
    }
    if (op_->outputs()->size() != 1) {
        throw ModelError("E0303", fmt::format("{} outputs, expected 1", op_->outputs()->size()));
    }
}

std::int32_t OperatorReader::present_tensor_index(std::size_t index) const {
    if (!has_input(index)) {
        throw ModelError("E0303", fmt::format("input {} is missing", index));
    }
    return tensor_index(index);
}

bool OperatorReader::is_stored_input(std::size_t index) const {
    return has_input(index) && is_stored(builder_->model(), builder_->tensor(tensor_index(index)));
}

bool OperatorReader::is_stored_zero(std::size_t index) const {
    if (!is_stored_input(index) || input_type(index).shape.element_count() != 1) {
        return false;
    }
    const Tensor stored = stored_tensor(builder_->model(), builder_->tensor(tensor_index(index)));
    if (stored.type.data_type == DataType::float32) {
        return stored.elements<float>().front() == 0.0F;
    }
    return stored.type.data_type == DataType::int8 && stored.type.quantization &&
           stored.elements<std::int8_t>().front() == stored.type.quantization->zero_point();
}

ValueId OperatorReader::input(std::size_t index, const std::string& role) {
    return builder_->read(present_tensor_index(index), fmt::format("{}.{}", name_, role));
}

ValueId OperatorReader::optional_input(std::size_t index, const std::string& role) {
    return has_input(index) ? input(index, role) : ValueId::none();
}

ValueId OperatorReader::stored_input(std::size_t index, const std::string& role) {
    present_tensor_index(index);
    if (!is_stored_input(index)) {
        throw Unsupported{
            fmt::format("{} that are computed by the model", role), "convert the model with constant weights"};
    }
    return input(index, role);
}

const TensorType& OperatorReader::input_type(std::size_t index) const {
    return builder_->type_of(present_tensor_index(index));
}

const TensorType& OperatorReader::output_type() const {
    return builder_->type_of(op_->outputs()->Get(0));
}

bool OperatorReader::has_integers(std::size_t index) const {
    return has_input(index) && builder_->has_integers(tensor_index(index));
}

std::vector<std::int64_t> OperatorReader::integers(std::size_t index, const std::string& role) const {
    const std::int32_t tensor = present_tensor_index(index);
    if (!builder_->has_integers(tensor)) {
        throw Unsupported{
            fmt::format("{} that the model computes", role), "convert with fixed shapes, so that it is a constant"};
    }
    return builder_->integers(tensor);
}

void OperatorReader::define_integers(std::vector<std::int64_t> values) {
    builder_->write_integers(op_->outputs()->Get(0), std::move(values));
}

void OperatorReader::expect_activation(const TensorType& type, const std::string& role) const {
    if (type.data_type == DataType::float32) {
        return;
    }
    if (type.data_type != DataType::int8 && type.data_type != DataType::int16) {
        throw Unsupported{
            fmt::format("{} of data type {}", role, thimble::name(type.data_type)),
            "float32, int8 and int16 are supported"};
    }
    if (!type.quantization) {
        throw Unsupported{
            fmt::format("{} {} without quantisation", thimble::name(type.data_type), role),
            "convert with full integer quantisation"};
    }
    if (type.quantization->is_per_axis()) {
        throw Unsupported{
            fmt::format("{} with one scale per channel", role), "convert with one scale per activation tensor"};
    }
}

void OperatorReader::expect_elements(std::size_t index) const {
    const TensorType& type = input_type(index);
    if (type.quantization && type.quantization->is_per_axis()) {
        throw Unsupported{"input with one scale per channel", "convert with one scale per activation tensor"};
    }
    if (type.quantization && type.data_type == DataType::uint8) {
        throw Unsupported{
            "uint8 with a scale", "convert the model with int8 quantisation, inputs and outputs included"};
    }
}

void OperatorReader::expect_matching_types(std::size_t index) const {
    const TensorType& read = input_type(index);
    const TensorType& written = output_type();
    expect_activation(read, "input");
    expect_activation(written, "output");
    if (read.data_type != written.data_type) {
        throw Unsupported{
            fmt::format("{} input with {} output", thimble::name(read.data_type), thimble::name(written.data_type)),
            "convert with full integer quantisation or without any"};
    }
}

void OperatorReader::add_node(const std::string& op, std::vector<ValueId> inputs, Attributes attributes) {
    const ValueId output = builder_->write(op_->outputs()->Get(0), name_);
    builder_->add_node({name_, op, std::move(attributes), std::move(inputs), {output}});
}

ValueId OperatorReader::add_inner_node(
    const std::string& op, const std::string& role, std::vector<ValueId> inputs, Attributes attributes, TensorType type
) {
    const ValueId output = builder_->add_intermediate(fmt::format("{}.{}", name_, role), std::move(type));
    builder_->add_node({builder_->graph().value(output).name, op, std::move(attributes), std::move(inputs), {output}});
    return output;
}

} // namespace thimble::tflite_import
