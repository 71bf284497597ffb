// SPDX-License-Identifier: Apache-2.0
// Tensors in NumPy's files.
#pragma once

#include "thimble/core/tensor.h"

#include <cstddef>
#include <span>
#include <string>

namespace thimble {

/// An array that `numpy.save` wrote: little-endian, in C order, of a data type that Thimble has.
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", versions 1.0 to 3.0.
/// Errors: ModelError E0206 naming `file_name`.
Tensor read_npy(std::span<const std::byte> bytes, const std::string& file_name);

} // namespace thimble
