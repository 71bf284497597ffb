// SPDX-License-Identifier: Apache-2.0
#include "examples/digits/quantized_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace digits {

namespace {

using thimble::DataType;
using thimble::Quantization;
using thimble::Shape;
using thimble::Tensor;
using thimble::TensorType;
using thimble::ValueId;

constexpr float quantized_steps = 255.0F;
constexpr float largest_weight = 127.0F;

struct Range {
    float low = 0.0F; ///< includes zero, which padding and ReLU need to be exact
    float high = 0.0F;
};

Quantization activation_quantization(const Range& range) {
    const float scale = std::max(range.high - range.low, 1e-6F) / quantized_steps;
    const float zero_point = std::round(-128.0F - range.low / scale);
    return {{scale}, {static_cast<std::int32_t>(std::clamp(zero_point, -128.0F, 127.0F))}};
}

std::vector<Range> observe_ranges(Network& network, const std::vector<LabelledImage>& calibration) {
    std::vector<Range> ranges(network.layers().size());
    for (const LabelledImage& image : calibration) {
        scores(network, image.pixels, [&](std::size_t layer, const FeatureMap& map) {
            for (const float value : map.values) {
                ranges[layer].low = std::min(ranges[layer].low, value);
                ranges[layer].high = std::max(ranges[layer].high, value);
            }
        });
    }
    return ranges;
}

/// Symmetric int8 weights; element i belongs to channel `channel_of(i)`, each with a scale of its own.
template <typename ChannelOf>
Tensor quantize_weights(
    const std::vector<float>& weights, const Shape& shape, std::size_t axis, std::size_t channels, ChannelOf channel_of
) {
    Quantization quantization{std::vector<float>(channels, 1e-9F), std::vector<std::int32_t>(channels, 0), axis};
    for (std::size_t index = 0; index < weights.size(); ++index) {
        float& scale = quantization.scales[channel_of(index)];
        scale = std::max(scale, std::abs(weights[index]) / largest_weight);
    }
    std::vector<std::int8_t> stored;
    for (std::size_t index = 0; index < weights.size(); ++index) {
        const float level = std::round(weights[index] / quantization.scales[channel_of(index)]);
        stored.push_back(static_cast<std::int8_t>(std::clamp(level, -largest_weight, largest_weight)));
    }
    return Tensor::of<std::int8_t>(shape, stored, quantization);
}

Tensor quantize_bias(const std::vector<float>& bias, float input_scale, const Quantization& weights) {
    Quantization quantization{{}, std::vector<std::int32_t>(weights.scales.size(), 0), 0};
    for (const float scale : weights.scales) {
        quantization.scales.push_back(input_scale * scale);
    }
    std::vector<std::int32_t> stored;
    for (std::size_t channel = 0; channel < bias.size(); ++channel) {
        const float scale = quantization.scales[quantization.is_per_axis() ? channel : 0];
        stored.push_back(static_cast<std::int32_t>(std::round(bias[channel] / scale)));
    }
    return Tensor::of<std::int32_t>({static_cast<std::int64_t>(bias.size())}, stored, quantization);
}

/// Appends nodes in a row, each reading the one before.
class Chain {
public:
    Chain() {
        last_ = graph.add_input(
            "image", {DataType::int8, {1, image_size, image_size, 1}, Quantization{{1.0F / quantized_steps}, {-128}}}
        );
    }

    const TensorType& type() const { return graph.value(last_).type; }

    void append(
        const std::string& name, const std::string& op, const std::vector<Tensor>& constants,
        thimble::Attributes attributes, TensorType output
    ) {
        const std::vector<std::string> roles = {".weights", ".bias"};
        std::vector<ValueId> inputs = {last_};
        for (std::size_t index = 0; index < constants.size(); ++index) {
            inputs.push_back(graph.add_constant(name + roles[index], constants[index]));
        }
        last_ = graph.add_value(name, std::move(output));
        graph.nodes.push_back({name, op, std::move(attributes), std::move(inputs), {last_}});
    }

    thimble::Graph finish() {
        graph.outputs = {last_};
        return std::move(graph);
    }

private:
    thimble::Graph graph;
    ValueId last_;
};

void append_convolution(Chain& chain, const Convolution& layer, const Range& range) {
    const Convolution::Options& options = layer.options();
    const bool is_full = options.connection == Connection::full;
    const auto channels = static_cast<std::size_t>(options.outputs);
    const std::size_t per_channel = layer.weights().values.size() / channels;
    const Shape shape = is_full ? Shape{options.outputs, options.kernel, options.kernel, options.inputs}
                                : Shape{1, options.kernel, options.kernel, options.outputs};
    const Tensor weights =
        quantize_weights(layer.weights().values, shape, is_full ? 0 : 3, channels, [&](std::size_t index) {
            return is_full ? index / per_channel : index % channels;
        });
    const Tensor bias =
        quantize_bias(layer.bias().values, chain.type().quantization->scale(), *weights.type.quantization);
    const auto extent = static_cast<int>(chain.type().shape[1]);
    const auto [before, after] = layer.padding(extent);
    const std::int64_t output_extent = (extent + options.stride - 1) / options.stride;
    const TensorType output{
        DataType::int8, {1, output_extent, output_extent, options.outputs}, activation_quantization(range)};
    chain.append(
        layer.name(), is_full ? "conv2d" : "depthwise_conv2d", {weights, bias},
        {{"stride", std::vector<std::int64_t>{options.stride, options.stride}},
         {"dilation", std::vector<std::int64_t>{1, 1}},
         {"padding", std::vector<std::int64_t>{before, before, after, after}},
         {"activation", std::vector<double>{0.0, std::numeric_limits<double>::infinity()}}},
        output
    );
}

void append_pool(Chain& chain, const std::string& name) {
    TensorType output = chain.type();
    output.shape[1] /= 2;
    output.shape[2] /= 2;
    const std::vector<std::int64_t> two = {2, 2};
    chain.append(
        name, "average_pool2d", {}, {{"window", two}, {"stride", two}, {"padding", std::vector<std::int64_t>(4)}},
        output
    );
}

void append_flatten(Chain& chain) {
    TensorType output = chain.type();
    output.shape = Shape{1, output.shape.element_count()};
    chain.append("flatten", "reshape", {}, {{"shape", output.shape.extents()}}, output);
}

void append_dense(Chain& chain, const Dense& layer, const Range& range) {
    const auto outputs = static_cast<std::int64_t>(layer.bias().values.size());
    const Tensor weights =
        quantize_weights(layer.weights().values, {outputs, chain.type().shape[1]}, 0, 1, [](std::size_t) { return 0; });
    const Tensor bias =
        quantize_bias(layer.bias().values, chain.type().quantization->scale(), *weights.type.quantization);
    const TensorType output{DataType::int8, {1, outputs}, activation_quantization(range)};
    chain.append(layer.name(), "fully_connected", {weights, bias}, {{"keep_dims", std::int64_t{0}}}, output);
}

} // namespace

thimble::Graph quantized_graph(Network& network, const std::vector<LabelledImage>& calibration) {
    const std::vector<Range> ranges = observe_ranges(network, calibration);
    Chain chain;
    append_convolution(chain, network.conv, ranges[0]);
    append_convolution(chain, network.depthwise, ranges[1]);
    append_convolution(chain, network.pointwise, ranges[2]);
    append_pool(chain, network.pool.name());
    append_flatten(chain);
    append_dense(chain, network.dense, ranges[4]);
    TensorType output = chain.type();
    output.quantization = Quantization{{1.0F / 256.0F}, {-128}};
    chain.append("softmax", "softmax", {}, {{"beta", 1.0}}, output);
    thimble::Graph graph = chain.finish();
    graph.name = "digits";
    return graph;
}

Tensor quantized_image(const Pixels& pixels) {
    std::vector<std::int8_t> stored;
    for (const float level : pixels) {
        stored.push_back(static_cast<std::int8_t>(std::lround(level * quantized_steps) - 128));
    }
    return Tensor::of<std::int8_t>(
        {1, image_size, image_size, 1}, stored, Quantization{{1.0F / quantized_steps}, {-128}}
    );
}

} // namespace digits
