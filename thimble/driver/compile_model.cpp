// SPDX-License-Identifier: Apache-2.0
#include "thimble/driver/compile_model.h"

#include "thimble/core/error.h"
#include "thimble/core/file.h"
#include "thimble/driver/lower_and_plan.h"
#include "thimble/driver/test_vectors.h"
#include "thimble/emit/identifiers.h"
#include "thimble/import/onnx/import_onnx.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/interpret/interpreter.h"
#include "thimble/passes/pipeline.h"

#include <algorithm>

namespace thimble {
namespace {

constexpr std::size_t self_test_vectors = 2;
constexpr std::uint32_t self_test_seed = 1;

} // namespace

Graph import_model(const std::filesystem::path& path, const ModelBindings& bindings, Diagnostics& diagnostics) {
    try {
        const std::vector<std::byte> bytes = read_binary_file(path);
        if (looks_like_onnx(bytes)) {
            return import_onnx(bytes, path.string(), bind_model(bindings, bytes), diagnostics);
        }
        if (!bindings.is_empty()) {
            throw OptionError("E0106", "only ONNX models leave dimensions open or have inputs that can be bound");
        }
        return import_tflite(bytes, path.string(), diagnostics);
    } catch (Error& error) {
        error.add_context({.file = path.string(), .node = {}, .op = {}});
        throw;
    }
}

namespace {

void require_nodes(const Graph& graph, const KernelChoices& kernels) {
    for (const auto& [node_name, kernel] : kernels) {
        const auto has_name = [&, &name = node_name](const Node& node) { return node.name == name; };
        if (std::none_of(graph.nodes.begin(), graph.nodes.end(), has_name)) {
            throw OptionError("E0122", fmt::format("`{}` is chosen for `{}`, which is no node", kernel, node_name));
        }
    }
}

} // namespace

CompiledModel compile_model(const CompileOptions& options) {
    CompiledModel model;
    model.options = options;
    model.target = load_target(options.target);
    try {
        model.graph = import_model(options.model, options.bindings, model.diagnostics);
        model.graph = run_passes(std::move(model.graph), default_pipeline(), options.passes, &model.passes);
        require_nodes(model.graph, options.kernels);
        PlannedProgram planned = lower_and_plan(
            model.graph, model.target, {options.optimize, options.inputs, options.max_arena_bytes, options.kernels}
        );
        model.program = std::move(planned.program);
        model.plan = std::move(planned.plan);
        model.recomputed_macs = planned.recomputed_macs;
    } catch (Error& error) {
        error.add_context({.file = options.model.string(), .node = {}, .op = {}});
        throw;
    }
    model.program.name = c_identifier(options.model_name.empty() ? options.model.stem().string() : options.model_name);
    return model;
}

EmittedLibrary emit_model(const CompiledModel& model) {
    EmitOptions options;
    options.optimize = model.options.optimize;
    options.target_name = model.target.name;
    options.self_test.seed = self_test_seed;
    Interpreter interpreter(model.graph);
    for (const TestVector& vector : random_vectors(model.graph, self_test_vectors, self_test_seed)) {
        options.self_test.expected_outputs.push_back(concatenate(interpreter.run(vector.inputs)));
    }
    return emit_library(model.program, options);
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) {
        EnvironmentError error("E0602", fmt::format("cannot make folder: {}", failure.message()));
        error.add_context({.file = folder.string(), .node = {}, .op = {}});
        throw error;
    }
}

void write_library(const EmittedLibrary& library, const std::filesystem::path& folder) {
    make_folder(folder);
    for (const EmittedFile& file : library.files) {
        write_file(folder / file.path, file.contents);
    }
}

} // namespace thimble
