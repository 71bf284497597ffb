// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution of one to three input channels for cores with the Armv7E-M DSP extension, of weights that
// lowering has arranged for it (channel_pairs.h).
//
// The rows that an output row reads are copied column by column into a strip in scratch memory: then the window of a
// pixel is contiguous, padding included, and the next pixel's lies a few bytes on. Weights are in the order of
// columns, rows, channels.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/channel_pairs.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/conv2d.h"
#include "thimblert/window.h"

namespace thimblert {
namespace armv7em {

/// Copies `count` pixels of a row to columns `column_bytes` apart. A word is stored for each, so that up to three bytes
/// behind it change, except where the store is exact.
template <int channels, bool is_exact>
THIMBLERT_INLINE void copy_columns(int8_t* to, const int8_t* from, int32_t count, int32_t column_bytes) {
    for (; count > 0; --count) {
        if (is_exact) {
            memcpy(to, from, channels);
        } else {
            store_s8x4(to, load_s8x4(from));
        }
        to += column_bytes;
        from += channels;
    }
}

/// The input rows rows.begin..rows.end - 1 of the window that begins at row `y`.
template <int channels>
THIMBLERT_PART void copy_rows_to_columns(
    const Conv2dS8Params& p, const int8_t* image, int32_t y, TapRange rows, int32_t columns, int8_t* strip
) {
    const int32_t column_bytes = p.kernel_height * channels;
    for (int32_t row = rows.begin; row < rows.end; ++row) {
        const int8_t* const from = image + (y + row) * p.input_width * channels;
        int8_t* const to = strip + row * channels;
        // The rows that follow mend what a word too much has changed. The image may end with the last pixel.
        const bool is_mended = (rows.end - row) * channels >= 4;
        const int32_t fast = is_mended ? columns - 1 : 0;
        copy_columns<channels, false>(to, from, fast, column_bytes);
        copy_columns<channels, true>(to + fast * column_bytes, from + fast * channels, columns - fast, column_bytes);
    }
}

/// What all rows of a convolution share.
struct ColumnStrip {
    int8_t* bytes;
    int32_t size;    ///< of all columns that windows reach, in bytes
    int32_t columns; ///< of the input that lie in the strip
    int32_t step;    ///< from a pixel's window to the next, in bytes
};

/// The strip of the output row whose windows begin at input row `y`.
THIMBLERT_INLINE void
fill_strip(const Conv2dS8Params& p, const int8_t* image, int32_t y, bool is_first, const ColumnStrip& strip) {
    const TapRange rows = clip_dilated_taps(y, 1, p.kernel_height, p.input_height);
    if (is_first || rows.end - rows.begin != p.kernel_height) {
        memset(strip.bytes, p.input_zero_point, static_cast<unsigned>(strip.size));
    }
    int8_t* const inside = strip.bytes + p.padding_left * p.kernel_height * p.input_channels;
    if (p.input_channels == 1) {
        copy_rows_to_columns<1>(p, image, y, rows, strip.columns, inside);
    } else if (p.input_channels == 2) {
        copy_rows_to_columns<2>(p, image, y, rows, strip.columns, inside);
    } else {
        copy_rows_to_columns<3>(p, image, y, rows, strip.columns, inside);
    }
}

/// The pixels of an output row, from its strip.
THIMBLERT_INLINE void finish_strip(
    const Conv2dS8Params& p, const ColumnStrip& strip, ChannelPairs& pairs, PairWord* patches, int8_t* output
) {
    const uint32_t offset = pair_of(-p.input_zero_point);
    const int32_t words = pairs.steps >> 1;
    const int8_t* window = strip.bytes;
    int32_t remaining = p.output_width;
    for (; remaining >= 4; remaining -= 4) {
        widen_four_pixels(patches, window, strip.step, words, offset);
        finish_four_pixels_of_pairs(pairs, output, p.output_channels);
        window += 4 * strip.step;
        output += 4 * p.output_channels;
    }
    for (; remaining > 0; --remaining) {
        widen_words<1>(patches, window, words, offset);
        finish_one_pixel_of_pairs(pairs, output, p.output_channels);
        window += strip.step;
        output += p.output_channels;
    }
}

/// Convolution on int8 with a multiplier for each output channel. Rounds as requantise() does, given sums that lowering
/// has bounded.
///
/// Shapes: input and output as in conv2d_s8 of kernels/conv2d.h, one to three input channels, no dilation; filters for
/// each pair of output channels as ChannelPairs says; scratch eight words for each four elements of a patch, then bytes
/// for kernel_height rows of all columns that windows reach, and three more.
THIMBLERT_KERNEL void conv2d_column_strips_s8(
    const Conv2dS8Params& p, const int8_t* input, const int32_t* filters, int8_t* output, int32_t* scratch
) {
    const int32_t column_bytes = p.kernel_height * p.input_channels;
    const int32_t words = (column_bytes * p.kernel_width + 3) >> 2;
    const int32_t strip_columns = (p.output_width - 1) * p.stride_width + p.kernel_width;
    PairWord* const patches = static_cast<PairWord*>(static_cast<void*>(scratch));
    ColumnStrip strip;
    strip.bytes = static_cast<int8_t*>(static_cast<void*>(scratch + 8 * words));
    strip.size = strip_columns * column_bytes + 3;
    strip.columns = minimum(p.input_width, strip_columns - p.padding_left);
    strip.step = p.stride_width * column_bytes;
    ChannelPairs pairs = channel_pairs(p, filters, patches, 2 * words);
    int8_t* next = output;
    for (int32_t image = 0; image < p.batch; ++image) {
        for (int32_t y = 0; y < p.output_height; ++y) {
            fill_strip(p, input, y * p.stride_height - p.padding_top, y == 0, strip);
            finish_strip(p, strip, pairs, patches, next);
            next += p.output_width * p.output_channels;
        }
        input += p.input_height * p.input_width * p.input_channels;
    }
    clamp_outputs(output, static_cast<int32_t>(next - output), p.output_min, p.output_max);
}

} // namespace armv7em
} // namespace thimblert
