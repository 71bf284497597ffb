// SPDX-License-Identifier: Apache-2.0
// README.md of the library: how to call it, what it needs.
#include "thimble/emit/emit_job.h"
#include "thimble/emit/literals.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view turns_text = R"(Models that never
  run at the same time may take turns with one arena.)";

constexpr std::string_view states_text = R"(This model
  keeps a state between runs, in its arena; `@model@_reset` forgets it.)";

constexpr std::string_view readme_template = R"(# @model@

A neural network as a C++14 library with a C interface, made by Thimble @version@. It needs nothing
but the C library's memory and math functions: no heap, no exceptions, no operating system.

| memory | bytes |
|---|---|
| arena (RAM: @arena_parts@) | @arena_bytes@ |
| weights (flash) | @weight_bytes@ |

| port | name | type | shape | bytes | real value |
|---|---|---|---|---|---|
@ports@
## Use

```cpp
#include "@model@.h"

alignas(16) static uint8_t arena[@MODEL@_ARENA_BYTES];
@model@_model model;

if (@model@_init(&model, arena, sizeof arena) != @model@_ok) {
    // the arena is too small or misaligned
}
@fill@@model@_run(&model);
@read@```

In C99 write `static uint8_t arena[@MODEL@_ARENA_BYTES] __attribute__((aligned(16)));`.

@input_rule@
- Several models, or several instances of this one, may run side by side; each needs an arena. @turns@
- `@MODEL@_WEIGHTS_SECTION`, defined when `@model@_weights.cpp` is compiled, places the weights in a section of your choice.
@selftest@
## Build

Add the `.cpp` files to your project, or use CMake:

```cmake
add_subdirectory(@model@)
target_link_libraries(firmware PRIVATE @model@::@model@)
```

Compile with optimisation (`-O2` or `-Os`). With `-DTHIMBLE_PROFILE`, labels `thimble_mark_<layer>` stand before each
layer for profilers.

`@model@.json` describes the model for tools. @model@_runtime.h is licensed under Apache-2.0; the weights are yours.
)";

std::string port_rows(std::string_view direction, const std::vector<Port>& ports) {
    std::string text;
    for (std::size_t index = 0; index < ports.size(); ++index) {
        const TensorType& type = ports[index].type;
        const bool is_quantized = type.quantization && type.quantization->scales.size() == 1;
        const std::string real = is_quantized ? real_value_text(*type.quantization) : "stored";
        std::string port_name = comment_text(ports[index].name);
        for (std::size_t bar = port_name.find('|'); bar != std::string::npos; bar = port_name.find('|')) {
            port_name[bar] = '_';
        }
        text += fmt::format(
            "| {} {} | {} | {} | {} | {} | {} |\n", direction, index, port_name, name(type.data_type),
            type.shape.to_string(), type.byte_count(), real
        );
    }
    return text;
}

enum class Direction : std::uint8_t { input, output };

/// Lines that get the ports' pointers in C++.
std::string access_lines(const EmitJob& job, const std::vector<Port>& ports, Direction direction) {
    const bool is_input = direction == Direction::input;
    const std::string interface_type = port_pointer_type(ports);
    std::string text;
    for (std::size_t index = 0; index < ports.size(); ++index) {
        const std::string_view type = c_type(ports[index].type.data_type);
        if (is_input && job.has_caller_inputs()) {
            text += fmt::format(
                "{0}_set_input(&model, {1}, input_{1}); // {2} elements of {3}, only read\n", job.model, index,
                ports[index].type.shape.element_count(), type
            );
            continue;
        }
        const std::string call = fmt::format("{}_{}(&model, {})", job.model, is_input ? "input" : "output", index);
        const std::string pointer = fmt::format("{}{}*", is_input ? "" : "const ", type);
        text += fmt::format(
            "{} {}_{} = {};{}\n", pointer, is_input ? "input" : "output", index,
            interface_type == "void" ? fmt::format("static_cast<{}>({})", pointer, call) : call,
            is_input ? fmt::format(" // write {} elements", ports[index].type.shape.element_count())
                     : fmt::format(" // read {} elements", ports[index].type.shape.element_count())
        );
    }
    return text;
}

} // namespace

std::string readme_text(const EmitJob& job) {
    TextValues values = job.names();
    values["arena_bytes"] = std::to_string(job.program.arena_bytes);
    values["weight_bytes"] = std::to_string(job.program.constant_bytes());
    values["ports"] = port_rows("input", job.program.inputs) + port_rows("output", job.program.outputs);
    values["turns"] = job.program.states.empty() ? std::string(turns_text) : fill_template(states_text, values);
    values["arena_parts"] =
        fmt::format("{}outputs, intermediate tensors, scratch", job.has_caller_inputs() ? "" : "inputs, ");
    values["input_rule"] = job.has_caller_inputs()
                               ? "- Inputs stay in your memory and are only read: keep them until the run returns.\n"
                                 "- Outputs stay valid until the next run."
                               : "- Fill every input before each run: a run may overwrite its inputs.\n"
                                 "- Outputs stay valid until an input is written.";
    values["fill"] = access_lines(job, job.program.inputs, Direction::input);
    values["read"] = access_lines(job, job.program.outputs, Direction::output);
    values["selftest"] =
        job.has_self_test()
            ? fmt::format(
                  "- `{}_selftest()` runs {} built-in test vectors and returns 0 when all outputs are right.\n",
                  job.model, job.options.self_test.expected_outputs.size()
              )
            : "";
    return fill_template(readme_template, values);
}

} // namespace thimble
