// SPDX-License-Identifier: Apache-2.0
// Mean over any axes.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"
#include "thimblert/reduction_walk.h"

namespace thimblert {

struct MeanS8Params {
    int32_t keep_0; // the groups of ReductionParams
    int32_t over_0;
    int32_t keep_1;
    int32_t over_1;
    int32_t keep_2;
    int32_t over_2;
    int32_t keep_3;
    int32_t count; // elements that one output averages
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t multiplier;
    int32_t shift;
};

struct MeanParams {
    int32_t keep_0;
    int32_t over_0;
    int32_t keep_1;
    int32_t over_1;
    int32_t keep_2;
    int32_t over_2;
    int32_t keep_3;
    int32_t count;
};

/// Mean on int8.
///
/// Shapes: input and output as ReductionParams.
/// Units:  multiplier and shift are input_scale / (output_scale * count) in the form of requantise.
/// Source: TensorFlow Lite reference of mean over quantised elements.
THIMBLERT_KERNEL void mean_s8(const MeanS8Params& p, const int8_t* input, int8_t* output) {
    const int32_t correction = p.input_zero_point * p.count;
    for_each_result(p, [&](int32_t first) {
        int32_t sum = -correction;
        for_each_reduced(p, [&](int32_t offset) { sum += input[first + offset]; });
        *output++ = clamp_s8(requantise(sum, p.multiplier, p.shift) + p.output_zero_point, -128, 127);
    });
}

/// As mean_s8 on int16 with zero points 0.
THIMBLERT_KERNEL void mean_s16(const MeanS8Params& p, const int16_t* input, int16_t* output) {
    for_each_result(p, [&](int32_t first) {
        int32_t sum = 0;
        for_each_reduced(p, [&](int32_t offset) { sum += input[first + offset]; });
        *output++ = clamp_s16(requantise(sum, p.multiplier, p.shift), -32768, 32767);
    });
}

/// Mean on float32. Shapes as mean_s8.
THIMBLERT_KERNEL void mean_f32(const MeanParams& p, const float* input, float* output) {
    const float count = static_cast<float>(p.count);
    for_each_result(p, [&](int32_t first) {
        float sum = 0.0F;
        for_each_reduced(p, [&](int32_t offset) { sum += input[first + offset]; });
        *output++ = sum / count;
    });
}

/// Mean on integers, rounded towards zero. Shapes as mean_s8.
template <typename Element>
THIMBLERT_KERNEL void mean_integers(const MeanParams& p, const Element* input, Element* output) {
    for_each_result(p, [&](int32_t first) {
        int64_t sum = 0;
        for_each_reduced(p, [&](int32_t offset) { sum += input[first + offset]; });
        *output++ = static_cast<Element>(sum / p.count);
    });
}

} // namespace thimblert
