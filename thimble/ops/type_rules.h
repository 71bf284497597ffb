// SPDX-License-Identifier: Apache-2.0
// Rules about data types, shapes and quantisation that the operators' inference shares. Each throws
// a ModelError that says what was found and what is expected.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace thimble {

/// Codes of what inference rejects.
inline constexpr std::string_view wrong_data_type = "E0420";
inline constexpr std::string_view wrong_shape = "E0421";
inline constexpr std::string_view wrong_attribute = "E0422";
inline constexpr std::string_view wrong_quantization = "E0423";
inline constexpr std::string_view missing_input = "E0424";

/// The data type of input 0, which the inputs 1 .. count - 1 share. All of them are there and have
/// elements.
DataType require_same_data_type(const NodeView& node, std::size_t count);

/// As require_same_data_type; the type is float32 or int8, and int8 inputs are quantised per tensor.
DataType require_float32_or_int8(const NodeView& node, std::size_t count);

/// As require_float32_or_int8; int16 with zero points 0 is taken as well.
DataType require_float32_int8_or_int16(const NodeView& node, std::size_t count);

/// float32 with float32 or int8 weights, or int8 or int16 with int8 weights; input 0 is quantised per tensor, and
/// weights have their own rule.
DataType require_weighted_inputs(const NodeView& node);

void require_rank(const TensorType& type, std::string_view role, std::size_t rank);

/// int8 with one scale above zero and a zero point in [-128, 127].
void require_int8_quantization(const TensorType& type, std::string_view role);

/// As require_int8_quantization for output 0; nothing is asked of a node without outputs.
void require_int8_output(const NodeView& node);

/// int8 as require_int8_quantization, or int16 with one scale above zero and the zero point 0.
void require_activation_quantization(const TensorType& type, std::string_view role);

/// `count` int16 elements add up within 32 bits, as all numbers of int8 elements here do.
void require_summable(const TensorType& input, std::int64_t count);

/// As require_activation_quantization for output 0, which has the data type of input 0; nothing is asked of a node
/// without outputs.
void require_quantized_output(const NodeView& node);

/// Output 0 has the quantisation of input `index` (scales may differ by rounding).
void require_output_quantization_of_input(const NodeView& node, std::size_t index);

/// Output 0 has exactly this quantisation, the only one that the operator's arithmetic yields.
void require_output_quantization(const NodeView& node, float scale, std::int32_t zero_point);

/// Weights: zero points 0; one scale, or one for each index of `axis`. A scale may be 0, which makes
/// its channel constant.
void require_weights_quantization(const TensorType& weights, std::size_t axis);

/// Bias in input 2, where there is one: [channels], float32 beside float32 inputs and int32 beside int8
/// and int16, or int64 where the input is int16; a scale given there is input scale * weight scale.
void require_bias(const NodeView& node, std::int64_t channels);

/// int8, uint8, int16, int32 or int64 without a scale: numbers as they are.
bool is_plain_integer(const TensorType& type);

/// As require_same_data_type; the type is one of integers and none of the inputs has a scale.
DataType require_plain_integers(const NodeView& node, std::size_t count);

/// Integers with a scale above 0 and zero points of their type's range; one of each, or one for each index of the axis.
void require_affine(const TensorType& type, std::string_view role);

/// As require_affine with a single scale.
void require_affine_per_tensor(const TensorType& type, std::string_view role);

/// Both types have the same quantisation, or none (scales may differ by rounding).
void require_equal_quantization(const TensorType& type, std::string_view role, const TensorType& expected);

/// The inferred type of output 0, which keeps the quantisation that the model gives it.
TensorType output_type(const NodeView& node, DataType data_type, Shape shape);

} // namespace thimble
