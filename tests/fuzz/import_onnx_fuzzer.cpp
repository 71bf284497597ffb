// SPDX-License-Identifier: Apache-2.0
// Takes bytes as an ONNX file through import, passes, lowering and planning, with values for the symbolic dimensions of
// the seeds. A file may be refused with the errors for bad files; anything else is a defect.
#include "tests/fuzz/compile_graph.h"
#include "thimble/core/error.h"
#include "thimble/import/onnx/import_onnx.h"

#include <cstdint>
#include <span>

#include <google/protobuf/stubs/logging.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Protobuf tells stderr of every file that is no message.
    static const google::protobuf::LogSilencer silencer;
    try {
        thimble::Diagnostics diagnostics;
        thimble::OnnxOptions options;
        options.dimensions = {{"N", 2}};
        const auto file = std::as_bytes(std::span(data, size));
        thimble::compile_graph(thimble::import_onnx(file, "fuzzed.onnx", options, diagnostics));
    } catch (const thimble::ModelError&) {
        return 0;
    } catch (const thimble::CapacityError&) {
        return 0;
    }
    return 0;
}
