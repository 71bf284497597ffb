// SPDX-License-Identifier: Apache-2.0
// Attributes of scatter_elements and scatter_nd.
#pragma once

#include "thimble/ir/attributes.h"

#include <cstdint>

namespace thimble {

/// What an element becomes where an update meets it; the numbers are those of the kernels.
enum class Reduction : std::uint8_t { none, add, mul, min, max };

/// Errors: ModelError E0422 for an unknown word.
Reduction reduction_attribute(const Attributes& attributes);

} // namespace thimble
