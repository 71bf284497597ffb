// SPDX-License-Identifier: Apache-2.0
// TensorFlow Lite's padding words as explicit extents.
#pragma once

#include "thimble/core/shape.h"
#include "thimble/ops/window.h"

#include <cstdint>
#include <tflite_schema/tflite_generated.h>
#include <vector>

namespace thimble::tflite_import {

/// Explicit padding `[top, left, bottom, right]` of a window (its own padding is not read) over an
/// input `[n, h, w, c]`.
/// Errors: ModelError E0303 for extents outside 1 to 2^20 and inputs of another rank.
/// Source: TensorFlow Lite's padding rule: total = max((out - 1) * stride + effective size - in, 0),
/// the smaller half before.
std::vector<std::int64_t> explicit_padding(tflite::Padding padding, const Window& window, const Shape& input);

} // namespace thimble::tflite_import
