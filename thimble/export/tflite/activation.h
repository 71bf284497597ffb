// SPDX-License-Identifier: Apache-2.0
// Clamp ranges as the activation functions that TensorFlow Lite fuses into operators.
#pragma once

#include "thimble/ir/attributes.h"

#include <tflite_schema/tflite_generated.h>

namespace thimble::tflite_export {

/// The function with the range of the attribute `activation`.
/// Errors: ModelError E0310 for other ranges than none, ReLU, ReLU6 and [-1, 1].
tflite::ActivationFunctionType fused_activation(const Attributes& attributes);

} // namespace thimble::tflite_export
