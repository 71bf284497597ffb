// SPDX-License-Identifier: Apache-2.0
// The attribute of weighted operators that says how their int8 outputs are rounded: models of TensorFlow Lite round as
// its kernels do, those of formats whose runtimes compute the factor in float (ONNX) once.
#pragma once

#include "thimble/ops/op_def.h"
#include "thimble/ops/quantized_multiplier.h"

namespace thimble {

/// `round_once`: 1 or, when absent, 0.
AttributeSpec rounding_spec();

/// Of a node with int8 activations; wider ones have arithmetic of their own, `Rounding::twice`.
Rounding rounding_attribute(const NodeView& node);

/// input scale * weight scale / output scale of a node with weights: in double for `Rounding::twice`, and in float, as
/// ONNX Runtime computes it, for `Rounding::once`.
double scale_factor(const NodeView& node, float weight_scale, Rounding rounding);

} // namespace thimble
