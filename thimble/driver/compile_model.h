// SPDX-License-Identifier: Apache-2.0
// The façade: a model file becomes a planned Program, and a Program becomes a library.
#pragma once

#include "thimble/core/diagnostics.h"
#include "thimble/driver/model_bindings.h"
#include "thimble/emit/emit_library.h"
#include "thimble/ir/graph.h"
#include "thimble/lower/kernel_choices.h"
#include "thimble/lower/lower_options.h"
#include "thimble/passes/run_passes.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/program/program.h"
#include "thimble/target/target.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace thimble {

struct CompileOptions {
    std::filesystem::path model;
    std::string target = "cortex-m4"; ///< name of a built-in target, or path of a target file
    std::string model_name;           ///< C identifier; empty: made from the file's name
    Optimize optimize = Optimize::balanced;
    InputMemory inputs = InputMemory::arena;
    std::optional<std::size_t> max_arena_bytes; ///< memory is saved as under Optimize::ram where the arena is larger
    PassOptions passes;
    ModelBindings bindings; ///< for what an ONNX model leaves open
    KernelChoices kernels;  ///< for nodes of the graph after all passes
};

/// Everything known about a model once it is compiled for a target.
struct CompiledModel {
    Target target;
    Graph graph;     ///< after all passes
    Program program; ///< lowered, planned and verified
    PlanReport plan;
    std::int64_t recomputed_macs = 0; ///< that the program does more than once
    std::vector<PassReport> passes;
    Diagnostics diagnostics;
    CompileOptions options;
};

/// Imports, optimises, lowers and plans.
/// Errors: ModelError (file, operators), OptionError (target, passes); the file is in the context.
CompiledModel compile_model(const CompileOptions& options);

/// Reads a model file of any supported format, told apart by content, not by name.
/// Errors: also OptionError E0106 for bindings to a model of a format that leaves nothing open.
Graph import_model(const std::filesystem::path& path, const ModelBindings& bindings, Diagnostics& diagnostics);

/// The library of a compiled model, with self-test vectors computed by the oracle.
EmittedLibrary emit_model(const CompiledModel& model);

/// Makes a folder and those above it, where they are missing. Errors: EnvironmentError E0602.
void make_folder(const std::filesystem::path& folder);

/// Writes the files below `folder`, which is made when missing. Other files there stay as they are.
/// Errors: EnvironmentError when something cannot be written.
void write_library(const EmittedLibrary& library, const std::filesystem::path& folder);

} // namespace thimble
