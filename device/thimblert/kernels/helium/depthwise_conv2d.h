// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution on int8 with Helium, a replacement of kernels/depthwise_conv2d.h: eight
// channels at a time of a strip of output rows are spread out as planes in which each window is contiguous, padding
// included.
#pragma once

#include "thimblert/kernels/helium/depthwise_planes.h"
#include "thimblert/kernels/helium/move_vectors.h"
#include "thimblert/kernels/helium/spread_channels.h"

namespace thimblert {

struct DepthwiseConv2dPlanesS8Params {
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
    int32_t dilation_width; // 1
    int32_t padding_top;
    int32_t padding_left;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
    int32_t is_general;   // form of the scales
    int32_t strip_rows;   // output rows
    int32_t row_pixels;   // windows from one output row's first to the next one's: output_width or more
    int32_t plane_stride; // bytes of a channel's plane
    int32_t spread_bytes; // of eight planes and what is read behind them
    int32_t offset_words; // one for each window of a strip
};

namespace helium {

/// A strip of output rows, and the scratch memory's parts.
struct PlaneStrip {
    int32_t first_row;
    int32_t rows;
    int8_t* planes;
    OffsetWord* offsets;
    int8_t* unwanted;          ///< takes outputs of windows between rows: a byte for each channel
    uint16_t plane_offsets[8]; ///< of eight channels
};

/// Places of outputs, of the first channel and relative to the strip's first output.
THIMBLERT_INLINE int32_t
set_output_offsets(const DepthwiseConv2dPlanesS8Params& p, const PlaneStrip& strip, const int8_t* output) {
#if THIMBLERT_HELIUM
    const int32_t unwanted =
        static_cast<int32_t>(reinterpret_cast<uintptr_t>(strip.unwanted) - reinterpret_cast<uintptr_t>(output));
#else
    (void)output;
    const int32_t unwanted = -1;
#endif
    OffsetWord* offset = strip.offsets;
    int32_t place = 0;
    for (int32_t row = 0; row < strip.rows; ++row) {
        for (int32_t column = 0; column < p.output_width; ++column) {
            *offset++ = place;
            place += p.output_channels;
        }
        for (int32_t column = p.output_width; column < p.row_pixels; ++column) {
            *offset++ = unwanted;
        }
    }
    const int32_t windows = (strip.rows - 1) * p.row_pixels + p.output_width;
    const int32_t groups = (windows + pixels_in_group - 1) / pixels_in_group;
    for (int32_t window = strip.rows * p.row_pixels; window < groups * pixels_in_group; ++window) {
        *offset++ = unwanted;
    }
    return groups;
}

/// Spreads one row of the image to all windows that it takes part in. `row` has everything but its targets.
THIMBLERT_INLINE void spread_to_windows(
    const DepthwiseConv2dPlanesS8Params& p, const PlaneStrip& strip, int32_t y, int8_t* planes, SpreadRow* row
) {
    const int32_t row_bytes = p.row_pixels * p.stride_width * p.kernel_height;
    const int32_t from_top = y + p.padding_top - strip.first_row * p.stride_height;
    row->targets = 0;
    int32_t first_place = 0;
    // From the last kernel row on, so that the places are in ascending order.
    for (int32_t kernel_row = p.kernel_height - 1; kernel_row >= 0; --kernel_row) {
        const int32_t distance = from_top - kernel_row * p.dilation_height;
        const int32_t output_row = p.stride_height == 1 ? distance : distance / p.stride_height;
        if (distance < 0 || output_row >= strip.rows || output_row * p.stride_height != distance) {
            continue;
        }
        const int32_t place = output_row * row_bytes + kernel_row;
        if (row->targets == most_spread_targets) {
            row->plane = planes + first_place;
            spread_row(*row, strip.plane_offsets);
            row->targets = 0;
        }
        if (row->targets == 0) {
            first_place = place;
        } else {
            row->distance[row->targets - 1] = place - first_place;
        }
        ++row->targets;
    }
    if (row->targets > 0) {
        row->plane = planes + first_place;
        spread_row(*row, strip.plane_offsets);
    }
}

/// Spreads `channels` channels, the first of which is that of `image`.
THIMBLERT_INLINE void
spread_strip(const DepthwiseConv2dPlanesS8Params& p, const PlaneStrip& strip, const int8_t* image, int32_t channels) {
    const int32_t positions = (p.output_width - 1) * p.stride_width + p.kernel_width;
    SpreadRow row = {};
    row.pixel_stride = p.input_channels;
    row.count = minimum(p.input_width, positions - p.padding_left);
    row.channels = channels;
    row.step = p.kernel_height;
    row.plane_stride = p.plane_stride;
    if (row.count <= 0) {
        return;
    }
    const int32_t reach = (strip.rows - 1) * p.stride_height + (p.kernel_height - 1) * p.dilation_height;
    const int32_t origin = strip.first_row * p.stride_height - p.padding_top;
    const int32_t end = minimum(p.input_height, origin + reach + 1);
    int8_t* planes = strip.planes + p.padding_left * p.kernel_height;
    for (int32_t y = maximum(0, origin); y < end; ++y) {
        row.pixels = image + y * p.input_width * p.input_channels;
        spread_to_windows(p, strip, y, planes, &row);
    }
}

/// Outputs of the strip from the input channels first_channel on.
THIMBLERT_INLINE void convolve_channels(
    const DepthwiseConv2dPlanesS8Params& p, const PlaneStrip& strip, ChannelPlanes* planes, int32_t channels,
    int32_t outputs_per_channel, const int8_t* weights, const int32_t* scales, int8_t* output
) {
    planes->weights = weights;
    planes->scales = scales;
    planes->output = output;
    planes->plane = strip.planes;
    planes->channels = channels;
    if (outputs_per_channel == 1) {
        convolve_planes(planes);
        return;
    }
    // Outputs of one channel read one plane.
    planes->plane_stride = 0;
    planes->channels = outputs_per_channel;
    for (int32_t channel = 0; channel < channels; ++channel) {
        planes->plane = strip.planes + channel * p.plane_stride;
        convolve_planes(planes);
        planes->weights += outputs_per_channel * planes->vectors * vector_taps;
        planes->scales += outputs_per_channel * scale_words;
        planes->output += outputs_per_channel;
    }
}

/// All channels of a strip.
THIMBLERT_INLINE void convolve_strip(
    const DepthwiseConv2dPlanesS8Params& p, const PlaneStrip& strip, const int8_t* image, const int8_t* weights,
    const int32_t* scales, int8_t* output
) {
    const int32_t outputs_per_channel = p.output_channels / p.input_channels;
    ChannelPlanes planes = {};
    planes.offsets = strip.offsets;
    planes.groups = set_output_offsets(p, strip, output);
    planes.plane_stride = p.plane_stride;
    planes.step = p.stride_width * p.kernel_height;
    planes.vectors = (p.kernel_height * p.kernel_width + vector_taps - 1) / vector_taps;
    planes.range = {p.output_zero_point, p.output_min, p.output_max, p.is_general};
    fill_bytes(strip.planes, p.input_zero_point, p.spread_bytes);
    for (int32_t channel = 0; channel < p.input_channels; channel += spread_channels_at_once) {
        const int32_t channels = minimum(spread_channels_at_once, p.input_channels - channel);
        const int32_t first_output = channel * outputs_per_channel;
        spread_strip(p, strip, image + channel, channels);
        convolve_channels(
            p, strip, &planes, channels, outputs_per_channel, weights + first_output * planes.vectors * vector_taps,
            scales + first_output * scale_words, output + first_output
        );
    }
}

/// Depthwise convolution on int8 with biases and scales as in vector_scale.h. Where all rows are one strip, the stride
/// is 1 and input and output have one shape, the output may be the input.
///
/// Shapes: input [n, h, w, c], weights [c * m, v, 16] with v vectors of taps column by column, scales [c * m, 4],
/// output
///         [n, oh, ow, c * m], scratch: spread_bytes, offset_words of 4 bytes before it, c * m bytes behind.
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void depthwise_conv2d_s8(
    const DepthwiseConv2dPlanesS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales,
    int8_t* output, int32_t* scratch
) {
    PlaneStrip strip = {};
    strip.offsets = scratch;
    strip.planes = reinterpret_cast<int8_t*>(scratch + p.offset_words);
    strip.unwanted = strip.planes + p.spread_bytes;
    for (int32_t channel = 0; channel < spread_channels_at_once; ++channel) {
        strip.plane_offsets[channel] = static_cast<uint16_t>(channel * p.plane_stride);
    }
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t row_size = p.output_width * p.output_channels;
    for (int32_t image = 0; image < p.batch; ++image) {
        for (strip.first_row = 0; strip.first_row < p.output_height; strip.first_row += p.strip_rows) {
            strip.rows = minimum(p.strip_rows, p.output_height - strip.first_row);
            convolve_strip(p, strip, input, weights, scales, output);
            output += strip.rows * row_size;
        }
        input += image_size;
    }
}

} // namespace helium
} // namespace thimblert
