// SPDX-License-Identifier: Apache-2.0
// Weights and operands of products: what is known when compiling, quantised forms that the int8 kernels take, and
// integers of one type.
#pragma once

#include "thimble/import/onnx/node_reader.h"
#include "thimble/import/onnx/quantization.h"

namespace thimble::onnx_import {

/// Quantised operands of a layer of the QLinear kind as the Graph keeps them.
struct QuantizedLayer {
    ValueId input;
    ValueId weights;
    QuantizedType output; ///< as the file has it
    bool is_int8 = false; ///< symmetric int8 weights: the int8 kernels serve
};

/// Reads the operands (value, scale, zero point) at inputs 0, 3 and those of the output at 6. Scales of the weights lie
/// along `weights_axis`. Constant weights with a zero point become symmetric where int8 holds the differences.
QuantizedLayer read_quantized_layer(NodeReader& reader, std::int64_t weights_axis);

/// The float32 form of a quantised value.
ValueId dequantized(NodeReader& reader, ValueId id);

/// Two integer operands with their zero points, all of one type: ONNX lets int8 meet uint8.
struct IntegerOperands {
    ValueId first;
    ValueId second;
    ValueId first_zero_point = ValueId::none();
    ValueId second_zero_point = ValueId::none();
};

/// Inputs 0 and 1, zero points at 2 and 3. A constant of the other type moves by 128. Errors: Unsupported when both
/// are computed and differ.
IntegerOperands read_integer_operands(NodeReader& reader);

} // namespace thimble::onnx_import
