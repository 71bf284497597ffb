// SPDX-License-Identifier: Apache-2.0
// Activation functions that TensorFlow Lite fuses into operators, as clamp ranges.
#pragma once

#include "thimble/ir/attributes.h"

#include <tflite_schema/tflite_generated.h>
#include <vector>

namespace thimble::tflite_import {

/// `[low, high]` of an activation; `[-inf, inf]` for none.
/// Errors: Unsupported for functions that are not clamps, ModelError E0303 for unknown ones.
std::vector<double> activation_range(tflite::ActivationFunctionType activation);

/// Sets the attribute `activation` unless the activation is none.
void set_activation(Attributes& attributes, tflite::ActivationFunctionType activation);

} // namespace thimble::tflite_import
