// SPDX-License-Identifier: Apache-2.0
#include "thimble/emulate/model_under_test.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace thimble {
namespace {

// The number of ports is a macro of the library, so the preprocessor picks the sizes that exist.
constexpr int most_ports = 32;

std::string size_table(const std::string& prefix, const std::string& direction, const std::string& name) {
    std::string text = fmt::format(
        "static_assert({0}_{1}_COUNT <= {2}, \"too many ports for the harness\");\n"
        "constexpr size_t {3}_count = {0}_{1}_COUNT;\n"
        "constexpr size_t {3}_bytes[] = {{\n",
        prefix, direction, most_ports, name
    );
    for (int port = 0; port < most_ports; ++port) {
        text += fmt::format(
            "#if {0}_{1}_COUNT > {2}\n    static_cast<size_t>({0}_{1}_{2}_BYTES),\n#endif\n", prefix, direction, port
        );
    }
    return text + "    0};\n";
}

} // namespace

std::string model_under_test_header(const std::string& model_name) {
    std::string prefix = model_name;
    std::transform(prefix.begin(), prefix.end(), prefix.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    return fmt::format(
        R"(#pragma once

#include "{0}.h"

#include <stddef.h>
#include <stdint.h>

namespace model_under_test {{

using Model = {0}_model;
constexpr size_t arena_bytes = {1}_ARENA_BYTES;
{2}{3}
inline uint32_t initialize(Model& model, unsigned char* arena, size_t size) {{
    return static_cast<uint32_t>({0}_init(&model, arena, size));
}}

#ifdef {1}_CALLER_INPUTS
constexpr size_t input_place(size_t index) {{
    return index == 0 ? 0 : input_place(index - 1) + (input_bytes[index - 1] + 15) / 16 * 16;
}}

alignas(16) static unsigned char input_memory[input_place(input_count) + 1];

inline unsigned char* input(Model& model, size_t index) {{
    void* const place = input_memory + input_place(index);
    {0}_set_input(&model, static_cast<int>(index), place);
    return static_cast<unsigned char*>(place);
}}
#else
inline unsigned char* input(Model& model, size_t index) {{
    return reinterpret_cast<unsigned char*>({0}_input(&model, static_cast<int>(index)));
}}
#endif

inline const unsigned char* output(Model& model, size_t index) {{
    return reinterpret_cast<const unsigned char*>({0}_output(&model, static_cast<int>(index)));
}}

inline uint32_t run(Model& model) {{ return static_cast<uint32_t>({0}_run(&model)); }}

}} // namespace model_under_test
)",
        model_name, prefix, size_table(prefix, "INPUT", "input"), size_table(prefix, "OUTPUT", "output")
    );
}

} // namespace thimble
