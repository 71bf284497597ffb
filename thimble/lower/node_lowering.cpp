// SPDX-License-Identifier: Apache-2.0
#include "thimble/core/error.h"
#include "thimble/lower/kernel_variant.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

bool has_constant_named(const Program& program, const std::string& name) {
    return std::any_of(program.constants.begin(), program.constants.end(), [&](const Constant& constant) {
        return constant.name == name;
    });
}

std::string unused_constant_name(const Program& program, const std::string& stem) {
    std::string name = stem;
    for (int suffix = 2; has_constant_named(program, name); ++suffix) {
        name = fmt::format("{}_{}", stem, suffix);
    }
    return name;
}

/// Index of the constant with these bytes, which is added where there is none.
std::uint32_t
intern_constant(Program& program, const std::string& name, DataType element, std::vector<std::byte> bytes) {
    auto& constants = program.constants;
    const auto found = std::find_if(constants.begin(), constants.end(), [&](const Constant& constant) {
        return constant.element == element && constant.bytes == bytes;
    });
    const auto index = static_cast<std::uint32_t>(found - constants.begin());
    if (found == constants.end()) {
        constants.push_back({unused_constant_name(program, name), element, std::move(bytes)});
    }
    return index;
}

std::uint32_t add_buffer(Program& program, std::string name, std::size_t size_bytes) {
    program.buffers.push_back({std::move(name), size_bytes, 0});
    return static_cast<std::uint32_t>(program.buffers.size() - 1);
}

/// Whether the next run begins with what the buffer holds: an input of the model or a state.
bool is_input_port(const Program& program, std::int32_t buffer) {
    const auto lies_there = [&](const auto& port) { return port.buffer == static_cast<std::uint32_t>(buffer); };
    return std::any_of(program.inputs.begin(), program.inputs.end(), lies_there) ||
           std::any_of(program.states.begin(), program.states.end(), lies_there);
}

/// Kernels see booleans as bytes.
DataType kernel_element(DataType type) {
    return type == DataType::boolean ? DataType::uint8 : type;
}

} // namespace

Operand NodeLowering::read(std::size_t index) {
    const ValueId id = node_.node().inputs[index];
    const Value& value = node_.graph().value(id);
    const DataType element = kernel_element(value.type.data_type);
    if (value.constant != nullptr) {
        return {
            OperandKind::constant, intern_constant(program_, value.name, element, value.constant->bytes), Access::read,
            element};
    }
    const std::int32_t buffer = buffer_of_value_[id.index];
    THIMBLE_CHECK(buffer >= 0, "value `{}` is read before it is written", value.name);
    return {OperandKind::buffer, static_cast<std::uint32_t>(buffer), Access::read, element};
}

Operand NodeLowering::write(std::size_t index) {
    const ValueId id = node_.node().outputs[index];
    const Value& value = node_.graph().value(id);
    std::int32_t& buffer = buffer_of_value_[id.index];
    if (buffer < 0) {
        buffer = static_cast<std::int32_t>(add_buffer(program_, value.name, value.type.byte_count()));
    }
    return {
        OperandKind::buffer, static_cast<std::uint32_t>(buffer), Access::write, kernel_element(value.type.data_type)};
}

Operand NodeLowering::scratch(std::size_t size_bytes, DataType element) {
    const std::uint32_t buffer = add_buffer(program_, fmt::format("{}_scratch", node_.node().name), size_bytes);
    return {OperandKind::buffer, buffer, Access::scratch, element};
}

template <typename Element> Operand NodeLowering::constant(std::string_view role, const std::vector<Element>& values) {
    const auto* first = reinterpret_cast<const std::byte*>(values.data());
    return add_constant(role, data_type_of<Element>(), {first, first + values.size() * sizeof(Element)});
}

template Operand NodeLowering::constant(std::string_view role, const std::vector<std::int8_t>& values);
template Operand NodeLowering::constant(std::string_view role, const std::vector<std::uint8_t>& values);
template Operand NodeLowering::constant(std::string_view role, const std::vector<std::int16_t>& values);
template Operand NodeLowering::constant(std::string_view role, const std::vector<std::int32_t>& values);
template Operand NodeLowering::constant(std::string_view role, const std::vector<std::int64_t>& values);
template Operand NodeLowering::constant(std::string_view role, const std::vector<float>& values);

Operand NodeLowering::zeros(std::string_view role, DataType element, std::size_t count) {
    return add_constant(role, element, std::vector<std::byte>(count * size_bytes(element)));
}

bool NodeLowering::share_buffer(std::size_t index) {
    const ValueId input = node_.node().inputs[index];
    const ValueId output = node_.node().outputs[0];
    const std::int32_t buffer = buffer_of_value_[input.index];
    const auto& outputs = node_.graph().outputs;
    const bool is_output_port = std::find(outputs.begin(), outputs.end(), output) != outputs.end();
    if (buffer < 0 || (is_output_port && is_input_port(program_, buffer))) {
        return false;
    }
    buffer_of_value_[output.index] = buffer;
    return true;
}

void NodeLowering::add_step(Step step) {
    step.layer = layer_;
    program_.steps.push_back(std::move(step));
}

Operand NodeLowering::add_constant(std::string_view role, DataType element, std::vector<std::byte> bytes) {
    const std::string name = fmt::format("{}_{}", node_.node().name, role);
    return {OperandKind::constant, intern_constant(program_, name, element, std::move(bytes)), Access::read, element};
}

} // namespace thimble
