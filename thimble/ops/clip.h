// SPDX-License-Identifier: Apache-2.0
// Attributes of clip, for passes and lowering.
#pragma once

#include "thimble/ir/attributes.h"

#include <vector>

namespace thimble {

/// The bounds [minimum, maximum] of a clip node, in the form of an `activation` attribute.
///
/// Errors: ModelError E0422 unless minimum <= maximum.
std::vector<double> clip_bounds(const Attributes& attributes);

} // namespace thimble
