// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution on int8 for RV32IM, a replacement of kernels/conv2d.h: the windows of four output pixels
// at a time are gathered tap by tap, and every output channel reads them from there.
#pragma once

#include "thimblert/convolution_window.h"
#include "thimblert/kernels/rv32im/accumulate_blocks.h"

#include <string.h>

namespace thimblert {

struct Conv2dBlocksS8Params {
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
    int32_t group_pixels; // 4, or 1 with blocks of eight channels
};

namespace rv32im {

/// The next `count` taps of a pixel, which lie `step` apart; returns the place behind.
THIMBLERT_INLINE int8_t* write_elements(int8_t* tap, int32_t step, const int8_t* elements, int32_t count) {
    for (; count >= 4; count -= 4) {
        tap[0] = elements[0];
        tap[step] = elements[1];
        tap[2 * step] = elements[2];
        tap[3 * step] = elements[3];
        elements += 4;
        tap += 4 * step;
    }
    for (; count > 0; --count) {
        *tap = *elements++;
        tap += step;
    }
    return tap;
}

THIMBLERT_INLINE int8_t* write_value(int8_t* tap, int32_t step, int32_t value, int32_t count) {
    for (; count > 0; --count) {
        *tap = static_cast<int8_t>(value);
        tap += step;
    }
    return tap;
}

/// The part of a kernel row that lies inside the image.
template <int step>
THIMBLERT_INLINE int8_t*
write_columns(const Conv2dBlocksS8Params& p, const int8_t* elements, int32_t columns, int8_t* tap) {
    if (p.dilation_width == 1) {
        return write_elements(tap, step, elements, columns * p.input_channels);
    }
    for (int32_t column = 0; column < columns; ++column) {
        tap = write_elements(tap, step, elements, p.input_channels);
        elements += p.dilation_width * p.input_channels;
    }
    return tap;
}

/// Gathers the window of one pixel, padding as the zero point.
template <int step>
THIMBLERT_PART void
write_pixel(const Conv2dBlocksS8Params& p, const ConvolutionWindow& window, const int8_t* image, int8_t* tap) {
    const int32_t channels = p.input_channels;
    const int32_t first_x = window.origin_x + window.columns.begin * p.dilation_width;
    int32_t y = window.origin_y;
    for (int32_t row = 0; row < p.kernel_height; ++row) {
        if (row < window.rows.begin || row >= window.rows.end) {
            tap = write_value(tap, step, p.input_zero_point, p.kernel_width * channels);
        } else {
            const int32_t columns = window.columns.end - window.columns.begin;
            tap = write_value(tap, step, p.input_zero_point, window.columns.begin * channels);
            tap = write_columns<step>(p, image + (y * p.input_width + first_x) * channels, columns, tap);
            tap = write_value(tap, step, p.input_zero_point, (p.kernel_width - window.columns.end) * channels);
        }
        y += p.dilation_height;
    }
}

/// What a layer's blocks have in common; `taps` of each of `pixels` pixels are in the patch.
THIMBLERT_INLINE ChannelBlocks layer_blocks(const OutputRange& range, int32_t output_channels, int32_t pixels) {
    ChannelBlocks blocks = {};
    blocks.range = range;
    blocks.pixel_stride = output_channels;
    blocks.finish_generally = pixels == 1 ? finish_pixel_generally : finish_group_generally;
    return blocks;
}

template <int pixels> THIMBLERT_INLINE void run_blocks(ChannelBlocks* blocks, int32_t count) {
    blocks->blocks = count;
    if (pixels == 1) {
        accumulate_pixel(blocks);
    } else {
        accumulate_group(blocks);
    }
}

/// Blocks whose outputs are not all wanted: fewer channels than a block's or fewer pixels than a group's.
template <int pixels>
THIMBLERT_PART void run_partial_blocks(ChannelBlocks* blocks, int32_t channels, int32_t wanted_pixels, int8_t* output) {
    const int32_t block_channels = pixels == 1 ? channels_in_pixel_block : channels_in_block;
    const int32_t output_channels = blocks->pixel_stride;
    int8_t results[16];
    blocks->pixel_stride = block_channels;
    for (; channels > 0; channels -= block_channels) {
        blocks->output = results;
        run_blocks<pixels>(blocks, 1);
        const int32_t count = minimum(channels, block_channels);
        for (int32_t pixel = 0; pixel < wanted_pixels; ++pixel) {
            memcpy(output + pixel * output_channels, results + pixel * block_channels, static_cast<unsigned>(count));
        }
        output += count;
    }
    blocks->pixel_stride = output_channels;
}

/// All channels of the `wanted_pixels` first pixels of a group, from activations tap by tap.
template <int pixels>
THIMBLERT_INLINE void finish_pixels(
    ChannelBlocks* blocks, const int8_t* activations, int32_t taps, const int8_t* weights, const int32_t* scales,
    int32_t wanted_pixels, int8_t* output
) {
    const int32_t block_channels = pixels == 1 ? channels_in_pixel_block : channels_in_block;
    const int32_t unrolled_taps = pixels == 1 ? 4 : 2;
    const int32_t channels = blocks->pixel_stride;
    const int32_t whole_blocks = wanted_pixels == pixels ? channels / block_channels : 0;
    blocks->activations = activations;
    blocks->activations_end = activations + pixels * taps;
    blocks->unrolled_end = activations + pixels * (taps & -unrolled_taps);
    blocks->weights = weights;
    blocks->scales = scales;
    blocks->output = output;
    if (whole_blocks > 0) {
        run_blocks<pixels>(blocks, whole_blocks);
    }
    const int32_t done = whole_blocks * block_channels;
    if (done < channels) {
        run_partial_blocks<pixels>(blocks, channels - done, wanted_pixels, output + done);
    }
}

/// A layer in groups of `pixels`.
template <int pixels>
THIMBLERT_INLINE void convolve_groups(
    const Conv2dBlocksS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales, int8_t* output,
    int8_t* patch
) {
    const int32_t taps = p.kernel_height * p.kernel_width * p.input_channels;
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t last_pixel = p.batch * p.output_height * p.output_width - 1;
    ChannelBlocks blocks = layer_blocks({p.output_zero_point, p.output_min, p.output_max}, p.output_channels, pixels);
    int32_t slot = 0;
    for_each_convolution_window(p, [&](const ConvolutionWindow& window, int32_t image, int32_t pixel) {
        write_pixel<pixels>(p, window, input + image * image_size, patch + slot);
        ++slot;
        if (slot == pixels || pixel == last_pixel) {
            finish_pixels<pixels>(&blocks, patch, taps, weights, scales, slot, output);
            output += slot * p.output_channels;
            slot = 0;
        }
    });
}

/// Convolution on int8 with biases and scales as in channel_scale.h.
///
/// Shapes: input [n, h, w, c], weights [o / b rounded up, kh, kw, c, b] in blocks of b = 4 channels (8 with groups of
/// one
///         pixel), scales [o rounded up to blocks, 4], output [n, oh, ow, o], patch [kh, kw, c, group_pixels].
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void conv2d_s8(
    const Conv2dBlocksS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales, int8_t* output,
    int8_t* patch
) {
    if (p.group_pixels == 1) {
        convolve_groups<1>(p, input, weights, scales, output, patch);
    } else {
        convolve_groups<pixels_in_group>(p, input, weights, scales, output, patch);
    }
}

} // namespace rv32im
} // namespace thimblert
