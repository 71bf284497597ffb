// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution for cores with the Armv7E-M DSP extension in little code: one way for every geometry,
// four pixels at a time, their patches gathered byte by byte. Where pixels are missing in the last four, its outputs
// take a detour through scratch memory.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/accumulate_rows.h"
#include "thimblert/kernels/armv7em/finish_sums.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/armv7em/widen.h"
#include "thimblert/kernels/conv2d.h"

namespace thimblert {
namespace armv7em {

/// The window of one pixel: its bytes, which padding and the last word's rest fill up, then widened pairs.
THIMBLERT_PART void write_compact_patch(
    const Conv2dS8Params& p, const int8_t* image, int32_t first_y, int32_t first_x, int8_t* bytes, PairWord* pairs
) {
    const int8_t padding = static_cast<int8_t>(p.input_zero_point);
    int8_t* next = bytes;
    int32_t y = first_y;
    for (int32_t row = 0; row < p.kernel_height; ++row) {
        int32_t x = first_x;
        for (int32_t column = 0; column < p.kernel_width; ++column) {
            const bool is_inside = y >= 0 && y < p.input_height && x >= 0 && x < p.input_width;
            const int8_t* from = is_inside ? image + (y * p.input_width + x) * p.input_channels : &padding;
            const int32_t step = is_inside ? 1 : 0;
            int8_t* const end = next + p.input_channels;
            while (next != end) {
                *next++ = *from;
                from += step;
            }
            x += p.dilation_width;
        }
        y += p.dilation_height;
    }
    const int32_t words = (static_cast<int32_t>(next - bytes) + 3) >> 2;
    while (next != bytes + 4 * words) {
        *next++ = padding;
    }
    for (int32_t word = 0; word < words; ++word) {
        pairs = widen_word<4>(pairs, load_s8x4(bytes + 4 * word), pair_of(-p.input_zero_point));
    }
}

/// Convolution on int8: operands, units and results as conv2d_s8 of kernels/conv2d.h.
/// Scratch: nine words for each word of a row of weights, but no fewer words than output channels; then four for each
/// output channel. The output may lie over the input, ahead of it.
THIMBLERT_KERNEL void conv2d_compact_s8(
    const Conv2dS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output, int32_t* scratch
) {
    const int32_t channels = p.output_channels;
    const int32_t row_length = p.kernel_height * p.kernel_width * p.input_channels;
    const int32_t words = (row_length + 3) >> 2;
    SumWord* const sums = static_cast<SumWord*>(scratch);
    SumWord* const sums_end = sums + 4 * channels;
    PairWord* const patches = static_cast<PairWord*>(static_cast<void*>(sums_end));
    int8_t* const bytes = static_cast<int8_t*>(static_cast<void*>(patches + 8 * words));
    int8_t* const detour = static_cast<int8_t*>(static_cast<void*>(patches));
    RowBlock block = row_block<4>(weights, row_length, row_length);
    block.activations = patches;
    block.sums = sums;
    block.sums_end = sums_end;
    const bool is_fast = are_fast_shifts(shifts, channels);
    int8_t* next = output;
    int32_t images = p.batch;
    int32_t y = 0;
    int32_t x = 0;
    while (images > 0) {
        int32_t count = 0;
        for (; count < 4 && images > 0; ++count) {
            write_compact_patch(
                p, input, y * p.stride_height - p.padding_top, x * p.stride_width - p.padding_left, bytes,
                patches + count
            );
            if (++x == p.output_width) {
                x = 0;
                ++y;
            }
            if (y == p.output_height) {
                y = 0;
                --images;
                input += p.input_height * p.input_width * p.input_channels;
            }
        }
        for (int32_t sum = 0; sum < 4 * channels; ++sum) {
            sums[sum] = bias[sum >> 2];
        }
        accumulate_rows<4>(block);
        int8_t* const results = count == 4 ? next : detour;
        const FinishedChannels finished = {sums,    multipliers, shifts, results, channels, 2 * p.output_zero_point + 1,
                                           sums_end};
#if THIMBLERT_SIMD32
        if (is_fast) {
            finish_four_pixels(finished);
        } else {
            finish_any<4>(finished, p.output_zero_point);
        }
#else
        static_cast<void>(is_fast);
        finish_any<4>(finished, p.output_zero_point);
#endif
        for (int32_t index = 0; index < count * channels; ++index) {
            next[index] = clamp_s8(results[index], p.output_min, p.output_max);
        }
        next += count * channels;
    }
}

} // namespace armv7em
} // namespace thimblert
