// SPDX-License-Identifier: Apache-2.0
// Layers of a small float network with their derivatives written out. Weights lie as Thimble's
// operators want them: [out, kh, kw, in], [1, kh, kw, channels], [out, in].
#pragma once

#include "examples/digits/digit_images.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace digits {

/// A feature map [height, width, channels].
struct FeatureMap {
    int height = 0;
    int width = 0;
    int channels = 0;
    std::vector<float> values;

    FeatureMap() = default;

    FeatureMap(int h, int w, int c)
        : height(h), width(w), channels(c), values(static_cast<std::size_t>(h) * static_cast<std::size_t>(w * c)) {}
};

struct Parameters {
    std::vector<float> values;
    std::vector<float> gradients;
    std::vector<float> velocities;

    explicit Parameters(std::size_t count) : values(count), gradients(count), velocities(count) {}

    /// Draws weights for layers with `inputs` inputs that ReLU follows.
    /// Source: He et al., "Delving Deep into Rectifiers", 2015, section 2.2.
    void draw(std::size_t inputs, RandomNumbers& random);
    /// One step of gradient descent with momentum; the gradients start again at zero.
    void step(float rate, float momentum);
};

class Layer {
public:
    explicit Layer(std::string name) : name_(std::move(name)) {}

    Layer(const Layer&) = delete;
    Layer& operator=(const Layer&) = delete;
    virtual ~Layer() = default;

    const std::string& name() const { return name_; }

    /// The output, kept for backward.
    virtual const FeatureMap& forward(const FeatureMap& input) = 0;
    /// The derivative by the input of the last forward; adds up those by the parameters.
    virtual FeatureMap backward(const FeatureMap& output_gradient) = 0;

    virtual std::vector<Parameters*> parameters() { return {}; }

private:
    std::string name_;
};

enum class Connection { full, depthwise };

/// A 3x3 or 1x1 convolution with TensorFlow's SAME padding, bias and ReLU.
class Convolution : public Layer {
public:
    struct Options {
        Connection connection;
        int inputs;
        int outputs;
        int kernel;
        int stride;
    };

    Convolution(std::string name, Options options, RandomNumbers& random);

    const Options& options() const { return options_; }

    /// Padding above and left of an input of this extent, and below and right of it.
    std::pair<int, int> padding(int extent) const;

    const Parameters& weights() const { return weights_; }

    const Parameters& bias() const { return bias_; }

    const FeatureMap& forward(const FeatureMap& input) override;
    FeatureMap backward(const FeatureMap& output_gradient) override;

    std::vector<Parameters*> parameters() override { return {&weights_, &bias_}; }

private:
    template <typename Visit> void for_each_tap(Visit visit) const;

    Options options_;
    Parameters weights_;
    Parameters bias_;
    FeatureMap input_;
    FeatureMap output_;
};

/// Means of 2x2 squares.
class AveragePool : public Layer {
public:
    using Layer::Layer;

    const FeatureMap& forward(const FeatureMap& input) override;
    FeatureMap backward(const FeatureMap& output_gradient) override;

private:
    FeatureMap output_;
};

/// A fully connected layer over the whole feature map, without activation.
class Dense : public Layer {
public:
    Dense(std::string name, int inputs, int outputs, RandomNumbers& random);

    const Parameters& weights() const { return weights_; }

    const Parameters& bias() const { return bias_; }

    const FeatureMap& forward(const FeatureMap& input) override;
    FeatureMap backward(const FeatureMap& output_gradient) override;

    std::vector<Parameters*> parameters() override { return {&weights_, &bias_}; }

private:
    Parameters weights_;
    Parameters bias_;
    FeatureMap input_;
    FeatureMap output_;
};

} // namespace digits
