// SPDX-License-Identifier: Apache-2.0
// The trained network as an int8 Graph: quantisation after training, from the ranges that activations
// take on calibration pictures.
#pragma once

#include "examples/digits/network.h"
#include "thimble/ir/graph.h"

#include <vector>

namespace digits {

/// Input `image` is int8 [1, 16, 16, 1]: grey level * 255 - 128. Output is softmax over the digits.
/// Source: TensorFlow Lite 8-bit quantisation specification.
thimble::Graph quantized_graph(Network& network, const std::vector<LabelledImage>& calibration);

/// A picture as the graph's input.
thimble::Tensor quantized_image(const Pixels& pixels);

} // namespace digits
