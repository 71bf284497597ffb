// SPDX-License-Identifier: Apache-2.0
// Pools over three spatial axes with dilation. Taps outside the input do not take part.
#pragma once

#include "thimblert/clamp.h"
#include "thimblert/config.h"
#include "thimblert/window.h"

#include <math.h>

namespace thimblert {

struct Pool3dParams {
    int32_t batch;
    int32_t channels;
    int32_t input_depth;
    int32_t input_height;
    int32_t input_width;
    int32_t output_depth;
    int32_t output_height;
    int32_t output_width;
    int32_t window_depth;
    int32_t window_height;
    int32_t window_width;
    int32_t stride_depth;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_depth;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t padding_depth; // before the first element
    int32_t padding_height;
    int32_t padding_width;
    float exponent;          // of lp_pool3d
    int32_t is_column_major; // of the indices
};

/// One window: where it starts and which of its taps lie inside the input.
struct Pool3dWindow {
    int32_t image;
    int32_t z;
    int32_t y;
    int32_t x;
    TapRange depth;
    TapRange height;
    TapRange width;
};

/// Calls visit(window) for every place of the output in memory order.
template <typename Visit> THIMBLERT_INLINE void pool3d_for_each_window(const Pool3dParams& p, const Visit& visit) {
    Pool3dWindow at;
    for (at.image = 0; at.image < p.batch; ++at.image) {
        for (int32_t k = 0; k < p.output_depth; ++k) {
            at.z = k * p.stride_depth - p.padding_depth;
            at.depth = clip_dilated_taps(at.z, p.dilation_depth, p.window_depth, p.input_depth);
            for (int32_t i = 0; i < p.output_height; ++i) {
                at.y = i * p.stride_height - p.padding_height;
                at.height = clip_dilated_taps(at.y, p.dilation_height, p.window_height, p.input_height);
                for (int32_t j = 0; j < p.output_width; ++j) {
                    at.x = j * p.stride_width - p.padding_width;
                    at.width = clip_dilated_taps(at.x, p.dilation_width, p.window_width, p.input_width);
                    visit(at);
                }
            }
        }
    }
}

/// Calls visit(offset, z, y, x) for every tap inside: the offset of its channel 0, and its place.
template <typename Visit>
THIMBLERT_INLINE void pool3d_for_each_tap(const Pool3dParams& p, const Pool3dWindow& at, const Visit& visit) {
    for (int32_t k = at.depth.begin; k < at.depth.end; ++k) {
        const int32_t z = at.z + k * p.dilation_depth;
        for (int32_t i = at.height.begin; i < at.height.end; ++i) {
            const int32_t y = at.y + i * p.dilation_height;
            const int32_t row = ((at.image * p.input_depth + z) * p.input_height + y) * p.input_width;
            for (int32_t j = at.width.begin; j < at.width.end; ++j) {
                const int32_t x = at.x + j * p.dilation_width;
                visit((row + x) * p.channels, z, y, x);
            }
        }
    }
}

/// Mean over the taps inside.
///
/// Shapes: input [n, d, h, w, c], output [n, od, oh, ow, c].
THIMBLERT_KERNEL void average_pool3d_f32(const Pool3dParams& p, const float* input, float* output) {
    pool3d_for_each_window(p, [&](const Pool3dWindow& at) {
        for (int32_t channel = 0; channel < p.channels; ++channel) {
            float sum = 0.0F;
            int32_t count = 0;
            pool3d_for_each_tap(p, at, [&](int32_t offset, int32_t, int32_t, int32_t) {
                sum += input[offset + channel];
                ++count;
            });
            *output++ = sum / static_cast<float>(maximum(count, 1));
        }
    });
}

/// (sum |x|^exponent)^(1 / exponent) over the taps inside. Shapes as average_pool3d_f32.
THIMBLERT_KERNEL void lp_pool3d_f32(const Pool3dParams& p, const float* input, float* output) {
    const bool is_square = p.exponent > 1.999F && p.exponent < 2.001F;
    pool3d_for_each_window(p, [&](const Pool3dWindow& at) {
        for (int32_t channel = 0; channel < p.channels; ++channel) {
            float sum = 0.0F;
            pool3d_for_each_tap(p, at, [&](int32_t offset, int32_t, int32_t, int32_t) {
                const float x = fabsf(input[offset + channel]);
                sum += is_square ? x * x : powf(x, p.exponent);
            });
            *output++ = is_square ? sqrtf(sum) : powf(sum, 1.0F / p.exponent);
        }
    });
}

/// Largest of the taps inside; `lowest` where there is none.
template <typename Element>
THIMBLERT_INLINE void pool3d_maxima(const Pool3dParams& p, const Element* input, Element* output, Element lowest) {
    pool3d_for_each_window(p, [&](const Pool3dWindow& at) {
        for (int32_t channel = 0; channel < p.channels; ++channel) {
            Element largest = lowest;
            pool3d_for_each_tap(p, at, [&](int32_t offset, int32_t, int32_t, int32_t) {
                const Element x = input[offset + channel];
                largest = x > largest ? x : largest;
            });
            *output++ = largest;
        }
    });
}

/// Shapes as average_pool3d_f32.
THIMBLERT_KERNEL void max_pool3d_f32(const Pool3dParams& p, const float* input, float* output) {
    pool3d_maxima(p, input, output, -3.402823466e+38F);
}

/// Shapes as average_pool3d_f32.
template <typename Element>
THIMBLERT_KERNEL void max_pool3d_integers(const Pool3dParams& p, const Element* input, Element* output) {
    const bool is_signed = static_cast<Element>(-1) < static_cast<Element>(1);
    const uint64_t sign = uint64_t{1} << (8 * sizeof(Element) - 1);
    pool3d_maxima(p, input, output, is_signed ? static_cast<Element>(sign) : static_cast<Element>(0));
}

/// The place of the first largest tap, channels first: ((n * c + channel) * d + z) * h ..., or with the depth running
/// fastest.
template <typename Element>
THIMBLERT_INLINE void pool3d_indices(const Pool3dParams& p, const Element* input, int64_t* output) {
    const int32_t places = p.input_depth * p.input_height * p.input_width;
    pool3d_for_each_window(p, [&](const Pool3dWindow& at) {
        for (int32_t channel = 0; channel < p.channels; ++channel) {
            int32_t largest = -1; // its offset
            int32_t place = 0;
            pool3d_for_each_tap(p, at, [&](int32_t offset, int32_t z, int32_t y, int32_t x) {
                if (largest < 0 || input[offset + channel] > input[largest]) {
                    largest = offset + channel;
                    place = p.is_column_major != 0 ? (x * p.input_height + y) * p.input_depth + z
                                                   : (z * p.input_height + y) * p.input_width + x;
                }
            });
            *output++ = int64_t{at.image * p.channels + channel} * places + place;
        }
    });
}

/// Shapes as average_pool3d_f32.
THIMBLERT_KERNEL void max_pool3d_indices_f32(const Pool3dParams& p, const float* input, int64_t* output) {
    pool3d_indices(p, input, output);
}

/// Shapes as average_pool3d_f32.
template <typename Element>
THIMBLERT_KERNEL void max_pool3d_indices_integers(const Pool3dParams& p, const Element* input, int64_t* output) {
    pool3d_indices(p, input, output);
}

} // namespace thimblert
