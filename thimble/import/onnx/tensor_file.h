// SPDX-License-Identifier: Apache-2.0
// Tensors in files of their own, as ONNX's test data have them.
#pragma once

#include "thimble/core/tensor.h"

#include <cstddef>
#include <span>
#include <string>

namespace thimble {

/// Errors: ModelError E0320 for bytes that are no TensorProto, E0321 for one that contradicts itself, E0304 for
/// element types that Thimble does not have.
Tensor read_onnx_tensor(std::span<const std::byte> bytes, const std::string& file_name);

} // namespace thimble
