// SPDX-License-Identifier: Apache-2.0
// Leaky ReLU with a slope for each element, which may be repeated along some axes.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/kernels/pairs.h"

namespace thimblert {

struct PreluParams {
    int32_t is_flat; // 1: equal shapes, only count is read; 0: extents and strides are
    int32_t count;
    int32_t extent_0;
    int32_t extent_1;
    int32_t extent_2;
    int32_t extent_3;
    int32_t extent_4;
    int32_t extent_5;
    int32_t stride_a_0; // in elements, 0 along a repeated axis
    int32_t stride_a_1;
    int32_t stride_a_2;
    int32_t stride_a_3;
    int32_t stride_a_4;
    int32_t stride_a_5;
    int32_t stride_b_0;
    int32_t stride_b_1;
    int32_t stride_b_2;
    int32_t stride_b_3;
    int32_t stride_b_4;
    int32_t stride_b_5;
    int32_t input_zero_point;
    int32_t slope_zero_point;
    int32_t output_zero_point;
    int32_t multiplier_positive;
    int32_t shift_positive;
    int32_t multiplier_negative;
    int32_t shift_negative;
    int32_t output_min;
    int32_t output_max;
};

/// x, or slope * x below zero, on float32. The output may be the input.
THIMBLERT_KERNEL void prelu_f32(const PairParams& p, const float* input, const float* slope, float* output) {
    combine_pairs(p, input, slope, output, [](const PairParams&, float x, float y) { return x < 0.0F ? x * y : x; });
}

/// The same on affine int8. Source: TensorFlow Lite, kernels/internal/reference/prelu.h.
THIMBLERT_KERNEL void prelu_s8(const PreluParams& p, const int8_t* input, const int8_t* slope, int8_t* output) {
    combine_pairs(p, input, slope, output, [](const PreluParams& fixed, int32_t code, int32_t slope_code) {
        const int32_t x = code - fixed.input_zero_point;
        const int32_t y = slope_code - fixed.slope_zero_point;
        const int32_t scaled = x >= 0 ? requantise(x, fixed.multiplier_positive, fixed.shift_positive)
                                      : requantise(x * y, fixed.multiplier_negative, fixed.shift_negative);
        return clamp_s8(scaled + fixed.output_zero_point, fixed.output_min, fixed.output_max);
    });
}

} // namespace thimblert
