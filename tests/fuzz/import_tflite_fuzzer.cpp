// SPDX-License-Identifier: Apache-2.0
// Takes bytes as a TensorFlow Lite file through all stages that compute nothing of the size its shapes claim: import,
// passes, lowering, planning. A file may be refused with the errors for bad files; anything else is a defect.
#include "tests/fuzz/compile_graph.h"
#include "thimble/core/error.h"
#include "thimble/import/tflite/import_tflite.h"

#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        thimble::Diagnostics diagnostics;
        const auto file = std::as_bytes(std::span(data, size));
        thimble::compile_graph(thimble::import_tflite(file, "fuzzed.tflite", diagnostics));
    } catch (const thimble::ModelError&) {
        return 0;
    } catch (const thimble::CapacityError&) {
        return 0;
    }
    return 0;
}
