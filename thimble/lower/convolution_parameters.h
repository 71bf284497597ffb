// SPDX-License-Identifier: Apache-2.0
// Parameters and constants that the kernels of conv2d and depthwise_conv2d have in common.
#pragma once

#include "thimble/lower/kernel_variant.h"

#include <vector>

namespace thimble {

/// Geometry fields, from batch to padding_left.
std::vector<Parameter> convolution_geometry(const NodeView& node);

/// All fields of the int8 kernels' parameters, of the int16 kernels', and of the float32 kernels'.
std::vector<Parameter> convolution_s8_parameters(const NodeView& node);
std::vector<Parameter> convolution_s16_parameters(const NodeView& node);
std::vector<Parameter> convolution_f32_parameters(const NodeView& node);

/// input, weights, bias, multipliers, shifts, output.
std::vector<Operand> convolution_integer_operands(NodeLowering& lowering);
/// input, int8 weights, bias, scales, output.
std::vector<Operand> convolution_f32_w8_operands(NodeLowering& lowering);
/// input, weights, bias, output.
std::vector<Operand> convolution_f32_operands(NodeLowering& lowering);

} // namespace thimble
