// SPDX-License-Identifier: Apache-2.0
// Parsing a file and the checks that come before any translation.
#pragma once

#include "thimble/import/onnx/messages.h"

#include <cstddef>
#include <span>

namespace thimble::onnx_import {

/// Operator sets that the translations know.
inline constexpr std::int64_t oldest_opset = 1;
inline constexpr std::int64_t newest_opset = 24;

/// Errors: ModelError E0320 for bytes that are no model.
onnx::ModelProto parse_model(std::span<const std::byte> bytes);

/// The version of the standard operators that the model uses. Errors: ModelError E0322.
std::int64_t operator_set(const onnx::ModelProto& model);

} // namespace thimble::onnx_import
