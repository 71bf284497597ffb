// SPDX-License-Identifier: Apache-2.0
// Graphs as TensorFlow Lite files, for other tools and for the models that this repository keeps.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>
#include <vector>

namespace thimble {

/// The bytes of a TensorFlow Lite file; equal graphs give equal bytes. Tensors carry the values' names.
///
/// Importing the file gives the graph again, except that padding of a convolution that is neither
/// TensorFlow's SAME nor VALID becomes a pad node before it.
///
/// Errors: ModelError E0310 for what the format cannot express, with the node as context; as `verify` for
///         graphs that are not valid.
std::vector<std::byte> export_tflite(const Graph& graph);

} // namespace thimble
