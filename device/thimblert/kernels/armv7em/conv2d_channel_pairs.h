// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution for cores with the Armv7E-M DSP extension, of weights that lowering has arranged for it
// (channel_pairs.h): the input patches of four output pixels are widened to 16 bits in scratch memory and multiplied
// with two output channels at a time.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/kernels/armv7em/channel_pairs.h"
#include "thimblert/kernels/armv7em/conv2d_patch.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/conv2d.h"

namespace thimblert {
namespace armv7em {

/// All channels of four output pixels whose patches are in place.
THIMBLERT_INLINE void finish_four_pixels_of_pairs(ChannelPairs& pairs, int8_t* output, int32_t channels) {
    const int32_t even_channels = channels & ~1;
    pairs.output = output;
    pairs.output_end = output + even_channels;
    if (even_channels != 0) {
        multiply_channel_pairs(pairs);
    }
    if (even_channels != channels) {
        const int32_t* const filters = pairs.filters + (even_channels >> 1) * (pairs.steps + channel_pair_words);
        for (int32_t pixel = 0; pixel < 4; ++pixel) {
            int8_t none;
            int8_t* const result = pairs.output_end + pixel * channels;
            finish_channel_pair(pairs, filters, pairs.activations + pixel, 4, result, &none);
        }
    }
}

THIMBLERT_PART void finish_one_pixel_of_pairs(const ChannelPairs& pairs, int8_t* output, int32_t channels) {
    const int32_t* filters = pairs.filters;
    int8_t none;
    for (int32_t channel = 0; channel < channels; channel += 2) {
        int8_t* const second = channel + 1 < channels ? output + 1 : &none;
        filters = finish_channel_pair(pairs, filters, pairs.activations, 1, output, second);
        output += 2;
    }
}

/// Convolution on int8 with a multiplier for each output channel. Rounds as requantise() does, given sums that lowering
/// has bounded.
///
/// Shapes: input and output as in conv2d_s8 of kernels/conv2d.h; filters for each pair of output channels as
/// ChannelPairs says; scratch nine words for each four elements of a patch. The output must not overlap the input.
THIMBLERT_KERNEL void conv2d_channel_pairs_s8(
    const Conv2dS8Params& p, const int8_t* input, const int32_t* filters, int8_t* output, int32_t* scratch
) {
    Conv2dTask task = conv2d_task(p);
    const int32_t image_size = p.input_height * p.input_width * p.input_channels;
    const int32_t pixel_count = p.output_height * p.output_width;
    const TapRange whole = {0, task.row_length};
    const int32_t words = (task.row_length + 3) >> 2;
    PairWord* const patches = static_cast<PairWord*>(static_cast<void*>(scratch));
    ChannelPairs pairs = {};
    pairs.activations = patches;
    pairs.filters = filters;
    pairs.pixel_stride = p.output_channels;
    pairs.steps = 2 * words;
    pairs.entry = channel_pairs_entry(pairs.steps);
    pairs.corrects_negatives = p.output_min < p.output_zero_point ? 1 : 0;
    int8_t* next = output;
    for (int32_t image = 0; image < p.batch; ++image) {
        task.image = input + image * image_size;
        Conv2dPosition position = {0, 0};
        int32_t remaining = pixel_count;
        for (; remaining >= 4; remaining -= 4) {
            write_four_patches(task, position, whole, patches);
            finish_four_pixels_of_pairs(pairs, next, p.output_channels);
            for (int32_t pixel = 0; pixel < 4; ++pixel) {
                advance(position, task.output_width);
            }
            next += 4 * p.output_channels;
        }
        for (; remaining > 0; --remaining) {
            int8_t* const bytes = static_cast<int8_t*>(static_cast<void*>(patches + 2 * words));
            write_patch<1>(task, patch_origin(p, position), whole, patches, bytes);
            finish_one_pixel_of_pairs(pairs, next, p.output_channels);
            advance(position, task.output_width);
            next += p.output_channels;
        }
    }
    clamp_outputs(output, p.batch * pixel_count * p.output_channels, p.output_min, p.output_max);
}

} // namespace armv7em
} // namespace thimblert
