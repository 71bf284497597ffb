// SPDX-License-Identifier: Apache-2.0
// How logistic and tanh on int8 and int16 bring their input to fixed point, and the table of the int16 forms.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ops/quantized_multiplier.h"

#include <cstdint>
#include <vector>

namespace thimble {

/// Inputs less their zero point, times `multiplier`, are Q4.27; from `radius` on, either way, the functions are
/// at their ends.
struct SigmoidInput {
    QuantizedMultiplier multiplier;
    std::int32_t radius = 0;
};

/// Errors: ModelError E0423 when the scale is below 2^-27.
/// Source: TensorFlow Lite Micro, kernels/logistic_common.cc and kernels/tanh.cc; CalculateInputRadius of
/// TensorFlow Lite, kernels/internal/quantization_util.cc.
SigmoidInput sigmoid_input(const TensorType& input);

/// Stored int16 values times `multiplier`, less `shift` bits, are steps of 1/12288.
struct SigmoidInt16Input {
    std::int32_t multiplier = 0; ///< below 2^15
    std::int32_t shift = 0;
};

/// Scales of 2^-12 .. 2^(largest_power - 12) are applied exactly, others with 14 bits.
///
/// Errors: ModelError E0423 when the scale is 2.67 or more.
/// Source: TensorFlow Lite Micro, kernels/logistic_common.cc (largest_power 0) and kernels/tanh.cc (1).
SigmoidInt16Input sigmoid_int16_input(const TensorType& input, std::int32_t largest_power);

/// A stored value in steps of 1/12288.
std::int32_t sigmoid_int16_argument(std::int32_t value, const SigmoidInt16Input& input);

/// 65536 / (1 + exp(-i / 24)) - 32768 for i in 0 .. 255, each raised by half the error that linear interpolation has
/// in the middle of the next interval.
///
/// Source: TensorFlow Lite, kernels/internal/common.h (sigmoid_table_uint16).
std::vector<std::int16_t> sigmoid_int16_table();

/// Steps of 1/32768 of the functions for an argument in steps of 1/12288, by the table.
std::int32_t logistic_int16_at(std::int32_t argument, const std::vector<std::int16_t>& table);
std::int32_t tanh_int16_at(std::int32_t argument, const std::vector<std::int16_t>& table);

/// 65536 * 2^fraction_bits times the logistic function of magnitude / (24 * 2^fraction_bits), from the table.
std::int32_t interpolate_sigmoid(const std::vector<std::int16_t>& table, std::int32_t magnitude, int fraction_bits);

} // namespace thimble
