// SPDX-License-Identifier: Apache-2.0
#include "examples/digits/network.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace digits {

namespace {

constexpr int first_channels = 8;
constexpr int last_channels = 16;
constexpr int pooled_size = image_size / 4;

FeatureMap as_map(const Pixels& pixels) {
    FeatureMap map(image_size, image_size, 1);
    map.values.assign(pixels.begin(), pixels.end());
    return map;
}

std::vector<float> softmax(const std::vector<float>& values) {
    const float highest = *std::max_element(values.begin(), values.end());
    std::vector<float> result;
    for (const float value : values) {
        result.push_back(std::exp(value - highest));
    }
    const float sum = std::accumulate(result.begin(), result.end(), 0.0F);
    for (float& value : result) {
        value /= sum;
    }
    return result;
}

/// Adds the gradients of one picture, weighted, and returns its loss.
float accumulate(Network& network, const LabelledImage& image, float weight) {
    std::vector<float> probabilities = softmax(scores(network, image.pixels));
    const auto label = static_cast<std::size_t>(image.digit);
    const float loss = -std::log(std::max(probabilities[label], 1e-12F));
    probabilities[label] -= 1.0F;
    FeatureMap gradient(1, 1, static_cast<int>(probabilities.size()));
    for (std::size_t index = 0; index < probabilities.size(); ++index) {
        gradient.values[index] = weight * probabilities[index];
    }
    std::vector<Layer*> layers = network.layers();
    std::for_each(layers.rbegin(), layers.rend(), [&](Layer* layer) { gradient = layer->backward(gradient); });
    return loss;
}

void step(Network& network, float rate) {
    constexpr float momentum = 0.9F;
    for (Layer* layer : network.layers()) {
        for (Parameters* parameters : layer->parameters()) {
            parameters->step(rate, momentum);
        }
    }
}

} // namespace

Network::Network(RandomNumbers& random)
    : conv("conv", {Connection::full, 1, first_channels, 3, 2}, random),
      depthwise("depthwise", {Connection::depthwise, first_channels, first_channels, 3, 1}, random),
      pointwise("pointwise", {Connection::full, first_channels, last_channels, 1, 1}, random),
      pool("pool"),
      dense("dense", pooled_size * pooled_size * last_channels, 10, random) {}

std::vector<float> scores(Network& network, const Pixels& pixels, const LayerObserver& observer) {
    FeatureMap map = as_map(pixels);
    const std::vector<Layer*> layers = network.layers();
    for (std::size_t index = 0; index < layers.size(); ++index) {
        map = layers[index]->forward(map);
        if (observer) {
            observer(index, map);
        }
    }
    return map.values;
}

float train_epoch(Network& network, const std::vector<LabelledImage>& images, float rate, RandomNumbers& random) {
    constexpr std::size_t batch = 32;
    std::vector<std::size_t> order(images.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t index = order.size(); index > 1; --index) {
        std::swap(order[index - 1], order[random.next() % index]);
    }
    float loss = 0.0F;
    for (std::size_t index = 0; index < order.size(); ++index) {
        loss += accumulate(network, images[order[index]], 1.0F / batch);
        if ((index + 1) % batch == 0) {
            step(network, rate);
        }
    }
    return loss / static_cast<float>(images.size());
}

double accuracy(Network& network, const std::vector<LabelledImage>& images) {
    std::size_t correct = 0;
    for (const LabelledImage& image : images) {
        const std::vector<float> found = scores(network, image.pixels);
        correct += std::max_element(found.begin(), found.end()) - found.begin() == image.digit ? 1 : 0;
    }
    return static_cast<double>(correct) / static_cast<double>(images.size());
}

} // namespace digits
