// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution on int8 with Helium, a replacement of kernels/conv2d.h: the windows of four output pixels
// at a time are gathered as vectors, and every output channel reads them from there.
#pragma once

#include "thimblert/convolution_window.h"
#include "thimblert/kernels/helium/move_vectors.h"

namespace thimblert {

struct Conv2dVectorsS8Params {
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
    int32_t is_general;   // form of the scales
    int32_t group_pixels; // 4, or 1 with blocks of eight channels
};

namespace helium {

/// The part of a kernel row that lies inside the image.
THIMBLERT_INLINE void
copy_columns(const Conv2dVectorsS8Params& p, const int8_t* elements, int32_t columns, int8_t* taps) {
    if (p.dilation_width == 1) {
        copy_vectors<vector_taps>(taps, elements, columns * p.input_channels);
        return;
    }
    for (int32_t column = 0; column < columns; ++column) {
        copy_vectors<vector_taps>(taps, elements, p.input_channels);
        elements += p.dilation_width * p.input_channels;
        taps += p.input_channels;
    }
}

/// Gathers the window of one pixel tap by tap, padding as the zero point.
THIMBLERT_PART void
gather_window(const Conv2dVectorsS8Params& p, const ConvolutionWindow& window, const int8_t* image, int8_t* taps) {
    const int32_t channels = p.input_channels;
    const int32_t row_taps = p.kernel_width * channels;
    const int32_t columns = window.columns.end - window.columns.begin;
    if (columns < p.kernel_width) {
        fill_bytes(taps, p.input_zero_point, p.kernel_height * row_taps);
    } else if (window.rows.end - window.rows.begin < p.kernel_height) {
        fill_bytes(taps, p.input_zero_point, window.rows.begin * row_taps);
        fill_bytes(
            taps + window.rows.end * row_taps, p.input_zero_point, (p.kernel_height - window.rows.end) * row_taps
        );
    }
    const int32_t first_x = window.origin_x + window.columns.begin * p.dilation_width;
    const int32_t first_y = window.origin_y + window.rows.begin * p.dilation_height;
    const int32_t row_stride = p.dilation_height * p.input_width * channels;
    const int8_t* elements = image + (first_y * p.input_width + first_x) * channels;
    taps += window.rows.begin * row_taps + window.columns.begin * channels;
    for (int32_t row = window.rows.begin; row < window.rows.end; ++row) {
        copy_columns(p, elements, columns, taps);
        elements += row_stride;
        taps += row_taps;
    }
}

/// What a layer's blocks have in common.
THIMBLERT_INLINE VectorBlocks layer_blocks(const OutputRange& range, int32_t taps, int32_t channels) {
    VectorBlocks blocks = {};
    blocks.range = range;
    blocks.vectors = (taps + vector_taps - 1) / vector_taps - 1;
    blocks.channels = channels;
    return blocks;
}

/// Where outputs of the first `pixels` pixels go; the group is filled up with copies of the last one.
THIMBLERT_INLINE void set_offsets(VectorBlocks* blocks, int32_t pixels) {
    for (int32_t pixel = 0; pixel < pixels_in_group; ++pixel) {
        const int32_t offset = minimum(pixel, pixels - 1) * blocks->channels;
        blocks->offsets[channels_in_block * pixel] = static_cast<uint16_t>(offset);
        blocks->offsets[channels_in_block * pixel + 1] = static_cast<uint16_t>(offset + 1);
    }
}

/// All channels of a group. The last of an odd number makes up a block with itself.
THIMBLERT_INLINE void finish_group(VectorBlocks* blocks) {
    blocks->blocks = blocks->channels / channels_in_block;
    if (blocks->blocks > 0) {
        accumulate_group(blocks);
    }
    if (blocks->channels % channels_in_block != 0) {
        VectorBlocks last = *blocks;
        for (int32_t pixel = 0; pixel < pixels_in_group; ++pixel) {
            last.offsets[channels_in_block * pixel + 1] = last.offsets[channels_in_block * pixel];
        }
        last.blocks = 1;
        accumulate_group(&last);
    }
}

/// The outputs of a whole layer, group by group.
struct GroupWriter {
    VectorBlocks blocks;
    const int8_t* weights;
    const int32_t* scales;
    int8_t* output;
    int8_t* patch;
};

/// All channels of a group whose first `pixels` pixels are in the patch.
THIMBLERT_PART void write_group(GroupWriter* writer, int32_t pixels, int32_t taps) {
    VectorBlocks* blocks = &writer->blocks;
    if (pixels < pixels_in_group) {
        const int8_t* last = writer->patch + (pixels - 1) * vector_taps;
        for (int32_t pixel = pixels; pixel < pixels_in_group; ++pixel) {
            for (int32_t first = 0; first < taps; first += vector_taps) {
                const int32_t vector = first * pixels_in_group;
                copy_vectors<vector_taps>(writer->patch + pixel * vector_taps + vector, last + vector, vector_taps);
            }
        }
        set_offsets(blocks, pixels);
    }
    blocks->weights = writer->weights;
    blocks->scales = writer->scales;
    blocks->output = writer->output;
    finish_group(blocks);
    writer->output += pixels * blocks->channels;
}

/// A layer of 1x1 kernels that reads every pixel.
THIMBLERT_INLINE void convolve_pixelwise(const int8_t* input, int32_t pixels, int32_t taps, GroupWriter* writer) {
    for (; pixels > 0; pixels -= pixels_in_group) {
        const int32_t count = minimum(pixels, pixels_in_group);
        int8_t* place = writer->patch;
        for (int32_t pixel = 0; pixel < count; ++pixel) {
            copy_vectors<pixels_in_group * vector_taps>(place, input, taps);
            place += vector_taps;
            input += taps;
        }
        write_group(writer, count, taps);
    }
}

THIMBLERT_INLINE void convolve_windows(
    const Conv2dVectorsS8Params& p, const int8_t* input, int32_t taps, GroupWriter* writer, int8_t* gathered
) {
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t last_pixel = p.batch * p.output_height * p.output_width - 1;
    int32_t slot = 0;
    const int32_t row_taps = p.kernel_width * p.input_channels;
    const int32_t row_stride = p.dilation_height * p.input_width * p.input_channels;
    for_each_convolution_window(p, [&](const ConvolutionWindow& window, int32_t image, int32_t pixel) {
        const int8_t* elements = input + image * image_size;
        const bool is_inside = window.rows.end - window.rows.begin == p.kernel_height &&
                               window.columns.end - window.columns.begin == p.kernel_width && p.dilation_width == 1;
        if (is_inside) {
            elements += (window.origin_y * p.input_width + window.origin_x) * p.input_channels;
            int8_t* row = gathered;
            for (int32_t count = p.kernel_height; count > 0; --count) {
                copy_vectors<vector_taps>(row, elements, row_taps);
                elements += row_stride;
                row += row_taps;
            }
        } else {
            gather_window(p, window, elements, gathered);
        }
        copy_vectors<pixels_in_group * vector_taps>(writer->patch + slot * vector_taps, gathered, taps);
        ++slot;
        if (slot == pixels_in_group || pixel == last_pixel) {
            write_group(writer, slot, taps);
            slot = 0;
        }
    });
}

THIMBLERT_INLINE void convolve_groups(
    const Conv2dVectorsS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales, int8_t* output,
    int8_t* patch
) {
    const int32_t taps = p.kernel_height * p.kernel_width * p.input_channels;
    const int32_t pixels = p.output_height * p.output_width;
    GroupWriter writer = {};
    writer.blocks =
        layer_blocks({p.output_zero_point, p.output_min, p.output_max, p.is_general}, taps, p.output_channels);
    writer.blocks.activations = patch;
    writer.weights = weights;
    writer.scales = scales;
    writer.output = output;
    writer.patch = patch;
    set_offsets(&writer.blocks, pixels_in_group);
    const bool reads_every_pixel = taps == p.input_channels && p.stride_height == 1 && p.stride_width == 1 &&
                                   pixels == p.input_height * p.input_width && p.padding_top == 0 &&
                                   p.padding_left == 0;
    if (reads_every_pixel) {
        convolve_pixelwise(input, p.batch * pixels, taps, &writer);
    } else {
        convolve_windows(p, input, taps, &writer, patch + (writer.blocks.vectors + 1) * pixels_in_group * vector_taps);
    }
}

THIMBLERT_INLINE void convolve_pixels(
    const Conv2dVectorsS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales, int8_t* output,
    int8_t* patch
) {
    const int32_t taps = p.kernel_height * p.kernel_width * p.input_channels;
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    VectorBlocks blocks =
        layer_blocks({p.output_zero_point, p.output_min, p.output_max, p.is_general}, taps, p.output_channels);
    blocks.activations = patch;
    for_each_convolution_window(p, [&](const ConvolutionWindow& window, int32_t image, int32_t pixel) {
        gather_window(p, window, input + image * image_size, patch);
        blocks.weights = weights;
        blocks.scales = scales;
        blocks.output = output + pixel * p.output_channels;
        accumulate_pixel(&blocks);
    });
}

/// Convolution on int8 with biases and scales as in vector_scale.h.
///
/// Shapes: input [n, h, w, c], weights [o / b rounded up, v, b, 16] with v vectors of taps in blocks of b = 2 channels
/// (8
///         with groups of one pixel), scales [o rounded up to blocks, 4] (with groups of one pixel of each eight
///         channels the even ones, then the odd ones, word by word), output [n, oh, ow, o], patch [v, 16] for each
///         pixel of the group and, with more than one, once more.
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void conv2d_s8(
    const Conv2dVectorsS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales, int8_t* output,
    int8_t* patch
) {
    if (p.group_pixels == 1) {
        convolve_pixels(p, input, weights, scales, output, patch);
    } else {
        convolve_groups(p, input, weights, scales, output, patch);
    }
}

} // namespace helium
} // namespace thimblert
