// SPDX-License-Identifier: Apache-2.0
// The `activation` attribute: the range [low, high] of real numbers that an operator clamps its
// result to. ReLU is [0, inf], ReLU6 [0, 6]; without it the range is [-inf, +inf].
#pragma once

#include "thimble/ir/attributes.h"
#include "thimble/ops/op_def.h"

#include <vector>

namespace thimble {

/// The attribute with its default, for an operator's list of attributes.
AttributeSpec activation_spec();

/// The two bounds of `attributes`, defaults filled in.
///
/// Errors: ModelError E0422 unless there are two bounds, low <= high, neither of them NaN.
std::vector<double> activation_attribute(const Attributes& attributes);

/// `value` within the range, as float32.
float clamp_to_float(double value, const std::vector<double>& activation);

} // namespace thimble
