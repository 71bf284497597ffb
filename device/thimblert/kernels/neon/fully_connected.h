// SPDX-License-Identifier: Apache-2.0
// Fully connected layer on int8 with the vectors of AArch64, a replacement of kernels/fully_connected.h: four outputs
// share each load of inputs.
#pragma once

#include "thimblert/kernels/neon/conv2d.h"

namespace thimblert {

struct FullyConnectedFoursS8Params {
    int32_t batch;
    int32_t input_size;
    int32_t output_size;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
    int32_t addable_products; // 2, or 1 where a weight is -128
};

namespace neon {

/// Fully connected layer on int8 with biases and scales as in scale_four.h.
///
/// Shapes: input [n, i], weights [o / 4 rounded up, v, 4, 16] with v vectors of inputs, scales [o / 4 rounded up, 4,
/// 4],
///         output [n, o], patch [v, 16].
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void fully_connected_s8(
    const FullyConnectedFoursS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales,
    int8_t* output, int8_t* patch
) {
    const int32_t vectors = (p.input_size + vector_taps - 1) / vector_taps;
    const ChannelFours fours = {
        weights, scales, p.output_size, vectors, p.addable_products, {p.output_zero_point, p.output_min, p.output_max}};
    for (int32_t row = 0; row < p.batch; ++row) {
        const int8_t* activations = input;
        if (p.input_size % vector_taps != 0) {
            copy_elements(patch, input, p.input_size);
            activations = patch;
        }
        accumulate_pixels<1>(fours, activations, activations, output);
        input += p.input_size;
        output += p.output_size;
    }
}

} // namespace neon
} // namespace thimblert
