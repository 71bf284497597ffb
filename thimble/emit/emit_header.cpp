// SPDX-License-Identifier: Apache-2.0
// <model>.h: the interface of the library, for C99 and C++.
#include "thimble/emit/emit_job.h"
#include "thimble/emit/literals.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

constexpr std::string_view header_template =
    R"(// @model@: a neural network as a library, made by Thimble @version@. README.md shows how to use it.
// No heap, no recursion, no static state: any number of models may run, each with an arena of its own.
#ifndef @MODEL@_H
#define @MODEL@_H

#include <stddef.h>
#include <stdint.h>

/// Bytes of memory that the model works in: @arena_parts@.
#define @MODEL@_ARENA_BYTES @arena_bytes@

/// What the arena's address must be a multiple of.
#define @MODEL@_ARENA_ALIGNMENT @alignment@

/// Bytes of constant data (weights, biases, scales), which stays in flash.
#define @MODEL@_WEIGHT_BYTES @weight_bytes@

@ports@
#ifdef __cplusplus
extern "C" {
#endif

typedef enum @model@_status {
    @model@_ok = 0,            ///< done
    @model@_arena_too_small,   ///< the arena has fewer than @MODEL@_ARENA_BYTES bytes, or is null
    @model@_arena_misaligned,  ///< the arena's address is not a multiple of @MODEL@_ARENA_ALIGNMENT
    @model@_not_initialized@missing_status@
} @model@_status;

/// A model at work. The fields belong to the library.
typedef struct @model@_model {
    uint8_t* arena;
@input_fields@} @model@_model;

/// Prepares `model` to work in `arena`, which must live as long as the model and serve no other purpose
/// while it runs. To be called once, before any other function.
@model@_status @model@_init(@model@_model* model, void* arena, size_t arena_bytes);

@inputs@
/// Computes the outputs from the inputs.
@model@_status @model@_run(@model@_model* model);
@reset@
/// Where to read output `index` after a run, until inputs are written again; null as for inputs.
const @output_type@* @model@_output(const @model@_model* model, int index);
@selftest@
#ifdef __cplusplus
}
#endif

#endif
)";

constexpr std::string_view arena_inputs_template =
    R"(/// Where to write input `index` before each run; null for an index that does not exist or a model that is
/// not initialized. A run may overwrite its inputs: fill all of them every time.
@input_type@* @model@_input(@model@_model* model, int index);
)";

constexpr std::string_view caller_inputs_template =
    R"(/// Says where input `index` lies, in memory of the caller's that runs only read, aligned for its elements, until told otherwise.
/// Fails with @model@_input_missing for an index that does not exist or null data.
@model@_status @model@_set_input(@model@_model* model, int index, const void* data);
)";

constexpr std::string_view reset_template = R"(
/// Forgets what earlier runs left: the next run is like the first after @model@_init. The model keeps @state_bytes@ bytes
/// between runs, in the arena, which must therefore serve no other purpose as long as the model is in use.
@model@_status @model@_reset(@model@_model* model);
)";

constexpr std::string_view selftest_template = R"(
/// Runs the model on @vectors@ built-in test vectors and compares its outputs with those computed on the host.
/// Returns 0 when all agree, otherwise 1 + the index of the first vector that does not.
/// Needs an arena of its own; @model@_selftest_with uses that of an initialized model, and leaves its
/// inputs and outputs changed.
int @model@_selftest(void);
int @model@_selftest_with(@model@_model* model);
)";

void define(std::string& text, const std::string& macro, const std::string& value) {
    text += fmt::format("#define {} {}\n", macro, value);
}

std::string port_macros(const std::string& macro, const Port& port) {
    const TensorType& type = port.type;
    std::string text =
        fmt::format("/// {}: {} {}", comment_text(port.name), name(type.data_type), type.shape.to_string());
    const bool is_quantized = type.quantization && type.quantization->scales.size() == 1;
    if (is_quantized) {
        text += ", real value = " + real_value_text(*type.quantization);
    }
    text += "\n";
    define(text, macro + "_NAME", string_literal(port.name));
    define(text, macro + "_TYPE", std::string(c_type(type.data_type)));
    define(text, macro + "_BYTES", std::to_string(type.byte_count()));
    define(text, macro + "_ELEMENTS", std::to_string(type.shape.element_count()));
    define(text, macro + "_RANK", std::to_string(type.shape.rank()));
    define(text, macro + "_SHAPE", fmt::format("{{{}}}", fmt::join(type.shape.extents(), ", ")));
    if (is_quantized) {
        define(text, macro + "_SCALE", float_literal(type.quantization->scale()));
        define(text, macro + "_ZERO_POINT", fmt::format("({})", type.quantization->zero_point()));
    }
    return text + "\n";
}

std::string all_port_macros(const EmitJob& job) {
    std::string text;
    const auto add = [&](std::string_view direction, const std::vector<Port>& ports) {
        define(text, fmt::format("{}_{}_COUNT", job.macro, direction), std::to_string(ports.size()));
        text += "\n";
        for (std::size_t index = 0; index < ports.size(); ++index) {
            text += port_macros(fmt::format("{}_{}_{}", job.macro, direction, index), ports[index]);
        }
    };
    add("INPUT", job.program.inputs);
    if (job.has_caller_inputs()) {
        text += "/// Inputs lie in the caller's memory.\n";
        define(text, job.macro + "_CALLER_INPUTS", "1");
        text += "\n";
    }
    add("OUTPUT", job.program.outputs);
    text.pop_back(); // the template has the blank line that follows
    return text;
}

} // namespace

std::string header_text(const EmitJob& job) {
    TextValues values = job.names();
    values["arena_bytes"] = std::to_string(job.program.arena_bytes);
    values["alignment"] = std::to_string(job.program.alignment_bytes);
    values["weight_bytes"] = std::to_string(job.program.constant_bytes());
    values["ports"] = all_port_macros(job);
    values["input_type"] = port_pointer_type(job.program.inputs);
    values["output_type"] = port_pointer_type(job.program.outputs);
    const bool is_caller = job.has_caller_inputs();
    values["arena_parts"] = fmt::format("{}outputs, intermediate tensors and scratch", is_caller ? "" : "inputs, ");
    values["inputs"] = fill_template(is_caller ? caller_inputs_template : arena_inputs_template, values);
    values["input_fields"] =
        is_caller ? fmt::format("    const void* inputs[{}_INPUT_COUNT];\n", job.macro) : std::string();
    const std::string not_initialized = fmt::format("///< the model is null, or {}_init did not succeed", job.model);
    values["missing_status"] =
        is_caller
            ? fmt::format(",   {}\n    {}_input_missing       ///< an input was not set", not_initialized, job.model)
            : "    " + not_initialized;
    values["vectors"] = std::to_string(job.options.self_test.expected_outputs.size());
    std::size_t state_bytes = 0;
    for (const State& state : job.program.states) {
        state_bytes += state.type.byte_count();
    }
    values["state_bytes"] = std::to_string(state_bytes);
    values["reset"] = job.program.states.empty() ? "" : fill_template(reset_template, values);
    values["selftest"] = job.has_self_test() ? fill_template(selftest_template, values) : "";
    return fill_template(header_template, values);
}

} // namespace thimble
