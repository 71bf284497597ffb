// SPDX-License-Identifier: Apache-2.0
// The operator quantize: float32 to affine integers, or from one affine type to another. From float32 as TensorFlow
// Lite's kernels/internal/reference/quantize.h, between integers as its requantize.h.
#include "thimble/ops/quantize.h"

#include "thimble/core/error.h"
#include "thimble/ops/cast.h"
#include "thimble/ops/integer_types.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

namespace thimble {

namespace {

void check_requantization(const NodeView& node, DataType to) {
    require_affine_per_tensor(node.input(0), "input");
    if (node.input(0).data_type == DataType::int64 || to == DataType::int64) {
        throw ModelError(wrong_data_type, "int64 has no other scale, expected at most 32 bits");
    }
    if (!node.node().outputs.empty()) {
        require_affine_per_tensor(node.output(), "output");
        rescale_multiplier(node.input(0), node.output());
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType from = require_same_data_type(node, 1);
    const DataType to = data_type_attribute(node.attributes(), DataType::int8);
    rounds_ties_to_even(node.attributes());
    if (!is_integer_type(to)) {
        throw ModelError(wrong_attribute, fmt::format("to is {}, expected integers", name(to)));
    }
    const TensorType result = output_type(node, to, node.input(0).shape);
    if (from != DataType::float32) {
        check_requantization(node, to);
    } else if (!node.node().outputs.empty()) {
        require_affine(result, "output");
    }
    return {result};
}

template <typename Element> Element saturated(std::int64_t value) {
    using Limits = std::numeric_limits<Element>;
    return static_cast<Element>(std::clamp<std::int64_t>(value, Limits::min(), Limits::max()));
}

/// round(value / scale) + zero point, the division in float.
std::int64_t quantized(float value, float scale, std::int32_t zero_point, bool ties_to_even) {
    using Limits = std::numeric_limits<std::int32_t>;
    const float quotient = value / scale;
    const double steps = static_cast<double>(ties_to_even ? std::nearbyint(quotient) : std::round(quotient));
    // Steps have 32 bits; NaN has no code and becomes what 0 does.
    const double bounded = std::isnan(steps) ? 0.0 : std::clamp<double>(steps, Limits::min(), Limits::max());
    return static_cast<std::int64_t>(bounded) + zero_point;
}

Tensor quantize_floats(const NodeView& node, const Tensor& input) {
    const Quantization& quantization = *node.output().quantization;
    const QuantizedAxis axis = quantized_axis(node.output());
    const bool ties_to_even = rounds_ties_to_even(node.attributes());
    Tensor output(node.output());
    visit_integer_type(output.type.data_type, [&]<typename Element>(Element) {
        for (std::size_t index = 0; index < input.elements<float>().size(); ++index) {
            const std::size_t channel = index / static_cast<std::size_t>(axis.inner) % quantization.scales.size();
            output.elements<Element>()[index] = saturated<Element>(quantized(
                input.elements<float>()[index], quantization.scales[channel], quantization.zero_points[channel],
                ties_to_even
            ));
        }
    });
    return output;
}

Tensor rescale_integers(const NodeView& node, const Tensor& input) {
    const QuantizedMultiplier multiplier = rescale_multiplier(node.input(0), node.output());
    const std::int32_t input_zero_point = node.input(0).quantization->zero_point();
    const std::int32_t zero_point = node.output().quantization->zero_point();
    Tensor output(node.output());
    visit_integer_type(input.type.data_type, [&]<typename Element>(Element) {
        visit_integer_type(output.type.data_type, [&]<typename Result>(Result) {
            Result* next = output.elements<Result>().data();
            for (const Element value : input.elements<Element>()) {
                const auto difference = static_cast<std::int32_t>(std::int64_t{value} - input_zero_point);
                const std::int64_t sum = std::int64_t{requantize(difference, multiplier)} + zero_point;
                *next++ = saturated<Result>(static_cast<std::int32_t>(sum));
            }
        });
    });
    return output;
}

/// As a dequantize before a quantize: what ONNX says of the pair.
Tensor rescale_through_floats(const NodeView& node, const Tensor& input) {
    const Quantization& from = *node.input(0).quantization;
    const Quantization& to = *node.output().quantization;
    Tensor output(node.output());
    std::transform(
        input.elements<std::int8_t>().begin(), input.elements<std::int8_t>().end(),
        output.elements<std::int8_t>().begin(),
        [&](std::int8_t value) {
            const float real = static_cast<float>(value - from.zero_point()) * from.scale();
            return saturated<std::int8_t>(quantized(real, to.scale(), to.zero_point(), true));
        }
    );
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {quantize_floats(node, *inputs[0])};
    }
    return {
        maps_codes_through_floats(node) ? rescale_through_floats(node, *inputs[0])
                                        : rescale_integers(node, *inputs[0])};
}

} // namespace

bool rounds_ties_to_even(const Attributes& attributes) {
    if (!attributes.has("rounding")) {
        return false;
    }
    const auto& word = attributes.get<std::string>("rounding");
    if (word != "even" && word != "away") {
        throw ModelError(wrong_attribute, fmt::format("rounding is `{}`, expected `even` or `away`", word));
    }
    return word == "even";
}

bool maps_codes_through_floats(const NodeView& node) {
    return node.input(0).data_type == DataType::int8 && node.output().data_type == DataType::int8 &&
           rounds_ties_to_even(node.attributes());
}

QuantizedAxis quantized_axis(const TensorType& type) {
    if (!type.quantization->is_per_axis()) {
        return {.outer = 1, .channels = 1, .inner = type.shape.element_count()};
    }
    QuantizedAxis result;
    for (std::size_t axis = 0; axis < type.shape.rank(); ++axis) {
        const std::size_t quantized = type.quantization->axis;
        (axis < quantized ? result.outer : axis == quantized ? result.channels : result.inner) *= type.shape[axis];
    }
    return result;
}

OpDef quantize_def() {
    return {
        .name = "quantize",
        .summary = "float32 to integers with a scale, or to another scale",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes =
            {
                {.name = "to", .kind_example = std::string("int8")},
                {.name = "rounding", .kind_example = std::string("away")},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
