// SPDX-License-Identifier: Apache-2.0
// Fully connected layer on int8 with Helium, a replacement of kernels/fully_connected.h: eight outputs share each load
// of a vector of inputs.
#pragma once

#include "thimblert/kernels/helium/conv2d.h"

namespace thimblert {

struct FullyConnectedVectorsS8Params {
    int32_t batch;
    int32_t input_size;
    int32_t output_size;
    int32_t output_zero_point;
    int32_t output_min;
    int32_t output_max;
    int32_t is_general; // form of the scales
};

namespace helium {

/// Fully connected layer on int8 with biases and scales as in vector_scale.h.
///
/// Shapes: input [n, i], weights [o / 8 rounded up, v, 8, 16] with v vectors of inputs, scales as of conv2d_s8 with
/// groups
///         of one pixel, output [n, o], patch [v, 16] unless i is a multiple of 16.
/// Units:  affine int8, weights symmetric.
/// Source: TensorFlow Lite 8-bit quantisation specification.
THIMBLERT_KERNEL void fully_connected_s8(
    const FullyConnectedVectorsS8Params& p, const int8_t* input, const int8_t* weights, const int32_t* scales,
    int8_t* output, int8_t* patch
) {
    VectorBlocks blocks =
        layer_blocks({p.output_zero_point, p.output_min, p.output_max, p.is_general}, p.input_size, p.output_size);
    for (int32_t row = 0; row < p.batch; ++row) {
        blocks.activations = input;
        if (p.input_size % vector_taps != 0) {
            copy_vectors<vector_taps>(patch, input, p.input_size);
            blocks.activations = patch;
        }
        blocks.weights = weights;
        blocks.scales = scales;
        blocks.output = output;
        accumulate_pixel(&blocks);
        input += p.input_size;
        output += p.output_size;
    }
}

} // namespace helium
} // namespace thimblert
