// SPDX-License-Identifier: Apache-2.0
// What operators share that map every element by itself: logistic, tanh, hard_swish, leaky_relu.
#pragma once

#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

namespace thimble {

/// The inferred output of one float32 or int8 input; in int8 the output is quantised per tensor.
inline TensorType unary_output(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 1);
    if (data_type == DataType::int8) {
        require_int8_output(node);
    }
    return output_type(node, data_type, node.input(0).shape);
}

/// As unary_output, for an operator that int16 is defined for as well.
inline TensorType unary_output_up_to_int16(const NodeView& node) {
    const DataType data_type = require_float32_int8_or_int16(node, 1);
    if (data_type != DataType::float32) {
        require_quantized_output(node);
    }
    return output_type(node, data_type, node.input(0).shape);
}

/// function(double) of every element.
template <typename Function> Tensor map_floats(const NodeView& node, const Tensor& input, Function function) {
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for (const float value : input.elements<float>()) {
        *next++ = static_cast<float>(function(static_cast<double>(value)));
    }
    return output;
}

/// function(x) of every element less the zero point, in steps of the output.
template <typename Element = std::int8_t, typename Function>
Tensor map_codes(const NodeView& node, const Tensor& input, Function function) {
    const std::int32_t input_zero_point = node.input(0).quantization->zero_point();
    const std::int64_t output_zero_point = node.output().quantization->zero_point();
    Tensor output(node.output());
    Element* next = output.elements<Element>().data();
    for (const Element value : input.elements<Element>()) {
        *next++ = saturate_to<Element>(function(value - input_zero_point) + output_zero_point);
    }
    return output;
}

} // namespace thimble
