// SPDX-License-Identifier: Apache-2.0
// Checked conversion of a file's tensors: data type, shape, quantisation, constant bytes.
#pragma once

#include "thimble/core/tensor.h"

#include <cstdint>
#include <string>
#include <tflite_schema/tflite_generated.h>
#include <vector>

namespace thimble::tflite_import {

/// How messages call a tensor: its index and, where it has one, its name.
std::string describe_tensor(const tflite::SubGraph& subgraph, std::int32_t index);

/// Data type, shape and quantisation.
/// Errors: ModelError E0303 for extents or quantisation that make no sense, Unsupported for data
/// types and quantisation schemes that Thimble does not have.
TensorType tensor_type(const tflite::Tensor& tensor);

/// Whether the file stores the tensor's elements.
bool is_stored(const tflite::Model& model, const tflite::Tensor& tensor);

/// Whether its elements are float16, which tensor_type and stored_tensor give as float32.
bool is_float16(const tflite::Tensor& tensor);

/// The tensor with its elements. Errors: as tensor_type, and E0303 when the buffer's length is not the type's.
Tensor stored_tensor(const tflite::Model& model, const tflite::Tensor& tensor);

/// The elements of a stored int32 or int64 tensor, e.g. axes or a shape.
std::vector<std::int64_t> stored_integers(const tflite::Model& model, const tflite::Tensor& tensor);

} // namespace thimble::tflite_import
