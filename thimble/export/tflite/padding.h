// SPDX-License-Identifier: Apache-2.0
// Explicit padding as TensorFlow Lite's padding words.
#pragma once

#include "thimble/core/shape.h"
#include "thimble/ops/window.h"

#include <optional>
#include <tflite_schema/tflite_generated.h>

namespace thimble::tflite_export {

/// What SAME adds to the height and the width of `image`, both sides together.
Extent2d same_padding_totals(const Window& window, const Shape& image);

/// The word that stands for the window's padding over `image`, or nothing when neither does.
std::optional<tflite::Padding> padding_word(const Window& window, const Shape& image);

} // namespace thimble::tflite_export
