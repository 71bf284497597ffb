// SPDX-License-Identifier: Apache-2.0
// Bytes of a file to checked FlatBuffers accessors.
#pragma once

#include <cstddef>
#include <span>
#include <tflite_schema/tflite_generated.h>
#include <vector>

namespace thimble::tflite_import {

/// The model in `file`, which must outlive the result and start at an address that is a multiple of 16.
/// Errors: ModelError E0301 when this is another kind of file, E0302 when it is truncated or damaged.
const tflite::Model& read_model(std::span<const std::byte> file);

} // namespace thimble::tflite_import
