// SPDX-License-Identifier: Apache-2.0
// Attributes of transpose, for its reference and for lowering.
#pragma once

#include "thimble/ir/attributes.h"

#include <cstddef>
#include <vector>

namespace thimble {

/// For each axis of the output the axis of the input that it is.
///
/// Errors: ModelError E0422 unless the axes 0 .. rank - 1 are there, each once.
std::vector<std::size_t> transpose_axes(const Attributes& attributes, std::size_t rank);

} // namespace thimble
