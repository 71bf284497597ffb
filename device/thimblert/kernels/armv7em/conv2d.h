// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution for cores with the Armv7E-M DSP extension, a replacement of kernels/conv2d.h.
//
// The input patches of four output pixels are widened to 16 bits once and multiplied with every output channel's row
// of weights. Patches and sums lie in scratch memory; where it is small, the rows are cut into pieces.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/clamp.h"
#include "thimblert/kernels/armv7em/accumulate_rows.h"
#include "thimblert/kernels/armv7em/conv2d_patch.h"
#include "thimblert/kernels/armv7em/finish_sums.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/conv2d.h"

namespace thimblert {

struct Conv2dScratchS8Params {
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
    int32_t scratch_words;
};

namespace armv7em {

/// How rows of weights and output channels are cut so that patches and sums fit a workspace.
struct Conv2dPieces {
    int32_t channels; // of a block; 0 where the workspace is too small to be worth while
    int32_t elements; // of a row piece; a multiple of 8 unless the row is whole
};

/// What the memory of conv2d_one_pixel holds: a piece of a patch, and the sums of some channels.
constexpr int32_t one_pixel_piece = 128;
constexpr int32_t one_pixel_channels = 16;

/// Whole rows where some channels' sums find room beside them, else half of the workspace for sums. Four patches take
/// `words_a_word` words for each word of a row.
THIMBLERT_INLINE Conv2dPieces
cut_pieces(int32_t row_length, int32_t output_channels, int32_t workspace_words, int32_t words_a_word) {
    const int32_t fewest_channels = 8;
    const int32_t fewest_elements = 32;
    const int32_t spare = workspace_words - ((row_length + 3) >> 2) * words_a_word;
    if (spare >= 4 * output_channels) {
        return {output_channels, row_length};
    }
    if (spare >= 8 * fewest_channels) {
        return {spare >> 2, row_length};
    }
    const int32_t channels = minimum(output_channels, workspace_words >> 3);
    const int32_t elements = (workspace_words - 4 * channels) / (2 * words_a_word) * 8;
    return {elements < fewest_elements || channels < fewest_channels ? 0 : channels, minimum(elements, row_length)};
}

/// A piece of the rows of the channels that begin at `channel` against widened patches.
template <int pixels>
THIMBLERT_INLINE void multiply_piece(
    const Conv2dTask& task, int32_t channel, TapRange piece, const PairWord* patches, SumWord* sums, SumWord* sums_end
) {
    const int8_t* weights = task.weights + channel * task.row_length + piece.begin;
    RowBlock block = row_block<pixels>(weights, piece.end - piece.begin, task.row_length);
    block.activations = patches;
    block.sums = sums;
    block.sums_end = sums_end;
    accumulate_rows<pixels>(block);
}

/// Every sum begins with its channel's bias.
template <int pixels> THIMBLERT_INLINE void begin_sums(SumWord* sums, const SumWord* sums_end, const int32_t* bias) {
    while (sums != sums_end) {
        const int32_t start = *bias++;
        for (int pixel = 0; pixel < pixels; ++pixel) {
            sums[pixel] = start;
        }
        sums += pixels;
    }
}

/// Sums of the channels that begin at `channel` become outputs; `output` is the first pixel's.
template <int pixels>
THIMBLERT_INLINE void
finish_sums(const Conv2dTask& task, int32_t channel, const SumWord* sums, const SumWord* sums_end, int8_t* output) {
    const Conv2dS8Params& p = *task.params;
    const FinishedChannels channels = {
        sums,
        task.multipliers + channel,
        task.shifts + channel,
        output + channel,
        p.output_channels,
        2 * p.output_zero_point + 1,
        sums_end};
#if THIMBLERT_SIMD32
    if (pixels == 4 && task.is_fast != 0) {
        finish_four_pixels(channels);
        return;
    }
#endif
    finish_any<pixels>(channels, p.output_zero_point);
}

/// All channels of four output pixels.
THIMBLERT_PART void conv2d_four_pixels(
    const Conv2dTask& task, const Conv2dPosition& position, Conv2dPieces pieces, PairWord* workspace, int8_t* output
) {
    const int32_t output_channels = task.params->output_channels;
    SumWord* const sums = static_cast<SumWord*>(static_cast<void*>(workspace));
    PairWord* const patches = workspace + pieces.channels * 4;
    for (int32_t channel = 0; channel < output_channels; channel += pieces.channels) {
        SumWord* const sums_end = sums + minimum(pieces.channels, output_channels - channel) * 4;
        begin_sums<4>(sums, sums_end, task.bias + channel);
        for (int32_t element = 0; element < task.row_length; element += pieces.elements) {
            const TapRange piece = {element, minimum(element + pieces.elements, task.row_length)};
            if (channel == 0 || pieces.elements != task.row_length) {
                write_four_patches(task, position, piece, patches);
            }
            multiply_piece<4>(task, channel, piece, patches, sums, sums_end);
        }
        finish_sums<4>(task, channel, sums, sums_end, output);
    }
}

/// All channels of one output pixel, in memory of its own.
THIMBLERT_PART void conv2d_one_pixel(const Conv2dTask& task, const Conv2dPosition& position, int8_t* output) {
    PairWord patch[one_pixel_piece / 2];
    SumWord sums[one_pixel_channels];
    const int32_t output_channels = task.params->output_channels;
    for (int32_t channel = 0; channel < output_channels; channel += one_pixel_channels) {
        SumWord* const sums_end = sums + minimum(one_pixel_channels, output_channels - channel);
        begin_sums<1>(sums, sums_end, task.bias + channel);
        for (int32_t element = 0; element < task.row_length; element += one_pixel_piece) {
            const TapRange piece = {element, minimum(element + one_pixel_piece, task.row_length)};
            const int32_t words = (piece.end - piece.begin + 3) >> 2;
            if (channel == 0 || task.row_length > one_pixel_piece) {
                // The bytes fill the upper half of their pairs, which never overtake them.
                int8_t* bytes = static_cast<int8_t*>(static_cast<void*>(patch + words));
                write_patch<1>(task, patch_origin(*task.params, position), piece, patch, bytes);
            }
            multiply_piece<1>(task, channel, piece, patch, sums, sums_end);
        }
        finish_sums<1>(task, channel, sums, sums_end, output);
    }
}

/// Convolution on int8: operands, units and results as conv2d_s8 of kernels/conv2d.h; scratch
/// [scratch_words]. The output may lie over the input, ahead of it: where whole rows of weights fit the scratch memory,
/// four pixels have been read when the first of their outputs is written.
THIMBLERT_KERNEL void conv2d_s8(
    const Conv2dScratchS8Params& params, const int8_t* input, const int8_t* weights, const int32_t* bias,
    const int32_t* multipliers, const int8_t* shifts, int8_t* output, int32_t* scratch
) {
    Conv2dS8Params p;
    memcpy(&p, &params, sizeof p);
    Conv2dTask task = conv2d_task(p);
    task.weights = weights;
    task.bias = bias;
    task.multipliers = multipliers;
    task.shifts = shifts;
    task.is_fast = are_fast_shifts(shifts, p.output_channels) ? 1 : 0;
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t pixel_count = p.output_height * p.output_width;
    const int32_t words_a_word = is_pointwise(p) && (task.row_length & 3) == 0 ? 8 : 9;
    const Conv2dPieces pieces = cut_pieces(task.row_length, p.output_channels, params.scratch_words, words_a_word);
    PairWord* const workspace = static_cast<PairWord*>(static_cast<void*>(scratch));
    int8_t* next = output;
    for (int32_t image = 0; image < p.batch; ++image) {
        task.image = input + image * image_size;
        Conv2dPosition position = {0, 0};
        for (int32_t remaining = pixel_count; remaining > 0;) {
            const int32_t count = remaining >= 4 && pieces.channels > 0 ? 4 : 1;
            if (count == 4) {
                conv2d_four_pixels(task, position, pieces, workspace, next);
            } else {
                conv2d_one_pixel(task, position, next);
            }
            for (int32_t pixel = 0; pixel < count; ++pixel) {
                advance(position, task.output_width);
            }
            next += count * p.output_channels;
            remaining -= count;
        }
    }
    clamp_outputs(output, p.batch * pixel_count * p.output_channels, p.output_min, p.output_max);
}

} // namespace armv7em
} // namespace thimblert
