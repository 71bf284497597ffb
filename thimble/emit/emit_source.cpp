// SPDX-License-Identifier: Apache-2.0
// <model>.cpp: the parameters of the kernels, and run() as a straight list of kernel calls.
#include "thimble/emit/emit_job.h"
#include "thimble/emit/literals.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view source_template = R"(// The steps of @model@, made by Thimble @version@.
@specialize@#include "@model@.h"
#include "@model@_runtime.h"
#include "@model@_weights.h"

#ifdef THIMBLE_PROFILE
// Labels by which a profiler tells the layers apart. They add no instruction.
#define @MODEL@_MARK(name) \
    __asm__ volatile(".globl thimble_mark_" #name "\nthimble_mark_" #name ":" : : : "memory")
#else
#define @MODEL@_MARK(name) static_cast<void>(0)
#endif

@parameters@@model@_status @model@_init(@model@_model* model, void* arena, size_t arena_bytes) {
    if (model == nullptr) {
        return @model@_not_initialized;
    }
    model->arena = nullptr;
    if (arena == nullptr || arena_bytes < @MODEL@_ARENA_BYTES) {
        return @model@_arena_too_small;
    }
    if (reinterpret_cast<uintptr_t>(arena) % @MODEL@_ARENA_ALIGNMENT != 0) {
        return @model@_arena_misaligned;
    }
    model->arena = static_cast<uint8_t*>(arena);
@forget_inputs@@reset_call@    return @model@_ok;
}
@reset@
@inputs@
const @output_type@* @model@_output(const @model@_model* model, int index) {
@output_cases@}

__attribute__((noinline)) @model@_status @model@_run(@model@_model* model) {
    if (model == nullptr || model->arena == nullptr) {
        return @model@_not_initialized;
    }
@input_checks@@calls@    return @model@_ok;
}
)";

constexpr std::string_view specialize_text = R"(
// Every call of a kernel becomes a copy specialised for its parameters.
#define THIMBLERT_SPECIALIZE
)";

constexpr std::string_view reset_template = R"(
@model@_status @model@_reset(@model@_model* model) {
    if (model == nullptr || model->arena == nullptr) {
        return @model@_not_initialized;
    }
@fills@    return @model@_ok;
}
)";

/// A value in a column, followed by the field's name.
std::string parameter_line(const Parameter& parameter) {
    std::string value;
    if (const auto* integer = std::get_if<std::int32_t>(&parameter.value)) {
        value = integer_literal(*integer);
    } else {
        value = float_literal(std::get<float>(parameter.value));
    }
    return fmt::format("    {:<12} // {}\n", value + ",", comment_text(parameter.name));
}

std::string parameters_text(const EmitJob& job) {
    std::string text;
    for (std::size_t index = 0; index < job.program.steps.size(); ++index) {
        const Step& step = job.program.steps[index];
        if (step.parameters_type.empty()) {
            continue;
        }
        text += fmt::format("constexpr thimblert::{} {} = {{\n", step.parameters_type, job.step_names[index]);
        for (const Parameter& parameter : step.parameters) {
            text += parameter_line(parameter);
        }
        text += "};\n\n";
    }
    return text.empty() ? text : "namespace {\n\n" + text + "} // namespace\n\n";
}

std::string operand_text(const EmitJob& job, const Operand& operand) {
    if (operand.kind == OperandKind::constant) {
        const std::string array = fmt::format("{}_data::{}", job.model, job.constant_names[operand.index]);
        return job.program.constants[operand.index].element == operand.element
                   ? array
                   : fmt::format("reinterpret_cast<const {}*>({})", c_type(operand.element), array);
    }
    if (job.program.buffers[operand.index].memory == BufferMemory::caller) {
        const auto& ports = job.program.inputs;
        const auto port = std::find_if(ports.begin(), ports.end(), [&](const Port& candidate) {
            return candidate.buffer == operand.index;
        });
        return fmt::format("static_cast<const {}*>(model->inputs[{}])", c_type(operand.element), port - ports.begin());
    }
    return fmt::format(
        "reinterpret_cast<{}{}*>(arena + {})", operand.access == Access::read ? "const " : "", c_type(operand.element),
        job.program.buffers[operand.index].offset_bytes
    );
}

std::string call_text(const EmitJob& job, std::size_t index) {
    const Step& step = job.program.steps[index];
    std::string function = step.kernel;
    for (std::size_t slash = function.find('/'); slash != std::string::npos; slash = function.find('/')) {
        function.replace(slash, 1, "::");
    }
    std::vector<std::string> arguments;
    if (!step.parameters_type.empty()) {
        arguments.push_back(job.step_names[index]);
    }
    for (const Operand& operand : step.operands) {
        arguments.push_back(operand_text(job, operand));
    }
    std::string text = fmt::format("    thimblert::{}(", function);
    for (std::size_t argument = 0; argument < arguments.size(); ++argument) {
        text += (argument == 0 ? "\n        " : ",\n        ") + arguments[argument];
    }
    return text + ");\n";
}

std::string layer_comment(const Program& program, const Step& step) {
    if (step.layer >= program.layers.size()) {
        return {};
    }
    const Layer& layer = program.layers[step.layer];
    return fmt::format(
        "    // {}: {}, output {}\n", comment_text(layer.name), comment_text(layer.op), layer.output_shape.to_string()
    );
}

/// The calls with a mark wherever the layer changes. A layer that is interrupted by another gets further
/// marks, so that its steps are not counted for the other.
std::string calls_text(const EmitJob& job) {
    const std::vector<Step>& steps = job.program.steps;
    if (steps.empty()) {
        return fmt::format("    {}_MARK(end);\n", job.macro);
    }
    std::string text = "    uint8_t* const arena = model->arena;\n";
    std::vector<int> visits(job.program.layers.size());
    for (std::size_t index = 0; index < steps.size(); ++index) {
        const std::uint32_t layer = steps[index].layer;
        if (layer < visits.size() && (index == 0 || steps[index - 1].layer != layer)) {
            text += "\n" + layer_comment(job.program, steps[index]);
            const int visit = ++visits[layer];
            text += visit == 1 ? fmt::format("    {}_MARK({});\n", job.macro, layer)
                               : fmt::format("    {}_MARK({}_part_{});\n", job.macro, layer, visit);
        }
        text += call_text(job, index);
    }
    return text + fmt::format("\n    {}_MARK(end);\n", job.macro);
}

std::string port_cases(const EmitJob& job, const std::vector<Port>& ports, std::string_view qualifier) {
    if (ports.empty()) {
        return "    static_cast<void>(model);\n    static_cast<void>(index);\n    return nullptr;\n";
    }
    const std::string type = port_pointer_type(ports);
    std::string text = "    if (model == nullptr || model->arena == nullptr) {\n        return nullptr;\n    }\n"
                       "    switch (index) {\n";
    for (std::size_t index = 0; index < ports.size(); ++index) {
        const std::string address =
            fmt::format("model->arena + {}", job.program.buffers[ports[index].buffer].offset_bytes);
        text += fmt::format("    case {}:\n        return ", index);
        text +=
            type == "void" ? address + ";\n" : fmt::format("reinterpret_cast<{}{}*>({});\n", qualifier, type, address);
    }
    return text + "    default:\n        return nullptr;\n    }\n";
}

constexpr std::string_view arena_inputs_template = R"(@input_type@* @model@_input(@model@_model* model, int index) {
@input_cases@}
)";

constexpr std::string_view caller_inputs_template =
    R"(@model@_status @model@_set_input(@model@_model* model, int index, const void* data) {
    if (model == nullptr || model->arena == nullptr) {
        return @model@_not_initialized;
    }
    if (index < 0 || index >= @MODEL@_INPUT_COUNT || data == nullptr) {
        return @model@_input_missing;
    }
    model->inputs[index] = data;
    return @model@_ok;
}
)";

constexpr std::string_view input_checks_template = R"(    for (int index = 0; index < @MODEL@_INPUT_COUNT; ++index) {
        if (model->inputs[index] == nullptr) {
            return @model@_input_missing;
        }
    }
)";

constexpr std::string_view forget_inputs_template = R"(    for (int index = 0; index < @MODEL@_INPUT_COUNT; ++index) {
        model->inputs[index] = nullptr;
    }
)";

/// The states as they are before the first run.
std::string fills_text(const Program& program) {
    std::string text;
    for (const State& state : program.states) {
        text += fmt::format(
            "    // {}\n    for (size_t index = 0; index < {}; ++index) {{\n        model->arena[{} + index] = {};\n   "
            " }}\n",
            comment_text(state.name), state.type.byte_count(), program.buffers[state.buffer].offset_bytes,
            std::to_integer<unsigned>(state.fill)
        );
    }
    return text;
}

} // namespace

std::string source_text(const EmitJob& job) {
    TextValues values = job.names();
    values["specialize"] = job.options.optimize == Optimize::speed ? specialize_text : "";
    values["parameters"] = parameters_text(job);
    values["input_type"] = port_pointer_type(job.program.inputs);
    values["output_type"] = port_pointer_type(job.program.outputs);
    values["input_cases"] = port_cases(job, job.program.inputs, "");
    const bool is_caller = job.has_caller_inputs();
    values["inputs"] = fill_template(is_caller ? caller_inputs_template : arena_inputs_template, values);
    values["input_checks"] = is_caller ? fill_template(input_checks_template, values) : "";
    values["forget_inputs"] = is_caller ? fill_template(forget_inputs_template, values) : "";
    values["output_cases"] = port_cases(job, job.program.outputs, "const ");
    values["calls"] = calls_text(job);
    values["fills"] = fills_text(job.program);
    const bool has_states = !job.program.states.empty();
    values["reset_call"] = has_states ? fmt::format("    {0}_reset(model);\n", job.model) : "";
    values["reset"] = has_states ? fill_template(reset_template, values) : "";
    return fill_template(source_template, values);
}

} // namespace thimble
