// SPDX-License-Identifier: Apache-2.0
// The operator lrn: x / (bias + alpha * sum of squares of neighbouring channels)^beta; channels are the last axis.
#include "thimble/ops/lrn.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 1);
    if (data_type != DataType::float32) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32", name(data_type)));
    }
    if (node.input(0).shape.rank() == 0) {
        throw ModelError(wrong_shape, "input is a scalar, expected at least 1 axis");
    }
    constexpr std::int64_t most_neighbours = 1 << 20;
    const LrnAttributes attributes = lrn_attributes(node.attributes());
    // `after` may be -1: then the window ends below the channel itself.
    if (attributes.before < 0 || attributes.before > most_neighbours || attributes.after < -1 ||
        attributes.after > most_neighbours) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "window reaches from {} channels before to {} after, expected 0 to {} and -1 to {}",
                                 attributes.before, attributes.after, most_neighbours, most_neighbours
                             )
        );
    }
    return {output_type(node, data_type, node.input(0).shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const LrnAttributes attributes = lrn_attributes(node.attributes());
    const std::span<const float> from = inputs[0]->elements<float>();
    const std::int64_t channels = node.input(0).shape.extents().back();
    Tensor output(node.output());
    for (std::size_t index = 0; index < from.size(); ++index) {
        const std::int64_t channel = static_cast<std::int64_t>(index) % channels;
        double squares = 0.0;
        const std::int64_t last = std::min(channels - 1, channel + attributes.after);
        for (std::int64_t other = std::max<std::int64_t>(0, channel - attributes.before); other <= last; ++other) {
            const double value = from[index - static_cast<std::size_t>(channel) + static_cast<std::size_t>(other)];
            squares += value * value;
        }
        const double base = attributes.bias + attributes.alpha * squares;
        output.elements<float>()[index] = static_cast<float>(from[index] * std::pow(base, -attributes.beta));
    }
    return {output};
}

} // namespace

LrnAttributes lrn_attributes(const Attributes& attributes) {
    LrnAttributes result;
    result.before = attributes.get<std::int64_t>("before");
    result.after = attributes.get<std::int64_t>("after");
    const auto number = [&](std::string_view name, double fallback) {
        return attributes.has(name) ? attributes.get<double>(name) : fallback;
    };
    result.alpha = number("alpha", result.alpha);
    result.beta = number("beta", result.beta);
    result.bias = number("bias", result.bias);
    return result;
}

OpDef lrn_def() {
    return {
        .name = "lrn",
        .summary = "local response normalisation across neighbouring channels, the last axis",
        .attributes =
            {
                {.name = "before", .kind_example = std::int64_t{2}, .is_required = true},
                {.name = "after", .kind_example = std::int64_t{2}, .is_required = true},
                {.name = "alpha", .kind_example = 1.0},
                {.name = "beta", .kind_example = 0.5},
                {.name = "bias", .kind_example = 1.0},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
