// SPDX-License-Identifier: Apache-2.0
// Mean over any of up to four axes. Each output element walks its own inputs, so that no scratch is needed.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/fixed_point.h"

namespace thimblert {

struct MeanS8Params {
    int32_t input_0;
    int32_t input_1;
    int32_t input_2;
    int32_t input_3;
    int32_t reduce_0; // 1: the mean runs over this axis
    int32_t reduce_1;
    int32_t reduce_2;
    int32_t reduce_3;
    int32_t count; // elements that one output averages
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t multiplier;
    int32_t shift;
};

struct MeanF32Params {
    int32_t input_0;
    int32_t input_1;
    int32_t input_2;
    int32_t input_3;
    int32_t reduce_0;
    int32_t reduce_1;
    int32_t reduce_2;
    int32_t reduce_3;
    int32_t count;
};

/// Calls visit(offset) for every index of four axes; the offsets are those of an input [.., input_3].
template <typename Params, typename Visit>
THIMBLERT_INLINE void
mean_walk(const Params& p, int32_t extent_0, int32_t extent_1, int32_t extent_2, int32_t extent_3, const Visit& visit) {
    const int32_t stride_2 = p.input_3;
    const int32_t stride_1 = p.input_2 * stride_2;
    const int32_t stride_0 = p.input_1 * stride_1;
    for (int32_t i = 0; i < extent_0; ++i) {
        for (int32_t j = 0; j < extent_1; ++j) {
            for (int32_t k = 0; k < extent_2; ++k) {
                const int32_t row = i * stride_0 + j * stride_1 + k * stride_2;
                for (int32_t l = 0; l < extent_3; ++l) {
                    visit(row + l);
                }
            }
        }
    }
}

/// Calls visit(sum) for every output element in memory order; Sum is int32_t or float.
template <typename Sum, typename Params, typename Element, typename Visit>
THIMBLERT_INLINE void mean_for_each_sum(const Params& p, const Element* input, const Visit& visit) {
    const int32_t keep_0 = p.reduce_0 != 0 ? 1 : p.input_0;
    const int32_t keep_1 = p.reduce_1 != 0 ? 1 : p.input_1;
    const int32_t keep_2 = p.reduce_2 != 0 ? 1 : p.input_2;
    const int32_t keep_3 = p.reduce_3 != 0 ? 1 : p.input_3;
    const int32_t over_0 = p.reduce_0 != 0 ? p.input_0 : 1;
    const int32_t over_1 = p.reduce_1 != 0 ? p.input_1 : 1;
    const int32_t over_2 = p.reduce_2 != 0 ? p.input_2 : 1;
    const int32_t over_3 = p.reduce_3 != 0 ? p.input_3 : 1;
    mean_walk(p, keep_0, keep_1, keep_2, keep_3, [&](int32_t start) {
        Sum sum = 0;
        const Element* first = input + start;
        mean_walk(p, over_0, over_1, over_2, over_3, [&](int32_t offset) { sum += first[offset]; });
        visit(sum);
    });
}

/// Mean on int8.
///
/// Shapes: input [input_0 .. input_3], output without the reduced axes (or with extent 1 there).
/// Units:  multiplier and shift are input_scale / (output_scale * count) in the form of requantise.
/// Source: TensorFlow Lite reference of mean over quantised elements.
THIMBLERT_KERNEL void mean_s8(const MeanS8Params& p, const int8_t* input, int8_t* output) {
    const int32_t correction = p.input_zero_point * p.count;
    mean_for_each_sum<int32_t>(p, input, [&](int32_t sum) {
        const int32_t scaled = requantise(sum - correction, p.multiplier, p.shift) + p.output_zero_point;
        *output++ = clamp_s8(scaled, -128, 127);
    });
}

/// Mean on float32. Shapes as mean_s8.
THIMBLERT_KERNEL void mean_f32(const MeanF32Params& p, const float* input, float* output) {
    const float count = static_cast<float>(p.count);
    mean_for_each_sum<float>(p, input, [&](float sum) { *output++ = sum / count; });
}

} // namespace thimblert
