// SPDX-License-Identifier: Apache-2.0
// Quantised tensors. The file has int8 and uint8 ones; the Graph's arithmetic is on int8, so that uint8 is kept 128
// lower (see TensorEntry).
#pragma once

#include "thimble/import/onnx/node_reader.h"

namespace thimble::onnx_import {

/// The scales and zero points of an operator's operands, with the element type that the zero point tells: uint8 when
/// it is left out. `axis` is that of several scales. Errors: NeedsConstant, ModelError E0321.
QuantizedType
read_quantization(NodeReader& reader, std::size_t scale_input, std::size_t zero_point_input, std::int64_t axis);

/// The same as the Graph keeps it: uint8 becomes int8 with zero points 128 lower.
QuantizedType as_stored(const QuantizedType& type);

/// Input `index`, which the operator reads with `type`, as the Graph keeps it (as_stored). Other types than uint8
/// stay what they are. Errors: Unsupported when the tensor is read with different scales in different places.
ValueId quantized_input(NodeReader& reader, std::size_t index, const QuantizedType& type);

/// Makes an output of the node this quantised value, kept as_stored(type).
void define_quantized(NodeReader& reader, std::size_t output, ValueId id, const QuantizedType& type);

/// The uint8 form of a value that is kept 128 lower.
ValueId unshifted(GraphBuilder& builder, ValueId id);

} // namespace thimble::onnx_import
