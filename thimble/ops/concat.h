// SPDX-License-Identifier: Apache-2.0
// Attributes of concat, for passes and lowering.
#pragma once

#include "thimble/ir/attributes.h"

#include <cstddef>

namespace thimble {

/// The axis along which inputs of `rank` axes are joined.
///
/// Errors: ModelError E0422 when it is not in [0, rank).
std::size_t concat_axis(const Attributes& attributes, std::size_t rank);

} // namespace thimble
