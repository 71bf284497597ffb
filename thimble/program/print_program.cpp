// SPDX-License-Identifier: Apache-2.0
// The readable listing of a Program: one line a port, buffer, constant and step.
#include "thimble/program/program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

std::string quantization_text(const TensorType& type) {
    if (!type.quantization || type.quantization->scales.empty()) {
        return {};
    }
    if (type.quantization->is_per_axis()) {
        return fmt::format(" quantized along axis {}", type.quantization->axis);
    }
    return fmt::format(" scale {} zero_point {}", type.quantization->scale(), type.quantization->zero_point());
}

std::string port_line(std::string_view direction, const Port& port) {
    return fmt::format(
        "{} {}: {} {}{} in b{}\n", direction, port.name, name(port.type.data_type), port.type.shape.to_string(),
        quantization_text(port.type), port.buffer
    );
}

std::string operand_text(const Operand& operand) {
    if (operand.kind == OperandKind::constant) {
        return fmt::format("c{}", operand.index);
    }
    switch (operand.access) {
    case Access::read:
        return fmt::format("read b{}", operand.index);
    case Access::write:
        return fmt::format("write b{}", operand.index);
    case Access::scratch:
        break;
    }
    return fmt::format("scratch b{}", operand.index);
}

std::string parameter_text(const Parameter& parameter) {
    return std::visit([&](auto value) { return fmt::format("{}={}", parameter.name, value); }, parameter.value);
}

std::string step_line(std::size_t index, const Step& step, const Program& program) {
    std::vector<std::string> parameters;
    for (const Parameter& parameter : step.parameters) {
        parameters.push_back(parameter_text(parameter));
    }
    std::vector<std::string> operands;
    for (const Operand& operand : step.operands) {
        operands.push_back(operand_text(operand));
    }
    const std::string layer = step.layer < program.layers.size() ? program.layers[step.layer].name : "?";
    std::string line = fmt::format(
        "step {} {}: {}({}) {{{}}}", index, layer, step.kernel, fmt::join(operands, ", "), fmt::join(parameters, ", ")
    );
    for (const InPlacePair& pair : step.in_place) {
        line += fmt::format(" in_place {}->{}", pair.input, pair.output);
        if (pair.overlap == Overlap::ahead) {
            line += fmt::format(" ahead {}", pair.lead_bytes);
        }
    }
    return line + "\n";
}

} // namespace

std::string print(const Program& program) {
    std::string text = fmt::format(
        "program {}: {} steps, arena {} bytes, constants {} bytes\n", program.name, program.steps.size(),
        program.arena_bytes, program.constant_bytes()
    );
    for (const Port& port : program.inputs) {
        text += port_line("input", port);
    }
    for (const Port& port : program.outputs) {
        text += port_line("output", port);
    }
    for (const State& state : program.states) {
        text += port_line("state", {state.name, state.type, state.buffer});
    }
    for (std::size_t index = 0; index < program.buffers.size(); ++index) {
        const Buffer& buffer = program.buffers[index];
        text +=
            fmt::format("buffer b{} {}: {} bytes at {}\n", index, buffer.name, buffer.size_bytes, buffer.offset_bytes);
    }
    for (std::size_t index = 0; index < program.constants.size(); ++index) {
        const Constant& constant = program.constants[index];
        text += fmt::format(
            "constant c{} {}: {} {} bytes\n", index, constant.name, name(constant.element), constant.bytes.size()
        );
    }
    for (std::size_t index = 0; index < program.steps.size(); ++index) {
        text += step_line(index, program.steps[index], program);
    }
    return text;
}

} // namespace thimble
