// SPDX-License-Identifier: Apache-2.0
// What the emitters of the single files share: the program, the options, and the names chosen for both.
#pragma once

#include "thimble/emit/emit_library.h"
#include "thimble/emit/text_template.h"

#include <string>
#include <vector>

namespace thimble {

struct EmitJob {
    EmitJob(const Program& planned, const EmitOptions& emit_options);

    const Program& program;
    const EmitOptions& options;
    std::string model;                       ///< prefix of functions and files: `kws`
    std::string macro;                       ///< prefix of macros: `KWS`
    std::string version;                     ///< of the tool
    std::vector<std::string> constant_names; ///< in namespace `<model>_data`
    std::vector<std::string> step_names;     ///< of the steps' parameters

    /// Whether inputs lie in the caller's memory.
    bool has_caller_inputs() const {
        const auto& ports = program.inputs;
        return !ports.empty() && program.buffers[ports.front().buffer].memory == BufferMemory::caller;
    }

    bool has_self_test() const { return !options.self_test.expected_outputs.empty(); }

    /// `@model@`, `@MODEL@` and `@version@` for templates.
    TextValues names() const;
};

/// The element type that all ports have, for typed pointers in the interface; `void` when they differ.
std::string port_pointer_type(const std::vector<Port>& ports);

std::string header_text(const EmitJob& job);
std::string source_text(const EmitJob& job);
std::string weights_header_text(const EmitJob& job);
std::string weights_source_text(const EmitJob& job);
std::string runtime_text(const EmitJob& job);
std::string selftest_text(const EmitJob& job);
std::string cmake_text(const EmitJob& job);
std::string readme_text(const EmitJob& job);
std::string model_card_text(const EmitJob& job, const std::vector<EmittedFile>& files);

} // namespace thimble
