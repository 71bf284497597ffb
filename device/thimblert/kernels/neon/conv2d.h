// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution on int8 with the vectors of AArch64, a replacement of kernels/conv2d.h: the windows of
// two output pixels at a time are gathered, unless they are contiguous as they are.
#pragma once

#include "thimblert/convolution_window.h"
#include "thimblert/kernels/neon/accumulate_fours.h"

namespace thimblert {

struct Conv2dFoursS8Params {
    int32_t batch;
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t padding_top;
    int32_t padding_left;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
    int32_t addable_products; // 2, or 1 where a weight is -128
};

namespace neon {

THIMBLERT_INLINE int8_t* copy_elements(int8_t* to, const int8_t* from, int32_t count) {
    for (; count >= 8; count -= 8) {
        memcpy(to, from, 8); // a load and a store
        to += 8;
        from += 8;
    }
    for (; count > 0; --count) {
        *to++ = *from++;
    }
    return to;
}

/// The part of a kernel row that lies inside the image.
THIMBLERT_INLINE void copy_columns(const Conv2dFoursS8Params& p, const int8_t* from, int32_t columns, int8_t* taps) {
    if (p.dilation_width == 1) {
        copy_elements(taps, from, columns * p.input_channels);
        return;
    }
    for (int32_t column = 0; column < columns; ++column) {
        taps = copy_elements(taps, from, p.input_channels);
        from += p.dilation_width * p.input_channels;
    }
}

/// Gathers the window of one pixel tap by tap, padding as the zero point.
THIMBLERT_PART void
gather_window(const Conv2dFoursS8Params& p, const ConvolutionWindow& window, const int8_t* image, int8_t* taps) {
    const int32_t row_taps = p.kernel_width * p.input_channels;
    const int32_t rows = window.rows.end - window.rows.begin;
    const int32_t columns = window.columns.end - window.columns.begin;
    if (rows < p.kernel_height || columns < p.kernel_width) {
        memset(taps, p.input_zero_point, static_cast<unsigned>(p.kernel_height * row_taps));
    }
    const int32_t first_x = window.origin_x + window.columns.begin * p.dilation_width;
    int32_t y = window.origin_y + window.rows.begin * p.dilation_height;
    taps += window.rows.begin * row_taps + window.columns.begin * p.input_channels;
    for (int32_t row = 0; row < rows; ++row) {
        copy_columns(p, image + (y * p.input_width + first_x) * p.input_channels, columns, taps);
        taps += row_taps;
        y += p.dilation_height;
    }
}

/// A pixel of a 1x1 kernel is a window as it is where its channels are whole vectors.
THIMBLERT_INLINE bool is_window(const Conv2dFoursS8Params& p, const ConvolutionWindow& window) {
    return p.kernel_height == 1 && p.kernel_width == 1 && p.input_channels % vector_taps == 0 &&
           window.rows.begin != window.rows.end && window.columns.begin != window.columns.end;
}

/// Convolution on int8 with biases and scales as in scale_four.h.
///
/// Shapes: input [n, h, w, c], weights [o / 4 rounded up, v, 4, 16] with v vectors of taps, scales [o / 4 rounded up,
/// 4,
///         4], output [n, oh, ow, o], patch [2, v, 16].
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void conv2d_s8(
    const Conv2dFoursS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales, int8_t* output,
    int8_t* patch
) {
    const int32_t taps = p.kernel_height * p.kernel_width * p.input_channels;
    const int32_t vectors = (taps + vector_taps - 1) / vector_taps;
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t last_pixel = p.batch * p.output_height * p.output_width - 1;
    const ChannelFours fours = {weights,
                                scales,
                                p.output_channels,
                                vectors,
                                p.addable_products,
                                {p.output_zero_point, p.output_min, p.output_max}};
    const int8_t* first = patch;
    for_each_convolution_window(p, [&](const ConvolutionWindow& window, int32_t image, int32_t pixel) {
        int8_t* gathered = patch + pixel % pixels_in_group * vectors * vector_taps;
        const int8_t* activations = gathered;
        if (is_window(p, window)) {
            const int32_t place = window.origin_y * p.input_width + window.origin_x;
            activations = input + image * image_size + place * p.input_channels;
        } else {
            gather_window(p, window, input + image * image_size, gathered);
        }
        if (pixel % pixels_in_group != 0) {
            accumulate_pixels<2>(fours, first, activations, output);
            output += 2 * p.output_channels;
        } else if (pixel == last_pixel) {
            accumulate_pixels<1>(fours, activations, activations, output);
        }
        first = activations;
    });
}

} // namespace neon
} // namespace thimblert
