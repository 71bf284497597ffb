// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/operator_reader.h"

#include "thimble/core/visit_data_type.h"
#include "thimble/import/tflite/tensors.h"
#include "thimble/import/tflite/unsupported.h"

namespace thimble::tflite_import {

void OperatorReader::expect_inputs(std::size_t fewest, std::size_t most) const {
    expect_inputs_and_outputs(fewest, most, 1);
}

void OperatorReader::expect_inputs_and_outputs(std::size_t fewest, std::size_t most, std::size_t outputs) const {
    if (input_count() < fewest || input_count() > most) {
        const std::string expected = fewest == most ? fmt::format("{}", fewest) : fmt::format("{} to {}", fewest, most);
        throw ModelError("E0303", fmt::format("{} inputs, expected {}", input_count(), expected));
    }
    if (output_count() != outputs) {
        throw ModelError("E0303", fmt::format("{} outputs, expected {}", output_count(), outputs));
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

const TensorType& OperatorReader::output_type(std::size_t index) const {
    return builder_->type_of(op_->outputs()->Get(static_cast<flatbuffers::uoffset_t>(index)));
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

double OperatorReader::number(std::size_t index, const std::string& role) const {
    const TensorType& type = input_type(index);
    if (type.shape.element_count() != 1) {
        throw ModelError("E0303", fmt::format("{} has {} values, expected 1", role, type.shape.element_count()));
    }
    if (!is_stored_input(index)) {
        return static_cast<double>(integers(index, role).front());
    }
    const Tensor stored = stored_tensor(builder_->model(), builder_->tensor(tensor_index(index)));
    const double value = visit_data_type(type.data_type, [&]<typename Element>(Element) {
        return static_cast<double>(stored.elements<Element>().front());
    });
    return type.quantization
               ? (value - type.quantization->zero_point()) * static_cast<double>(type.quantization->scale())
               : value;
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

void OperatorReader::expect_same_types(std::size_t index) const {
    const DataType read = input_type(index).data_type;
    const DataType written = output_type().data_type;
    if (read != written) {
        throw Unsupported{
            fmt::format("{} input with {} output", thimble::name(read), thimble::name(written)),
            "convert with full integer quantisation or without any"};
    }
}

ValueId OperatorReader::write(std::size_t output) {
    const std::int32_t tensor = op_->outputs()->Get(static_cast<flatbuffers::uoffset_t>(output));
    return builder_->write(
        tensor, output == 0 ? name_ : builder_->name_for(tensor, {}, fmt::format("{}.{}", name_, output))
    );
}

void OperatorReader::add_node(const std::string& op, std::vector<ValueId> inputs, Attributes attributes) {
    std::vector<ValueId> outputs;
    for (std::size_t index = 0; index < output_count(); ++index) {
        outputs.push_back(write(index));
    }
    builder_->add_node({name_, op, std::move(attributes), std::move(inputs), std::move(outputs)});
    if (output_count() == 1) {
        builder_->fold_integers(op_->outputs()->Get(0));
    }
}

void OperatorReader::add_node_for(
    std::size_t output, const std::string& op, std::vector<ValueId> inputs, Attributes attributes
) {
    const ValueId id = write(output);
    builder_->add_node({builder_->graph().value(id).name, op, std::move(attributes), std::move(inputs), {id}});
    builder_->fold_integers(op_->outputs()->Get(static_cast<flatbuffers::uoffset_t>(output)));
}

ValueId OperatorReader::add_rearranged(const std::string& role, Tensor tensor) {
    return builder_->add_rearranged_constant(fmt::format("{}.{}", name_, role), std::move(tensor));
}

ValueId OperatorReader::add_constant(const std::string& role, Tensor tensor) {
    return builder_->add_made_constant(fmt::format("{}.{}", name_, role), std::move(tensor));
}

void OperatorReader::define_constant(Tensor tensor) {
    builder_->write_constant(op_->outputs()->Get(0), name_, std::move(tensor));
}

ValueId OperatorReader::add_inner_node(
    const std::string& op, const std::string& role, std::vector<ValueId> inputs, Attributes attributes, TensorType type
) {
    const ValueId output = builder_->add_intermediate(fmt::format("{}.{}", name_, role), std::move(type));
    builder_->add_node({builder_->graph().value(output).name, op, std::move(attributes), std::move(inputs), {output}});
    builder_->fold_last_node();
    return output;
}

std::vector<ValueId> OperatorReader::add_inner_nodes_of(
    const std::string& op, std::vector<ValueId> inputs, Attributes attributes, std::vector<TensorType> types
) {
    std::vector<ValueId> outputs;
    for (TensorType& type : types) {
        outputs.push_back(builder_->add_intermediate(fmt::format("{}.{}", name_, op), std::move(type)));
    }
    const std::string node_name = builder_->graph().value(outputs.front()).name;
    builder_->add_node({node_name, op, std::move(attributes), std::move(inputs), outputs});
    return outputs;
}

void OperatorReader::add_stateful_node(
    const std::string& op, std::vector<ValueId> inputs, Attributes attributes, const std::vector<std::size_t>& states
) {
    std::vector<ValueId> outputs = {write(0)};
    for (const std::size_t index : states) {
        outputs.push_back(builder_->add_intermediate(fmt::format("{}.state", name_), input_type(index)));
    }
    builder_->add_node({name_, op, std::move(attributes), std::move(inputs), outputs});
    for (std::size_t place = 0; place < states.size(); ++place) {
        set_state(states[place], outputs[place + 1]);
    }
}

void OperatorReader::set_state(std::size_t index, ValueId value) {
    builder_->set_variable(present_tensor_index(index), value);
}

Tensor OperatorReader::stored_value(std::size_t index, const std::string& role) const {
    const std::int32_t tensor = present_tensor_index(index);
    if (!is_stored_input(index)) {
        throw Unsupported{
            fmt::format("{} that are computed by the model", role), "convert the model with constant weights"};
    }
    builder_->type_of(tensor); // checks it first
    return stored_tensor(builder_->model(), builder_->tensor(tensor));
}

} // namespace thimble::tflite_import
