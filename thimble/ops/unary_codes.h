// SPDX-License-Identifier: Apache-2.0
// The int8 form of the family unary_math: the arithmetic of TensorFlow Lite's kernels where they have one.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/graph.h"

namespace thimble {

/// Errors: ModelError E0423 when the output's scale cannot hold the rescaled results.
void check_unary_codes(const NodeView& node);

Tensor evaluate_unary_codes(const NodeView& node, const Tensor& input);

} // namespace thimble
