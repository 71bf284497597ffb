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

/// Pixels of a pointwise convolution, whose patches are the input, in fours. Returns how many.
THIMBLERT_INLINE int32_t multiply_dense_pixels(
    const Conv2dTask& task, int32_t pixel_count, ChannelPairs& pairs, PairWord* patches, int8_t* output
) {
    const int32_t elements = task.row_length;
    const int8_t* pixels = task.image;
    for (int32_t count = pixel_count >> 2; count > 0; --count) {
        widen_four_pixels(patches, pixels, elements, elements >> 2, task.offset);
        finish_four_pixels_of_pairs(pairs, output, pairs.pixel_stride);
        pixels += 4 * elements;
        output += 4 * pairs.pixel_stride;
    }
    return pixel_count & ~3;
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
    ChannelPairs pairs = channel_pairs(p, filters, patches, 2 * words);
    const bool is_dense = is_pointwise(p) && (task.row_length & 3) == 0;
    int8_t* next = output;
    for (int32_t image = 0; image < p.batch; ++image) {
        task.image = input + image * image_size;
        Conv2dPosition position = {0, 0};
        int32_t remaining = pixel_count;
        if (is_dense) {
            const int32_t done = multiply_dense_pixels(task, pixel_count, pairs, patches, next);
            position.x = done;
            remaining -= done;
            next += done * p.output_channels;
        }
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
