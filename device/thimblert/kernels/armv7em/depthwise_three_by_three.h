// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution with 3x3 kernels for cores with the Armv7E-M DSP extension, of weights that lowering has
// arranged for it: four channels at a time are gathered as planes in scratch memory, strip by strip, and computed one
// by one.
#pragma once

#include "thimblert/assembly.h"
#include "thimblert/clamp.h"
#include "thimblert/kernels/armv7em/channel_planes.h"
#include "thimblert/kernels/armv7em/requantize.h"
#include "thimblert/kernels/armv7em/three_by_three.h"

namespace thimblert {

struct DepthwiseThreeByThreeS8Params {
    int32_t batch;
    int32_t input_height;
    int32_t input_width;
    int32_t channels; ///< a multiple of four
    int32_t output_height;
    int32_t output_width; ///< at least 2
    int32_t stride;       ///< 1 or 2, along both axes
    int32_t padding_top;
    int32_t padding_left; ///< 0 or 1
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
    int32_t column_pairs; ///< of a plane: all that the windows of an even number of pixels reach
    int32_t strip_rows;   ///< pairs of output rows (stride 1) or output rows (stride 2) of a strip
};

namespace armv7em {

/// One strip of four channels: gathers `rows + 1` pairs of input rows, and computes `rows` as ThreeByThree counts them.
THIMBLERT_PART void
depthwise_strip(const DepthwiseThreeByThreeS8Params& p, const PlaneTask& planes, int32_t y, ThreeByThree& task) {
    gather_planes(planes, y * p.stride - p.padding_top, task.rows + 1);
    task.plane = planes.planes;
    for (int32_t channel = 0; channel < 4; ++channel) {
        if (p.stride == 1) {
            three_by_three_stride_1(task);
        } else {
            three_by_three_stride_2(task);
        }
        task.plane += planes.plane_words;
        task.filter += three_by_three_words;
        ++task.output;
    }
}

/// Four channels of an image; `output` is the first pixel at the first of them.
THIMBLERT_INLINE void depthwise_four_channels(
    const DepthwiseThreeByThreeS8Params& p, const PlaneTask& planes, const int32_t* filter, int8_t* output
) {
    const int32_t channels = p.channels;
    const int32_t row_stride = p.output_width * channels;
    const int32_t step = p.stride == 1 ? 2 : 1;
    ThreeByThree task;
    task.pitch = 8 * p.column_pairs;
    task.pixel_stride = channels;
    task.even_bytes = (p.output_width & ~1) * channels;
    task.odd_stride = (p.output_width & 1) * channels;
    task.row_stride = row_stride;
    task.corrects_negatives = p.output_min < p.output_zero_point ? 1 : 0;
    for (int32_t y = 0; y < p.output_height; y += step * p.strip_rows) {
        const int32_t remaining = p.output_height - y;
        const bool is_odd = step * p.strip_rows > remaining && (remaining & 1) != 0;
        task.rows = minimum(p.strip_rows, (remaining + step - 1) / step);
        task.last_stride = is_odd ? 0 : row_stride;
        task.second_stride = task.rows == 1 ? task.last_stride : row_stride;
        task.filter = filter;
        task.output = output + y * row_stride;
        depthwise_strip(p, planes, y, task);
    }
}

/// Depthwise convolution on int8 with a multiplier for each channel, kernels of 3x3 and no dilation. Rounds as
/// requantise() does, given sums that lowering has bounded.
///
/// Shapes: input [batch, input_height, input_width, channels]; output likewise; filters three_by_three_words for each
/// channel; scratch 8 * column_pairs * (strip_rows + 1) words. The output must not overlap the input.
THIMBLERT_KERNEL void depthwise_three_by_three_s8(
    const DepthwiseThreeByThreeS8Params& p, const int8_t* input, const int32_t* filters, int8_t* output,
    int32_t* scratch
) {
    const int32_t input_size = p.input_height * p.input_width * p.channels;
    const int32_t output_size = p.output_height * p.output_width * p.channels;
    PlaneTask planes;
    planes.planes = static_cast<PairWord*>(static_cast<void*>(scratch));
    planes.height = p.input_height;
    planes.width = p.input_width;
    planes.channels = p.channels;
    planes.padding_left = p.padding_left;
    planes.column_pairs = p.column_pairs;
    planes.inside_pairs = minimum((p.input_width - p.padding_left) >> 1, p.column_pairs - p.padding_left);
    planes.plane_words = 2 * p.column_pairs * (p.strip_rows + 1);
    planes.padding = pair_of(p.input_zero_point & 0xFF) * 0x101U;
    for (int32_t image = 0; image < p.batch; ++image) {
        for (int32_t channel = 0; channel < p.channels; channel += 4) {
            planes.image = input + channel;
            depthwise_four_channels(p, planes, filters + channel * three_by_three_words, output + channel);
        }
        clamp_outputs(output, output_size, p.output_min, p.output_max);
        input += input_size;
        output += output_size;
    }
}

} // namespace armv7em
} // namespace thimblert
