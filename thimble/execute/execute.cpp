// SPDX-License-Identifier: Apache-2.0
#include "thimble/execute/execute.h"

#include "thimble/core/error.h"
#include "thimble/execute/kernel_registry.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace thimble {

namespace {

/// Memory aligned for elements of every type.
std::vector<std::uint64_t> words_for(std::size_t byte_count) {
    return std::vector<std::uint64_t>((byte_count + 7) / 8);
}

void check_planned(const Program& program) {
    for (const Buffer& buffer : program.buffers) {
        if (buffer.memory == BufferMemory::caller) {
            continue;
        }
        THIMBLE_CHECK(
            buffer.offset_bytes % program.alignment_bytes == 0 &&
                buffer.offset_bytes + buffer.size_bytes <= program.arena_bytes,
            "buffer `{}` of {} bytes at {} is outside the arena of {} bytes; is the program planned?", buffer.name,
            buffer.size_bytes, buffer.offset_bytes, program.arena_bytes
        );
    }
}

void check_step(const Step& step, const KernelEntry& kernel) {
    THIMBLE_CHECK(
        step.parameters.size() * 4 == kernel.parameter_bytes, "step {} has {} parameters, {} has {}", step.kernel,
        step.parameters.size(), step.parameters_type, kernel.parameter_bytes / 4
    );
    THIMBLE_CHECK(
        step.operands.size() == kernel.arguments.size(), "step {} has {} operands, the kernel takes {}", step.kernel,
        step.operands.size(), kernel.arguments.size()
    );
    for (std::size_t index = 0; index < step.operands.size(); ++index) {
        const Operand& operand = step.operands[index];
        const KernelArgument found{operand.element, operand.access != Access::read};
        THIMBLE_CHECK(
            found == kernel.arguments[index], "operand {} of step {} is {} {}, the kernel's argument is {} {}", index,
            step.kernel, found.is_written ? "written" : "read", name(found.element),
            kernel.arguments[index].is_written ? "written" : "read", name(kernel.arguments[index].element)
        );
        THIMBLE_CHECK(
            operand.kind == OperandKind::buffer || operand.access == Access::read,
            "operand {} of step {} writes a constant", index, step.kernel
        );
    }
}

std::vector<std::uint32_t> parameter_words(const Step& step) {
    std::vector<std::uint32_t> words;
    for (const Parameter& parameter : step.parameters) {
        std::uint32_t word = 0;
        std::visit([&](auto value) { std::memcpy(&word, &value, sizeof word); }, parameter.value);
        words.push_back(word);
    }
    return words;
}

void check_input(const Port& port, const Tensor& tensor) {
    if (tensor.type.data_type != port.type.data_type || tensor.type.shape != port.type.shape) {
        throw OptionError(
            "E0121", fmt::format(
                         "input `{}` expects {} {}, found {} {}", port.name, name(port.type.data_type),
                         port.type.shape.to_string(), name(tensor.type.data_type), tensor.type.shape.to_string()
                     )
        );
    }
}

} // namespace

Executor::Executor(const Program& program, KernelChoice choice)
    : program_(program), choice_(choice), arena_(words_for(program.arena_bytes)) {
    check_planned(program);
    copy_constants();
    for (const Buffer& buffer : program.buffers) {
        caller_buffers_.push_back(words_for(buffer.memory == BufferMemory::caller ? buffer.size_bytes : 0));
    }
    reset();
    for (const Step& step : program.steps) {
        calls_.push_back(prepare(step));
    }
}

void Executor::reset() {
    for (const State& state : program_.states) {
        std::fill_n(buffer_bytes(state.buffer), state.type.byte_count(), state.fill);
    }
}

std::size_t Executor::host_kernel_count() const {
    return static_cast<std::size_t>(std::count_if(calls_.begin(), calls_.end(), [](const Call& call) {
        return call.host != nullptr;
    }));
}

std::vector<Tensor> Executor::run(const std::vector<Tensor>& inputs) {
    if (inputs.size() != program_.inputs.size()) {
        throw OptionError(
            "E0121", fmt::format("the model has {} inputs, found {} tensors", program_.inputs.size(), inputs.size())
        );
    }
    for (std::size_t index = 0; index < inputs.size(); ++index) {
        const Port& port = program_.inputs[index];
        check_input(port, inputs[index]);
        std::copy(inputs[index].bytes.begin(), inputs[index].bytes.end(), buffer_bytes(port.buffer));
    }
    for (const Call& call : calls_) {
        if (call.host != nullptr) {
            call.host->run();
        } else {
            call.kernel->call(call.parameters.data(), call.arguments.data());
        }
    }
    std::vector<Tensor> outputs;
    for (const Port& port : program_.outputs) {
        Tensor tensor(port.type);
        std::copy_n(buffer_bytes(port.buffer), tensor.bytes.size(), tensor.bytes.begin());
        outputs.push_back(std::move(tensor));
    }
    return outputs;
}

void Executor::copy_constants() {
    for (const Constant& constant : program_.constants) {
        std::vector<std::uint64_t> words = words_for(constant.bytes.size());
        if (!constant.bytes.empty()) {
            std::memcpy(words.data(), constant.bytes.data(), constant.bytes.size());
        }
        constants_.push_back(std::move(words));
    }
}

Executor::Call Executor::prepare(const Step& step) {
    Call call;
    call.kernel = &find_kernel(step.kernel);
    check_step(step, *call.kernel);
    call.parameters = parameter_words(step);
    for (const Operand& operand : step.operands) {
        call.arguments.push_back(address(operand));
    }
    if (choice_ == KernelChoice::fastest) {
        call.host = prepare_host_kernel({step, call.parameters, call.arguments});
    }
    return call;
}

void* Executor::address(const Operand& operand) {
    if (operand.kind == OperandKind::constant) {
        return constants_.at(operand.index).data();
    }
    return buffer_bytes(operand.index);
}

std::byte* Executor::buffer_bytes(std::uint32_t buffer) {
    if (program_.buffers.at(buffer).memory == BufferMemory::caller) {
        return reinterpret_cast<std::byte*>(caller_buffers_.at(buffer).data());
    }
    return reinterpret_cast<std::byte*>(arena_.data()) + program_.buffers.at(buffer).offset_bytes;
}

std::vector<Tensor> execute(const Program& program, const std::vector<Tensor>& inputs) {
    return Executor(program).run(inputs);
}

} // namespace thimble
