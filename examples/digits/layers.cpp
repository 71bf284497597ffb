// SPDX-License-Identifier: Apache-2.0
#include "examples/digits/layers.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace digits {

void Parameters::draw(std::size_t inputs, RandomNumbers& random) {
    const float deviation = std::sqrt(2.0F / static_cast<float>(inputs));
    for (float& value : values) {
        value = deviation * random.normal();
    }
}

void Parameters::step(float rate, float momentum) {
    for (std::size_t index = 0; index < values.size(); ++index) {
        velocities[index] = momentum * velocities[index] - rate * gradients[index];
        values[index] += velocities[index];
        gradients[index] = 0.0F;
    }
}

Convolution::Convolution(std::string name, Options options, RandomNumbers& random)
    : Layer(std::move(name)),
      options_(options),
      weights_(static_cast<std::size_t>(
          options.kernel * options.kernel * options.outputs *
          (options.connection == Connection::full ? options.inputs : 1)
      )),
      bias_(static_cast<std::size_t>(options.outputs)) {
    weights_.draw(weights_.values.size() / bias_.values.size(), random);
}

std::pair<int, int> Convolution::padding(int extent) const {
    const int outputs = (extent + options_.stride - 1) / options_.stride;
    const int total = std::max((outputs - 1) * options_.stride + options_.kernel - extent, 0);
    return {total / 2, total - total / 2};
}

/// Calls visit(output pixel, tap, input pixel) for every tap inside the input; pixels count positions.
template <typename Visit> void Convolution::for_each_tap(Visit visit) const {
    const int top = padding(input_.height).first;
    const int left = padding(input_.width).first;
    const int taps = options_.kernel * options_.kernel;
    for (int pixel = 0; pixel < output_.height * output_.width; ++pixel) {
        for (int tap = 0; tap < taps; ++tap) {
            const int y = pixel / output_.width * options_.stride + tap / options_.kernel - top;
            const int x = pixel % output_.width * options_.stride + tap % options_.kernel - left;
            if (y >= 0 && y < input_.height && x >= 0 && x < input_.width) {
                visit(pixel, tap, y * input_.width + x);
            }
        }
    }
}

const FeatureMap& Convolution::forward(const FeatureMap& input) {
    input_ = input;
    const auto extent = [&](int size) { return (size + options_.stride - 1) / options_.stride; };
    output_ = FeatureMap(extent(input.height), extent(input.width), options_.outputs);
    const int taps = options_.kernel * options_.kernel;
    for (std::size_t index = 0; index < output_.values.size(); ++index) {
        output_.values[index] = bias_.values[index % bias_.values.size()];
    }
    for_each_tap([&](int pixel, int tap, int input_pixel) {
        float* const sums = &output_.values[static_cast<std::size_t>(pixel * options_.outputs)];
        const float* const inputs = &input_.values[static_cast<std::size_t>(input_pixel * options_.inputs)];
        const float* const weights = weights_.values.data();
        for (int o = 0; o < options_.outputs; ++o) {
            if (options_.connection == Connection::depthwise) {
                sums[o] += inputs[o] * weights[tap * options_.outputs + o];
                continue;
            }
            const float* const row = weights + (o * taps + tap) * options_.inputs;
            for (int i = 0; i < options_.inputs; ++i) {
                sums[o] += inputs[i] * row[i];
            }
        }
    });
    for (float& value : output_.values) {
        value = std::max(value, 0.0F);
    }
    return output_;
}

FeatureMap Convolution::backward(const FeatureMap& output_gradient) {
    FeatureMap gradient = output_gradient;
    for (std::size_t index = 0; index < gradient.values.size(); ++index) {
        gradient.values[index] = output_.values[index] > 0.0F ? gradient.values[index] : 0.0F;
        bias_.gradients[index % bias_.gradients.size()] += gradient.values[index];
    }
    FeatureMap input_gradient(input_.height, input_.width, input_.channels);
    const int taps = options_.kernel * options_.kernel;
    for_each_tap([&](int pixel, int tap, int input_pixel) {
        const float* const above = &gradient.values[static_cast<std::size_t>(pixel * options_.outputs)];
        const auto offset = static_cast<std::size_t>(input_pixel * options_.inputs);
        for (int o = 0; o < options_.outputs; ++o) {
            const bool is_full = options_.connection == Connection::full;
            const int first = is_full ? 0 : o;
            const int last = is_full ? options_.inputs : o + 1;
            const int row = is_full ? (o * taps + tap) * options_.inputs : tap * options_.outputs;
            for (int i = first; i < last; ++i) {
                const auto input_index = offset + static_cast<std::size_t>(i);
                const auto weight_index = static_cast<std::size_t>(row + i);
                weights_.gradients[weight_index] += above[o] * input_.values[input_index];
                input_gradient.values[input_index] += above[o] * weights_.values[weight_index];
            }
        }
    });
    return input_gradient;
}

namespace {

/// Index into the pooled map of the square that element (y, x, c) of a map falls into.
std::size_t pooled_index(const FeatureMap& pooled, int y, int x, int c) {
    return static_cast<std::size_t>((y / 2 * pooled.width + x / 2) * pooled.channels + c);
}

template <typename Visit> void for_each_element(int height, int width, int channels, Visit visit) {
    std::size_t index = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < channels; ++c) {
                visit(index++, y, x, c);
            }
        }
    }
}

} // namespace

const FeatureMap& AveragePool::forward(const FeatureMap& input) {
    output_ = FeatureMap(input.height / 2, input.width / 2, input.channels);
    for_each_element(input.height, input.width, input.channels, [&](std::size_t index, int y, int x, int c) {
        output_.values[pooled_index(output_, y, x, c)] += input.values[index] / 4.0F;
    });
    return output_;
}

FeatureMap AveragePool::backward(const FeatureMap& output_gradient) {
    FeatureMap gradient(output_.height * 2, output_.width * 2, output_.channels);
    for_each_element(gradient.height, gradient.width, gradient.channels, [&](std::size_t index, int y, int x, int c) {
        gradient.values[index] = output_gradient.values[pooled_index(output_, y, x, c)] / 4.0F;
    });
    return gradient;
}

Dense::Dense(std::string name, int inputs, int outputs, RandomNumbers& random)
    : Layer(std::move(name)),
      weights_(static_cast<std::size_t>(inputs) * static_cast<std::size_t>(outputs)),
      bias_(static_cast<std::size_t>(outputs)) {
    weights_.draw(static_cast<std::size_t>(inputs), random);
}

const FeatureMap& Dense::forward(const FeatureMap& input) {
    input_ = input;
    output_ = FeatureMap(1, 1, static_cast<int>(bias_.values.size()));
    for (std::size_t o = 0; o < bias_.values.size(); ++o) {
        float sum = bias_.values[o];
        for (std::size_t i = 0; i < input.values.size(); ++i) {
            sum += input.values[i] * weights_.values[o * input.values.size() + i];
        }
        output_.values[o] = sum;
    }
    return output_;
}

FeatureMap Dense::backward(const FeatureMap& output_gradient) {
    FeatureMap gradient(input_.height, input_.width, input_.channels);
    for (std::size_t o = 0; o < bias_.values.size(); ++o) {
        bias_.gradients[o] += output_gradient.values[o];
        for (std::size_t i = 0; i < input_.values.size(); ++i) {
            const std::size_t weight = o * input_.values.size() + i;
            weights_.gradients[weight] += output_gradient.values[o] * input_.values[i];
            gradient.values[i] += output_gradient.values[o] * weights_.values[weight];
        }
    }
    return gradient;
}

} // namespace digits
