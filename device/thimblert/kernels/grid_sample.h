// SPDX-License-Identifier: Apache-2.0
// Reading an image or a volume at positions that a tensor holds. Whatever the positions are, what is read lies within.
#pragma once

#include "thimblert/clamp.h"

#include <math.h>

namespace thimblert {

struct GridSampleParams {
    int32_t batch_count;
    int32_t channels;
    int32_t axis_count; // 2 for images, 3 for volumes
    int32_t depth;      // 1 for images
    int32_t height;
    int32_t width;
    int32_t point_count; // positions in a batch
    int32_t mode;        // 0 linear, 1 nearest, 2 cubic
    int32_t padding;     // 0 zeros, 1 border, 2 reflection
    int32_t aligns_corners;
};

/// The elements along one axis that a position takes, -1 for zero, and their weights.
struct AxisTaps {
    int32_t count;
    int32_t indices[4];
    float weights[4];
};

/// `position` mirrored at the borders of the axis as often as it takes.
THIMBLERT_INLINE float reflect_position(float position, int32_t extent, int32_t aligns_corners) {
    const float low = aligns_corners != 0 ? 0.0F : -0.5F;
    const float range = static_cast<float>(extent - 1) - 2.0F * low;
    if (range <= 0.0F) {
        return low;
    }
    if (position >= low && position <= low + range) {
        return position;
    }
    const float within = fmodf(fabsf(position - low), 2.0F * range);
    return low + (within > range ? 2.0F * range - within : within);
}

/// The element at an index that may lie outside the axis.
THIMBLERT_INLINE int32_t padded_index(const GridSampleParams& p, int32_t index, int32_t extent) {
    if (index >= 0 && index < extent) {
        return index;
    }
    if (p.padding == 0) {
        return -1;
    }
    if (p.padding == 2) {
        index = static_cast<int32_t>(reflect_position(static_cast<float>(index), extent, p.aligns_corners));
    }
    return clamp(index, 0, extent - 1);
}

/// Weights of the cubic convolution with coefficient -0.75, for distances below and above 1.
THIMBLERT_INLINE float near_weight(float x) {
    return (1.25F * x - 2.25F) * x * x + 1.0F;
}

THIMBLERT_INLINE float far_weight(float x) {
    return ((-0.75F * x + 3.75F) * x - 6.0F) * x + 3.0F;
}

THIMBLERT_INLINE AxisTaps axis_taps(const GridSampleParams& p, float coordinate, int32_t extent) {
    const auto last = static_cast<float>(extent - 1);
    float position = p.aligns_corners != 0 ? (coordinate + 1.0F) / 2.0F * last
                                           : ((coordinate + 1.0F) * static_cast<float>(extent) - 1.0F) / 2.0F;
    if (p.mode == 1) {
        position = p.axis_count == 3 ? roundf(position) : nearbyintf(position); // as PyTorch
    }
    if (p.padding == 1) {
        position = clamp_f32(position, 0.0F, last);
    } else if (p.padding == 2) {
        position = reflect_position(position, extent, p.aligns_corners);
    }
    // Whatever is no number or far outside becomes a position just outside.
    position = position > -4.0F ? (position < last + 4.0F ? position : last + 4.0F) : -4.0F;
    const float whole = floorf(position);
    const float ratio = position - whole;
    const auto first = static_cast<int32_t>(whole);
    AxisTaps taps;
    taps.count = p.mode == 0 ? 2 : (p.mode == 1 ? 1 : 4);
    if (p.mode == 1) {
        taps.indices[0] = padded_index(p, static_cast<int32_t>(nearbyintf(position)), extent);
        taps.weights[0] = 1.0F;
        return taps;
    }
    const int32_t start = p.mode == 0 ? first : first - 1;
    for (int32_t tap = 0; tap < taps.count; ++tap) {
        taps.indices[tap] = padded_index(p, start + tap, extent);
    }
    if (p.mode == 0) {
        taps.weights[0] = 1.0F - ratio;
        taps.weights[1] = ratio;
        return taps;
    }
    taps.weights[0] = far_weight(1.0F + ratio);
    taps.weights[1] = near_weight(ratio);
    taps.weights[2] = near_weight(1.0F - ratio);
    taps.weights[3] = far_weight(2.0F - ratio);
    return taps;
}

/// The sum over the taps of all three axes.
THIMBLERT_INLINE float
sample_volume(const GridSampleParams& p, const AxisTaps& z, const AxisTaps& y, const AxisTaps& x, const float* volume) {
    float sum = 0.0F;
    for (int32_t i = 0; i < z.count; ++i) {
        for (int32_t j = 0; j < y.count && z.indices[i] >= 0; ++j) {
            const float* row = volume + (z.indices[i] * p.height + y.indices[j]) * p.width;
            float row_sum = 0.0F;
            for (int32_t k = 0; k < x.count && y.indices[j] >= 0; ++k) {
                row_sum += x.indices[k] < 0 ? 0.0F : x.weights[k] * row[x.indices[k]];
            }
            sum += z.weights[i] * y.weights[j] * row_sum;
        }
    }
    return sum;
}

/// Shapes: input [batch_count, channels, depth, height, width], grid [batch_count, point_count, axis_count] with the
/// width's coordinate first, output [batch_count, channels, point_count].
THIMBLERT_KERNEL void grid_sample_f32(const GridSampleParams& p, const float* input, const float* grid, float* output) {
    const GridSampleParams fixed = p; // a local copy: stores to output cannot change it
    const int32_t volume = fixed.depth * fixed.height * fixed.width;
    AxisTaps z;
    z.count = 1;
    z.indices[0] = 0;
    z.weights[0] = 1.0F;
    for (int32_t batch = 0; batch < fixed.batch_count; ++batch) {
        for (int32_t point = 0; point < fixed.point_count; ++point) {
            const AxisTaps x = axis_taps(fixed, grid[0], fixed.width);
            const AxisTaps y = axis_taps(fixed, grid[1], fixed.height);
            if (fixed.axis_count == 3) {
                z = axis_taps(fixed, grid[2], fixed.depth);
            }
            for (int32_t channel = 0; channel < fixed.channels; ++channel) {
                output[channel * fixed.point_count + point] = sample_volume(fixed, z, y, x, input + channel * volume);
            }
            grid += fixed.axis_count;
        }
        input += fixed.channels * volume;
        output += fixed.channels * fixed.point_count;
    }
}

} // namespace thimblert
