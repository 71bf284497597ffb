// SPDX-License-Identifier: Apache-2.0
// Depthwise two-dimensional convolution on int8 for Armv6-M, a replacement of kernels/depthwise_conv2d.h.
//
// Channel by channel, a strip of the image is gathered as a plane of words, padding included: the upper half of a word
// is the element as many rows further down as the lower half of the strip's outputs lies below its upper half. One
// multiplication then serves two output pixels of the same column.
#pragma once

#include "thimblert/kernels/armv6m/depthwise_taps.h"
#include "thimblert/kernels/armv6m/spread.h"
#include "thimblert/window.h"

namespace thimblert {

struct DepthwiseConv2dPairsS8Params {
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
    int32_t pair_rows;     // of a strip, which is twice as many output rows
    int32_t fraction_bits; // of the short scales
    int32_t scale_words;   // of a channel, 2 or 3
};

namespace armv6m {

/// A strip of output rows and the scratch memory's parts.
struct DepthwiseStrip {
    int32_t first_row;
    int32_t rows;
    int32_t pair_rows;
    int32_t plane_width;
    int32_t plane_rows;
    SumWord* weights;
    SumWord* plane;
    SumWord* sums;
};

/// Gathers one half of the plane's words, for outputs from `output_row` on, of the channel that begins at `image`.
THIMBLERT_INLINE void gather_halves(
    const DepthwiseConv2dPairsS8Params& p, const DepthwiseStrip& strip, const int8_t* image, int32_t output_row,
    PairHalf* half
) {
    const int32_t width = strip.plane_width;
    const int32_t row_stride = p.input_width * p.input_channels;
    const int32_t first_y = output_row * p.stride_height - p.padding_top;
    const TapRange rows = clip_taps(first_y, strip.plane_rows, p.input_height);
    const TapRange columns = clip_taps(-p.padding_left, width, p.input_width);
    SpreadRows job = {};
    job.half = half;
    job.padding = p.input_zero_point + 129;
    job.before = width;
    job.rows = rows.begin;
    if (job.rows > 0) {
        spread_rows(&job);
    }
    job.rows = rows.end - rows.begin;
    if (job.rows > 0) {
        job.half = half + 2 * width * rows.begin;
        job.element = image + (first_y + rows.begin) * row_stride + (columns.begin - p.padding_left) * p.input_channels;
        job.element_stride = p.input_channels;
        job.elements = columns.end - columns.begin;
        job.row_skip = row_stride - job.elements * p.input_channels;
        job.before = columns.begin;
        job.behind = width - columns.end;
        spread_rows(&job);
    }
    job.rows = strip.plane_rows - rows.end;
    if (job.rows > 0) {
        job.half = half + 2 * width * rows.end;
        job.elements = 0;
        job.row_skip = 0;
        job.before = width;
        job.behind = 0;
        spread_rows(&job);
    }
}

/// Gathers the plane of the channel that begins at `image`.
THIMBLERT_PART void
gather_plane(const DepthwiseConv2dPairsS8Params& p, const DepthwiseStrip& strip, const int8_t* image) {
    PairHalf* half = reinterpret_cast<PairHalf*>(strip.plane);
    for (int32_t second = 0; second < 2; ++second) {
        gather_halves(p, strip, image, strip.first_row + second * strip.pair_rows, half + second);
    }
}

/// Widens the weights of one channel; returns how many are negative.
THIMBLERT_INLINE int32_t widen_weights(SumWord* words, const int8_t* weights, int32_t count, int32_t stride) {
    int32_t negative = 0;
    for (int32_t index = 0; index < count; ++index) {
        const int32_t weight = *weights;
        *words++ = weight;
        negative += weight < 0 ? 1 : 0;
        weights += stride;
    }
    return negative;
}

/// Sums of all pairs of the strip for the filter in strip.weights.
THIMBLERT_PART void accumulate_plane(const DepthwiseConv2dPairsS8Params& p, const DepthwiseStrip& strip) {
    // In a plane of one column the kernel's rows are neighbours.
    const bool is_column = strip.plane_width == 1 && p.dilation_height == 1;
    const int32_t kernel_rows = is_column ? 1 : p.kernel_height;
    const int32_t kernel_columns = is_column ? p.kernel_height : p.kernel_width;
    const int32_t pairs = strip.pair_rows * p.output_width;
    const int32_t row_words = p.stride_height * strip.plane_width;
    DepthwiseTaps job = {};
    job.sums = strip.sums;
    job.sums_end = strip.sums + 2 * pairs;
    job.pair_step = 4 * (is_column ? p.stride_height : p.stride_width);
    job.row_bytes = 8 * (is_column ? pairs : p.output_width);
    job.row_skip = is_column ? 0 : 4 * (row_words - p.output_width * p.stride_width);
    const SumWord* words = strip.plane;
    const SumWord* weights = strip.weights;
    for (int32_t row = 0; row < kernel_rows; ++row) {
        for (int32_t column = 0; column < kernel_columns; column += most_depthwise_taps) {
            job.words = words + column;
            job.weights = weights + column;
            job.taps = minimum(most_depthwise_taps, kernel_columns - column);
            accumulate_depthwise_taps(&job);
        }
        words += p.dilation_height * strip.plane_width;
        weights += kernel_columns;
    }
}

/// All filters on one input channel of a strip. outputs->output is the strip's first element of the first filter.
THIMBLERT_INLINE void finish_input_channel(
    const DepthwiseConv2dPairsS8Params& p, const DepthwiseStrip& strip, const int8_t* weights, const int32_t* biases,
    int32_t filters, PairOutputs* outputs
) {
    for (int32_t filter = 0; filter < filters; ++filter) {
        const int32_t taps = p.kernel_height * p.kernel_width;
        const int32_t negative = widen_weights(strip.weights, weights + filter, taps, p.output_channels);
        const uint32_t bias = static_cast<uint32_t>(biases[filter]);
        const int32_t whole = static_cast<int32_t>(bias * 0x10001U);
        const int32_t upper = static_cast<int32_t>(bias + static_cast<uint32_t>(negative));
        const SumWord* end = strip.sums + 2 * strip.pair_rows * p.output_width;
        for (SumWord* sum = strip.sums; sum != end; sum += 2) {
            sum[0] = whole;
            sum[1] = upper;
        }
        accumulate_plane(p, strip);
        finish_pairs(outputs);
    }
}

/// Depthwise convolution on int8. Output channel c * m + i reads input channel c, where m is
/// output_channels / input_channels. An output of the input's shape may be the input where one strip holds all rows
/// and the stride is 1.
///
/// Shapes: input [n, h, w, c], weights [kh, kw, c * m], biases [c * m], scales [c * m, scale_words], output
///         [n, oh, ow, c * m], scratch: the weights of a filter, the plane, two sums a pair and one word.
/// Units:  affine int8, weights symmetric; biases and scales from short_scale.h of the compiler.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void depthwise_conv2d_s8(
    const DepthwiseConv2dPairsS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* biases,
    const int32_t* scales, int8_t* output, int32_t* scratch
) {
    DepthwiseStrip strip = {};
    strip.plane_width = (p.output_width - 1) * p.stride_width + p.kernel_width;
    strip.weights = scratch;
    strip.plane = scratch + p.kernel_height * p.kernel_width;
    int32_t filters = 1;
    while (filters * p.input_channels < p.output_channels) {
        ++filters; // small cores have no divider
    }
    for (int32_t image = 0; image < p.batch; ++image) {
        for (strip.first_row = 0; strip.first_row < p.output_height; strip.first_row += strip.rows) {
            strip.rows = minimum(2 * p.pair_rows, p.output_height - strip.first_row);
            strip.pair_rows = (strip.rows + 1) >> 1;
            strip.plane_rows = (strip.pair_rows - 1) * p.stride_height + (p.kernel_height - 1) * p.dilation_height + 1;
            strip.sums = strip.plane + strip.plane_rows * strip.plane_width;
            const int32_t pixels = strip.rows * p.output_width;
            PairOutputs outputs = pair_outputs(p, scales);
            set_pair_ends(&outputs, strip.sums, pixels, strip.pair_rows * p.output_width);
            outputs.output = output;
            for (int32_t channel = 0; channel < p.input_channels; ++channel) {
                gather_plane(p, strip, input + channel);
                const int32_t first = channel * filters;
                finish_input_channel(p, strip, weights + first, biases + first, filters, &outputs);
            }
            output += pixels * p.output_channels;
        }
        input += p.input_height * p.input_width * p.input_channels;
    }
}

} // namespace armv6m
} // namespace thimblert
