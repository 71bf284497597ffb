// SPDX-License-Identifier: Apache-2.0
// Fully connected layer on int8 for RV32IM, a replacement of kernels/fully_connected.h: eight outputs share each load
// of an input.
#pragma once

#include "thimblert/kernels/rv32im/conv2d.h"

namespace thimblert {

struct FullyConnectedChannelsS8Params {
    int32_t batch;
    int32_t input_size;
    int32_t output_size;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
};

namespace rv32im {

/// Fully connected layer on int8 with biases and scales as in channel_scale.h.
///
/// Shapes: input [n, i], weights [o / 8 rounded up, i, 8], scales [o rounded up to eights, 4], output [n, o].
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void fully_connected_s8(
    const FullyConnectedChannelsS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales,
    int8_t* output
) {
    ChannelBlocks blocks = layer_blocks({p.output_zero_point, p.output_min, p.output_max}, p.output_size, 1);
    for (int32_t row = 0; row < p.batch; ++row) {
        finish_pixels<1>(&blocks, input, p.input_size, weights, scales, 1, output);
        input += p.input_size;
        output += p.output_size;
    }
}

} // namespace rv32im
} // namespace thimblert
