// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution for cores with the Armv7E-M DSP extension that gathers four channels of a strip
// of the image at a time, padding included, as a plane of words. All windows then have the same taps, and what has been
// gathered may be written over: with one strip the output may be the input.
#pragma once

#include "thimblert/kernels/armv7em/depthwise_conv2d.h"

namespace thimblert {

struct DepthwisePlanesS8Params {
    int32_t batch;
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels; // a multiple of four
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels; // the same
    int32_t kernel_height;   // at most depthwise_most_taps together with the width
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
    int32_t strip_rows; // output rows for which a plane is gathered
};

namespace armv7em {

/// Words that fill up a row of a plane.
THIMBLERT_INLINE PairWord* fill_plane(PairWord* plane, uint32_t padding, int32_t words) {
    for (; words > 0; --words) {
        *plane++ = padding;
    }
    return plane;
}

/// Where a plane lies in the image.
struct PlaneExtent {
    int32_t first_y; ///< may be negative, in the padding
    int32_t rows;
    int32_t width;
};

/// Gathers a plane of the four channels that begin at `image`.
THIMBLERT_PART void
gather_plane(const DepthwisePlanesS8Params& p, const PlaneExtent& extent, const int8_t* image, PairWord* plane) {
    const uint32_t padding = pair_of(p.input_zero_point & 0xFF) * 0x101U;
    const TapRange columns = clip_taps(-p.padding_left, extent.width, p.input_width);
    const int32_t channels = p.input_channels;
    for (int32_t row = 0; row < extent.rows; ++row) {
        const int32_t y = extent.first_y + row;
        if (y < 0 || y >= p.input_height) {
            plane = fill_plane(plane, padding, extent.width);
            continue;
        }
        plane = fill_plane(plane, padding, columns.begin);
        const int8_t* element = image + (y * p.input_width + columns.begin - p.padding_left) * channels;
        for (int32_t count = columns.end - columns.begin; count > 0; --count) {
            *plane++ = load_s8x4(element);
            element += channels;
        }
        plane = fill_plane(plane, padding, extent.width - columns.end);
    }
}

/// Depthwise convolution on int8 with depth multiplier 1 and scales of the short form: operands, units and results as
/// depthwise_conv2d_s8 of kernels/depthwise_conv2d.h. Scratch: the plane of a strip, of
/// (strip_rows - 1) * stride_height + (kernel_height - 1) * dilation_height + 1 rows of
/// (output_width - 1) * stride_width + (kernel_width - 1) * dilation_width + 1 words.
THIMBLERT_KERNEL void depthwise_planes_s8(
    const DepthwisePlanesS8Params& params, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output, int32_t* scratch
) {
    DepthwiseTable table;
    DepthwiseTapList taps;
    DepthwiseConv2dS8Params p; // the plane as an image of four channels
    memcpy(&p, &params, sizeof p);
    PlaneExtent extent = {};
    extent.width = (p.output_width - 1) * p.stride_width + (p.kernel_width - 1) * p.dilation_width + 1;
    p.input_width = extent.width;
    p.input_channels = 4;
    PairWord* const plane = static_cast<PairWord*>(static_cast<void*>(scratch));
    list_taps(p, {0, p.kernel_height}, {0, p.kernel_width}, taps, table);
    DepthwiseRectangle rectangle;
    set_rectangle(rectangle, p, 0, p.output_width);
    rectangle.shares_input = 0;
    rectangle.start = table_start(table, taps.count);
    rectangle.entry = 1U + static_cast<uint32_t>(depthwise_most_pairs - ((taps.count + 1) >> 1)) * depthwise_step_bytes;
    rectangle.input = static_cast<const int8_t*>(static_cast<const void*>(plane));
    const DepthwiseFilters filters = {weights, bias, multipliers, shifts};
    for (int32_t image = 0; image < p.batch; ++image) {
        for (int32_t row = 0; row < p.output_height; row += params.strip_rows) {
            rectangle.rows = minimum(params.strip_rows, p.output_height - row);
            extent.first_y = row * p.stride_height - p.padding_top;
            extent.rows = (rectangle.rows - 1) * p.stride_height + (p.kernel_height - 1) * p.dilation_height + 1;
            for (int32_t channel = 0; channel < p.output_channels; channel += 4) {
                gather_plane(params, extent, input + channel, plane);
                fill_channels(p, taps, filters_from(filters, channel), table);
                rectangle.output = output + channel;
                depthwise_rectangle_loop(rectangle);
            }
            output += rectangle.rows * p.output_width * p.output_channels;
        }
        input += p.input_height * params.input_width * params.input_channels;
    }
}

} // namespace armv7em
} // namespace thimblert
