// SPDX-License-Identifier: Apache-2.0
// QuantizeLinear and DequantizeLinear with a scale for each block of an axis. The Graph's types have no such scales, so
// that the arithmetic is spelled out on numbers.
#pragma once

#include "thimble/import/onnx/node_reader.h"

namespace thimble::onnx_import {

/// Defines output 0. Errors: ModelError E0321, Unsupported for blocks that do not divide the axis.
void translate_block_quantize(NodeReader& reader);
void translate_block_dequantize(NodeReader& reader);

} // namespace thimble::onnx_import
