// SPDX-License-Identifier: Apache-2.0
// Geometries and quantisations over which both convolutions are tested.
#pragma once

#include "tests/device/node_under_test.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace thimble {

enum class BiasKind : std::uint8_t { constant, absent };
/// `per_channel` has channels that round away more than 16 bits; `short_shifts` has none.
enum class WeightScales : std::uint8_t { per_channel, short_shifts, per_tensor };

struct ConvolutionCase {
    std::string name;
    Shape input = {1, 6, 6, 4};
    std::int64_t output_channels = 8;
    std::array<std::int64_t, 2> kernel = {3, 3};
    std::vector<std::int64_t> stride = {1, 1};
    std::vector<std::int64_t> dilation = {1, 1};
    std::vector<std::int64_t> padding = {0, 0, 0, 0};
    std::int64_t groups = 1; ///< of conv2d only
    std::vector<double> activation = {
        -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    std::int32_t input_zero_point = -3;
    std::int32_t output_zero_point = 5;
    float output_scale = 0.06F;
    BiasKind bias = BiasKind::constant;
    WeightScales scales = WeightScales::per_channel;
    Weights weights = Weights::any;
    std::int64_t round_once = 0;
};

/// Cases that both operators accept: output_channels is a multiple of the input's.
std::vector<ConvolutionCase> shared_convolution_cases();

/// More sizes of 3x3 kernels, for depthwise_conv2d.
std::vector<ConvolutionCase> rows_of_three_cases();
/// The cases, and those of them with WeightScales::per_channel once more with short shifts.
std::vector<ConvolutionCase> with_short_shifts(std::vector<ConvolutionCase> cases);

NodeUnderTest convolution_s8(const std::string& op, const ConvolutionCase& convolution);
/// int16 with zero points 0, and a bias of int32 or int64.
NodeUnderTest convolution_s16(const std::string& op, const ConvolutionCase& convolution, DataType bias_type);
/// float32 with int8 weights.
NodeUnderTest convolution_f32_w8(const std::string& op, const ConvolutionCase& convolution);
NodeUnderTest convolution_f32(const std::string& op, const ConvolutionCase& convolution);

} // namespace thimble
