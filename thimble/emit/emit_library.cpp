// SPDX-License-Identifier: Apache-2.0
#include "thimble/emit/emit_library.h"

#include "thimble/core/error.h"
#include "thimble/emit/combine_runtime.h"
#include "thimble/emit/emit_job.h"

#include <algorithm>

namespace thimble {

namespace {

void check_operands(const Program& program, std::size_t index) {
    const Step& step = program.steps[index];
    for (const Operand& operand : step.operands) {
        const std::size_t count =
            operand.kind == OperandKind::buffer ? program.buffers.size() : program.constants.size();
        THIMBLE_CHECK(
            operand.index < count, "step {} ({}) uses buffer or constant {} of {}", index, step.kernel, operand.index,
            count
        );
    }
}

void check_self_test(const Program& program, const SelfTest& self_test) {
    std::size_t output_bytes = 0;
    for (const Port& port : program.outputs) {
        output_bytes += port.type.byte_count();
    }
    for (const std::vector<std::byte>& expected : self_test.expected_outputs) {
        THIMBLE_CHECK(
            expected.size() == output_bytes, "self-test expects {} bytes of output, the model has {}", expected.size(),
            output_bytes
        );
    }
}

void check_ports(const Program& program) {
    for (const State& state : program.states) {
        THIMBLE_CHECK(
            state.buffer < program.buffers.size() &&
                state.type.byte_count() <= program.buffers[state.buffer].size_bytes,
            "state {} of {} bytes does not lie in its buffer", state.name, state.type.byte_count()
        );
    }
    for (const std::vector<Port>* ports : {&program.inputs, &program.outputs}) {
        for (const Port& port : *ports) {
            THIMBLE_CHECK(
                port.buffer < program.buffers.size() &&
                    port.type.byte_count() <= program.buffers[port.buffer].size_bytes,
                "port {} of {} bytes does not lie in its buffer", port.name, port.type.byte_count()
            );
        }
    }
}

} // namespace

std::string runtime_text(const EmitJob& job) {
    std::vector<std::string> headers;
    for (const Step& step : job.program.steps) {
        headers.push_back("thimblert/" + step.header);
    }
    std::sort(headers.begin(), headers.end());
    headers.erase(std::unique(headers.begin(), headers.end()), headers.end());
    return combine_runtime(runtime_files(), headers);
}

EmittedLibrary emit_library(const Program& planned, const EmitOptions& options) {
    for (std::size_t index = 0; index < planned.steps.size(); ++index) {
        check_operands(planned, index);
    }
    check_ports(planned);
    check_self_test(planned, options.self_test);
    const EmitJob job(planned, options);
    EmittedLibrary library;
    library.model_name = job.model;
    library.files = {
        {job.model + ".h", header_text(job)},
        {job.model + ".cpp", source_text(job)},
        {job.model + "_weights.h", weights_header_text(job)},
        {job.model + "_weights.cpp", weights_source_text(job)},
        {job.model + "_runtime.h", runtime_text(job)},
        {"CMakeLists.txt", cmake_text(job)},
        {"README.md", readme_text(job)}};
    if (job.has_self_test()) {
        library.files.push_back({job.model + "_selftest.cpp", selftest_text(job)});
    }
    library.files.push_back({job.model + ".json", model_card_text(job, library.files)});
    return library;
}

} // namespace thimble
