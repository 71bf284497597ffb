// SPDX-License-Identifier: Apache-2.0
// TensorFlow Lite files to Graphs. The file is hostile input: whatever it holds, the result is a
// verified Graph or a ModelError.
#pragma once

#include "thimble/core/diagnostics.h"
#include "thimble/ir/graph.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace thimble {

/// The graph of a TensorFlow Lite model, int8 or float32.
///
/// Names:  a node is called after its output tensor, shortened to the layer's part of the path; the
///         graph after the stem of `file_name`, as a C identifier.
/// Errors: ModelError. E0301 not a TensorFlow Lite file, E0302 truncated or damaged, E0303 contents that
///         contradict each other, E0304 operators, data types or features that are not supported: one
///         error with a note for each offender of the file.
Graph import_tflite(std::span<const std::byte> file, const std::string& file_name, Diagnostics& diagnostics);

/// As import_tflite, from a path. Errors: also ModelError E0201 when the path cannot be read.
Graph import_tflite_file(const std::filesystem::path& path, Diagnostics& diagnostics);

/// The builtin operators that are translated, as TensorFlow Lite names them: `CONV_2D`.
std::vector<std::string> tflite_operator_names();

} // namespace thimble
