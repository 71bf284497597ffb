// SPDX-License-Identifier: Apache-2.0
// Stored tensors of the file format as Tensors.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/import/onnx/external_data.h"
#include "thimble/import/onnx/messages.h"

#include <cstdint>

namespace thimble::onnx_import {

/// The element type of a number in TensorProto::DataType. Errors: Unsupported.
DataType element_type(std::int32_t onnx_type);

/// Name of an element type for messages: `float16`.
std::string element_type_name(std::int32_t onnx_type);

/// A shape from stored extents. Errors: ModelError E0321 for negative extents or more than 2^31 elements.
Shape checked_shape(const std::vector<std::int64_t>& extents);

/// Errors: Unsupported for other element types, ModelError E0321 when data and shape disagree, E0327.
Tensor read_tensor(const onnx::TensorProto& proto, const ExternalData& external_data);

} // namespace thimble::onnx_import
