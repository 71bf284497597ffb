// SPDX-License-Identifier: Apache-2.0
// The operator clip: the ReLU family standing alone. int8 and int16 requantise from the input's scale
// to the output's before clamping, as TensorFlow Lite Micro's ReLU (kernels/activations.cc).
#include "thimble/ops/clip.h"

#include "thimble/core/error.h"
#include "thimble/ops/activation.h"
#include "thimble/ops/integer_types.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<TensorType> infer(const NodeView& node) {
    if (is_plain_integer(node.input(0))) {
        clip_bounds(node.attributes());
        return {output_type(node, require_plain_integers(node, 1), node.input(0).shape)};
    }
    const DataType data_type = require_float32_int8_or_int16(node, 1);
    clip_bounds(node.attributes());
    if (data_type != DataType::float32) {
        require_quantized_output(node);
        if (!node.node().outputs.empty()) {
            rescale_multiplier(node.input(0), node.output());
        }
    }
    return {output_type(node, data_type, node.input(0).shape)};
}

Tensor evaluate_float(const NodeView& node, const Tensor& input) {
    const std::vector<double> bounds = clip_bounds(node.attributes());
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for (const float value : input.elements<float>()) {
        *next++ = clamp_to_float(value, bounds);
    }
    return output;
}

template <typename Element> Tensor evaluate_codes(const NodeView& node, const Tensor& input) {
    const QuantizedMultiplier multiplier = rescale_multiplier(node.input(0), node.output());
    const ClampRange range = quantized_clamp(node.output(), clip_bounds(node.attributes()));
    const std::int32_t input_zero_point = node.input(0).quantization->zero_point();
    const std::int64_t output_zero_point = node.output().quantization->zero_point();
    Tensor output(node.output());
    Element* next = output.elements<Element>().data();
    for (const Element value : input.elements<Element>()) {
        *next++ = clamp_to<Element>(requantize(value - input_zero_point, multiplier) + output_zero_point, range);
    }
    return output;
}

Tensor evaluate_integers(const NodeView& node, const Tensor& input) {
    const IntegerRange range = integer_clip_range(node);
    Tensor output(node.output());
    visit_integer_type(input.type.data_type, [&]<typename Element>(Element) {
        Element* next = output.elements<Element>().data();
        for (const Element value : input.elements<Element>()) {
            *next++ = static_cast<Element>(std::min(std::max<std::int64_t>(value, range.lowest), range.highest));
        }
    });
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (is_plain_integer(node.input(0))) {
        return {evaluate_integers(node, *inputs[0])};
    }
    switch (node.input(0).data_type) {
    case DataType::int8:
        return {evaluate_codes<std::int8_t>(node, *inputs[0])};
    case DataType::int16:
        return {evaluate_codes<std::int16_t>(node, *inputs[0])};
    default:
        return {evaluate_float(node, *inputs[0])};
    }
}

} // namespace

std::vector<double> clip_bounds(const Attributes& attributes) {
    const double minimum = attributes.has("minimum") ? attributes.get<double>("minimum") : -infinity;
    const double maximum = attributes.has("maximum") ? attributes.get<double>("maximum") : infinity;
    if (!(minimum <= maximum)) {
        throw ModelError(
            wrong_attribute, fmt::format("minimum is {} and maximum {}, expected them in order", minimum, maximum)
        );
    }
    return {minimum, maximum};
}

IntegerRange integer_clip_range(const NodeView& node) {
    const std::vector<double> bounds = clip_bounds(node.attributes());
    IntegerRange range;
    visit_integer_type(node.input(0).data_type, [&]<typename Element>(Element) {
        using Limits = std::numeric_limits<Element>;
        // The largest int64 is not a double; 2^63 is the next one.
        const auto within = [](double bound) {
            return bound >= std::ldexp(1.0, Limits::digits)
                       ? std::int64_t{Limits::max()}
                       : static_cast<std::int64_t>(std::max(bound, static_cast<double>(Limits::min())));
        };
        range = {within(std::ceil(bounds[0])), within(std::floor(bounds[1]))};
    });
    return range;
}

OpDef clip_def() {
    return {
        .name = "clip",
        .summary = "every element limited to [minimum, maximum]",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes =
            {
                {.name = "minimum", .kind_example = -infinity},
                {.name = "maximum", .kind_example = infinity},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
