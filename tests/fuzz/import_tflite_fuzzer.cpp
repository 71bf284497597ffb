// SPDX-License-Identifier: Apache-2.0
// Takes bytes as a TensorFlow Lite file through all stages that compute nothing of the size its shapes claim: import,
// passes, lowering, planning. A file may be refused with the errors for bad files; anything else is a defect.
#include "thimble/core/error.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/lower/lower.h"
#include "thimble/passes/pipeline.h"
#include "thimble/passes/run_passes.h"
#include "thimble/plan/plan_memory.h"
#include "thimble/plan/plan_verifier.h"

#include <cstdint>
#include <span>

namespace {

/// A core for which kernels of all kinds apply.
thimble::Target fuzzed_target() {
    thimble::Target target;
    target.name = "fuzzed";
    target.features = {"dsp"};
    return target;
}

void compile(std::span<const std::byte> file) {
    thimble::Diagnostics diagnostics;
    thimble::Graph graph = thimble::import_tflite(file, "fuzzed.tflite", diagnostics);
    graph = thimble::run_passes(std::move(graph), thimble::default_pipeline());
    thimble::Program program = thimble::lower(graph, fuzzed_target());
    const thimble::Program unplanned = program;
    thimble::plan_memory(program);
    thimble::verify_plan(program, unplanned);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        compile(std::as_bytes(std::span(data, size)));
    } catch (const thimble::ModelError&) {
        return 0;
    } catch (const thimble::CapacityError&) {
        return 0;
    }
    return 0;
}
