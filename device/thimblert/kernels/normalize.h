// SPDX-License-Identifier: Apache-2.0
// Normalisation by mean and variance over any axes: layer, instance, group and RMS normalisation.
#pragma once

#include "thimblert/config.h"
#include "thimblert/reduction_walk.h"

#include <math.h>

namespace thimblert {

struct NormalizeParams {
    int32_t keep_0; // the groups of ReductionParams
    int32_t over_0;
    int32_t keep_1;
    int32_t over_1;
    int32_t keep_2;
    int32_t over_2;
    int32_t keep_3;
    int32_t count; // elements that share a mean
    int32_t is_centered;
    float epsilon;
};

struct NormalizeScaledParams {
    int32_t keep_0;
    int32_t over_0;
    int32_t keep_1;
    int32_t over_1;
    int32_t keep_2;
    int32_t over_2;
    int32_t keep_3;
    int32_t count;
    int32_t is_centered;
    float epsilon;
    int32_t stride_keep_0; // of scale and bias along each group
    int32_t stride_over_0;
    int32_t stride_keep_1;
    int32_t stride_over_1;
    int32_t stride_keep_2;
    int32_t stride_over_2;
    int32_t stride_keep_3;
    int32_t has_bias;
};

struct NormalizeMoments {
    float mean;
    float factor; // 1 / sqrt(variance + epsilon)
};

/// Mean and variance of the inputs of one group, in two passes, so that nothing cancels.
template <typename Params> THIMBLERT_INLINE NormalizeMoments normalize_moments(const Params& p, const float* first) {
    const float count = static_cast<float>(p.count);
    float mean = 0.0F;
    if (p.is_centered != 0) {
        for_each_reduced(p, [&](int32_t offset) { mean += first[offset]; });
        mean /= count;
    }
    float squares = 0.0F;
    for_each_reduced(p, [&](int32_t offset) {
        const float distance = first[offset] - mean;
        squares += distance * distance;
    });
    return {mean, 1.0F / sqrtf(squares / count + p.epsilon)};
}

/// (x - mean) / sqrt(variance + epsilon). The output may be the input.
///
/// Shapes: input and output as the input of ReductionParams.
THIMBLERT_KERNEL void normalize_f32(const NormalizeParams& p, const float* input, float* output) {
    for_each_result(p, [&](int32_t first) {
        const NormalizeMoments moments = normalize_moments(p, input + first);
        for_each_reduced(p, [&](int32_t offset) {
            output[first + offset] = (input[first + offset] - moments.mean) * moments.factor;
        });
    });
}

/// Where the parameters of element `offset` of a group lie; the walk is that of for_each_reduced.
template <typename Visit>
THIMBLERT_INLINE void normalize_for_each_parameter(const NormalizeScaledParams& p, const Visit& visit) {
    const int32_t stride_2 = p.keep_3;
    const int32_t stride_1 = p.keep_2 * p.over_2 * stride_2;
    const int32_t stride_0 = p.keep_1 * p.over_1 * stride_1;
    for (int32_t i = 0; i < p.over_0; ++i) {
        for (int32_t j = 0; j < p.over_1; ++j) {
            const int32_t row = i * stride_0 + j * stride_1;
            const int32_t parameter = i * p.stride_over_0 + j * p.stride_over_1;
            for (int32_t k = 0; k < p.over_2; ++k) {
                visit(row + k * stride_2, parameter + k * p.stride_over_2);
            }
        }
    }
}

/// As for_each_result, with the place of the group's first parameter.
template <typename Visit>
THIMBLERT_INLINE void normalize_for_each_group(const NormalizeScaledParams& p, const Visit& visit) {
    const int32_t stride_2 = p.over_2 * p.keep_3;
    const int32_t stride_1 = p.over_1 * p.keep_2 * stride_2;
    const int32_t stride_0 = p.over_0 * p.keep_1 * stride_1;
    for (int32_t i = 0; i < p.keep_0; ++i) {
        for (int32_t j = 0; j < p.keep_1; ++j) {
            for (int32_t k = 0; k < p.keep_2; ++k) {
                const int32_t row = i * stride_0 + j * stride_1 + k * stride_2;
                const int32_t parameter = i * p.stride_keep_0 + j * p.stride_keep_1 + k * p.stride_keep_2;
                for (int32_t l = 0; l < p.keep_3; ++l) {
                    visit(row + l, parameter + l * p.stride_keep_3);
                }
            }
        }
    }
}

/// (x - mean) / sqrt(variance + epsilon) * scale + bias. The output may be the input; bias is read when has_bias says
/// so.
///
/// Shapes: input and output as normalize_f32; scale and bias by their strides.
THIMBLERT_KERNEL void normalize_scaled_f32(
    const NormalizeScaledParams& p, const float* input, const float* scale, const float* bias, float* output
) {
    normalize_for_each_group(p, [&](int32_t first, int32_t parameter) {
        const NormalizeMoments moments = normalize_moments(p, input + first);
        normalize_for_each_parameter(p, [&](int32_t offset, int32_t parameter_offset) {
            const int32_t place = parameter + parameter_offset;
            const float shift = p.has_bias != 0 ? bias[place] : 0.0F;
            output[first + offset] = (input[first + offset] - moments.mean) * moments.factor * scale[place] + shift;
        });
    });
}

} // namespace thimblert
