// SPDX-License-Identifier: Apache-2.0
// <model>_selftest.cpp: test vectors whose inputs are made on the device and whose outputs are stored.
#include "thimble/emit/emit_job.h"
#include "thimble/emit/literals.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::string_view selftest_template =
    R"(// Self-test of @model@, made by Thimble @version@: a first sign of life on a new board.
#include "@model@.h"

namespace {

/// The next byte of the sequence from which the test inputs are made, by xorshift32.
int8_t next_byte(uint32_t* state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return static_cast<int8_t>(*state >> 24);
}

@functions@@vectors@} // namespace

int @model@_selftest_with(@model@_model* model) {
@calls@    return 0;
}

int @model@_selftest(void) {
    alignas(16) static uint8_t arena[@MODEL@_ARENA_BYTES];
    @model@_model model;
    if (@model@_init(&model, arena, sizeof arena) != @model@_ok) {
        return 1;
    }
    return @model@_selftest_with(&model);
}
)";

constexpr std::string_view fill_bytes_text = R"(void fill_bytes(void* input, size_t count, uint32_t* state) {
    for (size_t index = 0; index < count; ++index) {
        static_cast<int8_t*>(input)[index] = next_byte(state);
    }
}

)";

constexpr std::string_view fill_floats_text = R"(void fill_floats(void* input, size_t count, uint32_t* state) {
    for (size_t index = 0; index < count; ++index) {
        static_cast<float*>(input)[index] = static_cast<float>(next_byte(state)) / 128.0f;
    }
}

)";

constexpr std::string_view fill_booleans_text =
    R"(void fill_booleans(void* input, size_t count, uint32_t* state) {
    for (size_t index = 0; index < count; ++index) {
        static_cast<uint8_t*>(input)[index] = static_cast<uint8_t>(next_byte(state) & 1);
    }
}

)";

constexpr std::string_view bytes_agree_text =
    R"(bool bytes_agree(const void* found, const void* expected, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        if (static_cast<const uint8_t*>(found)[index] != static_cast<const uint8_t*>(expected)[index]) {
            return false;
        }
    }
    return true;
}

)";

constexpr std::string_view floats_agree_text =
    R"(/// Sums are rounded in another order on the host: differences up to 1/10000 of the largest value are accepted.
bool floats_agree(const void* found_floats, const void* expected_floats, size_t count) {
    const float* found = static_cast<const float*>(found_floats);
    const float* expected = static_cast<const float*>(expected_floats);
    float largest = 0.0f;
    for (size_t index = 0; index < count; ++index) {
        const float magnitude = expected[index] < 0.0f ? -expected[index] : expected[index];
        largest = magnitude > largest && magnitude - magnitude == 0.0f ? magnitude : largest;
    }
    for (size_t index = 0; index < count; ++index) {
        const bool both_are_nan = found[index] != found[index] && expected[index] != expected[index];
        if (both_are_nan || found[index] == expected[index]) {
            continue;
        }
        const float difference = found[index] - expected[index];
        // Written so that a difference that is no number fails.
        if (!(difference <= 1e-4f * largest && -difference <= 1e-4f * largest)) {
            return false;
        }
    }
    return true;
}

)";

bool is_float(const Port& port) {
    return port.type.data_type == DataType::float32;
}

bool is_boolean(const Port& port) {
    return port.type.data_type == DataType::boolean;
}

std::string_view fill_function(const Port& port) {
    return is_float(port) ? "fill_floats" : is_boolean(port) ? "fill_booleans" : "fill_bytes";
}

/// The functions of which the vectors make use; an unused one would be a warning.
std::string functions_text(const Program& program) {
    const auto has_floats = [](const std::vector<Port>& ports) {
        return std::any_of(ports.begin(), ports.end(), is_float);
    };
    const auto has_others = [](const std::vector<Port>& ports) {
        return !std::all_of(ports.begin(), ports.end(), is_float);
    };
    const auto fills_with = [&](std::string_view function) {
        return std::any_of(program.inputs.begin(), program.inputs.end(), [&](const Port& port) {
            return fill_function(port) == function;
        });
    };
    std::string text;
    text += fills_with("fill_bytes") ? fill_bytes_text : "";
    text += fills_with("fill_floats") ? fill_floats_text : "";
    text += fills_with("fill_booleans") ? fill_booleans_text : "";
    text += has_others(program.outputs) ? bytes_agree_text : "";
    text += has_floats(program.outputs) ? floats_agree_text : "";
    return text;
}

std::string expected_arrays(const EmitJob& job, std::size_t vector) {
    std::span<const std::byte> bytes = job.options.self_test.expected_outputs[vector];
    std::string text;
    for (std::size_t index = 0; index < job.program.outputs.size(); ++index) {
        const TensorType& type = job.program.outputs[index].type;
        if (type.byte_count() > 0) {
            text += fmt::format(
                "const {} expected_{}_{}[{}] = {{\n{}}};\n\n", c_type(type.data_type), vector, index,
                type.shape.element_count(),
                wrapped_list(element_literals(type.data_type, bytes.first(type.byte_count())))
            );
        }
        bytes = bytes.subspan(type.byte_count());
    }
    return text;
}

std::string vector_text(const EmitJob& job, std::size_t vector) {
    std::string text = expected_arrays(job, vector);
    text += fmt::format("bool vector_{}_agrees({}_model* model) {{\n", vector, job.model);
    text += fmt::format("    uint32_t state = {}u;\n", job.options.self_test.seed + static_cast<std::uint32_t>(vector));
    if (job.program.inputs.empty()) {
        text += "    static_cast<void>(next_byte(&state));\n";
    }
    for (std::size_t index = 0; index < job.program.inputs.size(); ++index) {
        const Port& port = job.program.inputs[index];
        const std::string_view count = is_float(port) ? "ELEMENTS" : "BYTES";
        if (job.has_caller_inputs()) {
            text += fmt::format(
                "    {0}(input_{1}, {2}_INPUT_{1}_{3}, &state);\n    {4}_set_input(model, {1}, input_{1});\n",
                fill_function(port), index, job.macro, count, job.model
            );
        } else {
            text += fmt::format(
                "    {}({}_input(model, {}), {}_INPUT_{}_{}, &state);\n", fill_function(port), job.model, index,
                job.macro, index, count
            );
        }
    }
    text += fmt::format("    return {0}_run(model) == {0}_ok", job.model);
    for (std::size_t index = 0; index < job.program.outputs.size(); ++index) {
        const Port& port = job.program.outputs[index];
        if (port.type.byte_count() > 0) {
            text += fmt::format(
                " &&\n           {}({}_output(model, {}), expected_{}_{}, {}_OUTPUT_{}_{})",
                is_float(port) ? "floats_agree" : "bytes_agree", job.model, index, vector, index, job.macro, index,
                is_float(port) ? "ELEMENTS" : "BYTES"
            );
        }
    }
    return text + ";\n}\n\n";
}

} // namespace

std::string selftest_text(const EmitJob& job) {
    std::string vectors;
    std::string calls =
        fmt::format("    if (model == nullptr || model->arena == nullptr) {{\n        return 1;\n    }}\n");
    if (!job.program.states.empty()) {
        calls += fmt::format("    {}_reset(model);\n", job.model);
    }
    for (std::size_t vector = 0; vector < job.options.self_test.expected_outputs.size(); ++vector) {
        vectors += vector_text(job, vector);
        calls += fmt::format("    if (!vector_{}_agrees(model)) {{\n        return {};\n    }}\n", vector, vector + 1);
    }
    if (job.has_caller_inputs()) {
        std::string memory;
        for (std::size_t index = 0; index < job.program.inputs.size(); ++index) {
            memory += fmt::format("alignas(16) uint8_t input_{0}[{1}_INPUT_{0}_BYTES];\n\n", index, job.macro);
        }
        vectors = memory + vectors;
    }
    TextValues values = job.names();
    values["functions"] = functions_text(job.program);
    values["vectors"] = vectors;
    values["calls"] = calls;
    return fill_template(selftest_template, values);
}

} // namespace thimble
