// SPDX-License-Identifier: Apache-2.0
// The table of weights and constants that depthwise_rectangle_loop reads, and the split of an output into rectangles
// with the same taps.
#pragma once

#include "thimblert/kernels/armv7em/depthwise_rectangle.h"
#include "thimblert/kernels/depthwise_conv2d.h"
#include "thimblert/window.h"

namespace thimblert {
namespace armv7em {

/// The constants of a depthwise convolution, from some output channel on.
struct DepthwiseFilters {
    const int8_t* weights;
    const int32_t* bias;
    const int32_t* multipliers;
    const int8_t* shifts;
};

/// Output positions begin..end - 1 along an axis have every tap inside the input.
THIMBLERT_INLINE TapRange
interior_outputs(int32_t outputs, int32_t inputs, int32_t taps, int32_t stride, int32_t dilation, int32_t padding) {
    const int32_t begin = minimum(outputs, (padding + stride - 1) / stride);
    const int32_t last_origin = inputs - 1 - (taps - 1) * dilation + padding;
    const int32_t end = last_origin < 0 ? begin : minimum(outputs, last_origin / stride + 1);
    return {begin, maximum(begin, end)};
}

/// Where the rectangle that begins at `position` ends: positions outside the interior are on their own.
THIMBLERT_INLINE int32_t rectangle_end(int32_t position, TapRange interior) {
    return position >= interior.begin && position < interior.end ? interior.end : position + 1;
}

/// The taps of a rectangle in memory order: where their weights are, from the first channel's first weight on. An odd
/// count is made even by repeating the last tap, whose second weights are then taken as zero.
struct DepthwiseTapList {
    int32_t weight_offsets[depthwise_most_taps];
    int32_t count;
};

/// The first word of the table in use with so many taps.
THIMBLERT_INLINE uint32_t* table_start(DepthwiseTable& table, int32_t taps) {
    return table.sums_and_pairs + depthwise_pair_words * (depthwise_most_pairs - ((taps + 1) >> 1));
}

/// Lists the taps in `rows` x `columns`, and writes their input offsets, from the first of them on, into the table.
THIMBLERT_INLINE void list_taps(
    const DepthwiseConv2dS8Params& p, TapRange rows, TapRange columns, DepthwiseTapList& taps, DepthwiseTable& table
) {
    taps.count = (rows.end - rows.begin) * (columns.end - columns.begin);
    uint32_t* pair = table_start(table, taps.count) + 4;
    int32_t* weight_offset = taps.weight_offsets;
    int32_t input_offset = 0;
    int32_t index = 0;
    for (int32_t row = rows.begin; row < rows.end; ++row) {
        input_offset = (row - rows.begin) * p.dilation_height * p.input_width * p.input_channels;
        for (int32_t column = columns.begin; column < columns.end; ++column) {
            *weight_offset++ = (row * p.kernel_width + column) * p.output_channels;
            pair[index & 1] = static_cast<uint32_t>(input_offset);
            pair += (index & 1) * depthwise_pair_words;
            input_offset += p.dilation_width * p.input_channels;
            ++index;
        }
    }
    if ((index & 1) != 0) {
        *weight_offset = weight_offset[-1];
        pair[1] = pair[0];
    }
}

/// Fills in what belongs to four channels: their weights, the sums they begin with, from which the input zero point is
/// taken out, and their requantisation.
THIMBLERT_INLINE void fill_channels(
    const DepthwiseConv2dS8Params& p, const DepthwiseTapList& taps, const DepthwiseFilters& filters,
    DepthwiseTable& table
) {
    const uint32_t minus_zero_point = pair_of(-p.input_zero_point);
    const int8_t* weights = filters.weights;
    const int32_t* weight_offset = taps.weight_offsets;
    uint32_t* const start = table_start(table, taps.count);
    uint32_t* const end = table.sums_and_pairs + 4 + depthwise_pair_words * depthwise_most_pairs;
    int32_t sums[4] = {filters.bias[0], filters.bias[1], filters.bias[2], filters.bias[3]};
    uint32_t second_mask = (taps.count & 1) != 0 ? 0U : ~0U;
    for (uint32_t* pair = end; pair != start + 4;) {
        pair -= depthwise_pair_words;
        const int32_t* const offsets = weight_offset + (pair - (start + 4)) / (depthwise_pair_words / 2);
        const uint32_t first = load_s8x4(weights + offsets[0]);
        const uint32_t second = load_s8x4(weights + offsets[1]) & second_mask;
        const uint32_t low = pack_bottoms(first, second);
        const uint32_t high = pack_tops(first, second);
        pair[2] = sxtb16(low);
        pair[3] = sxtb16_ror8(low);
        pair[4] = sxtb16(high);
        pair[5] = sxtb16_ror8(high);
        sums[0] = smlad(pair[2], minus_zero_point, sums[0]);
        sums[1] = smlad(pair[3], minus_zero_point, sums[1]);
        sums[2] = smlad(pair[4], minus_zero_point, sums[2]);
        sums[3] = smlad(pair[5], minus_zero_point, sums[3]);
        second_mask = ~0U;
    }
    for (int channel = 0; channel < 4; ++channel) {
        const int32_t right = -filters.shifts[channel];
        start[channel] = static_cast<uint32_t>(sums[channel]);
        table.channels[channel] = {filters.multipliers[channel], fast_addend(p.output_zero_point, right), right};
    }
}

} // namespace armv7em
} // namespace thimblert
