// SPDX-License-Identifier: Apache-2.0
// The digit network in float and its training by gradient descent.
#pragma once

#include "examples/digits/layers.h"

#include <functional>
#include <vector>

namespace digits {

/// Convolution 3x3 stride 2, depthwise 3x3, pointwise, average pool 2x2, fully connected.
struct Network {
    explicit Network(RandomNumbers& random);

    Convolution conv;
    Convolution depthwise;
    Convolution pointwise;
    AveragePool pool;
    Dense dense;

    std::vector<Layer*> layers() { return {&conv, &depthwise, &pointwise, &pool, &dense}; }
};

/// Called with each layer's index and output.
using LayerObserver = std::function<void(std::size_t, const FeatureMap&)>;

/// The ten scores of a picture; the largest wins.
std::vector<float> scores(Network& network, const Pixels& pixels, const LayerObserver& observer = {});

/// Cross entropy of softmax, averaged over the epoch, with one step for each batch.
float train_epoch(Network& network, const std::vector<LabelledImage>& images, float rate, RandomNumbers& random);

/// The share of pictures whose digit has the highest score.
double accuracy(Network& network, const std::vector<LabelledImage>& images);

} // namespace digits
