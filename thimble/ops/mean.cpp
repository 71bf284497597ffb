// SPDX-License-Identifier: Apache-2.0
// The operator mean: average over some axes. int8 sums stored values and rescales once, as
// TensorFlow Lite's reference/reduce.h (QuantizedMeanOrSum).
#include "thimble/ops/mean.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <bit>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

bool is_reduced(const MeanAttributes& attributes, std::size_t axis) {
    const Integers& axes = attributes.axes;
    return std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(axis)) != axes.end();
}

void require_axes(const MeanAttributes& attributes, const Shape& input) {
    const Integers& axes = attributes.axes;
    const bool in_range = std::all_of(axes.begin(), axes.end(), [&](std::int64_t axis) {
        return axis >= 0 && axis < static_cast<std::int64_t>(input.rank());
    });
    const std::set<std::int64_t> distinct(axes.begin(), axes.end());
    if (axes.empty() || !in_range || distinct.size() != axes.size()) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "axes are [{}], expected some of the {} axes of input {}, each once",
                                 fmt::join(axes, ", "), input.rank(), input.to_string()
                             )
        );
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 1);
    const Shape& input = node.input(0).shape;
    const MeanAttributes attributes = mean_attributes(node.attributes());
    require_axes(attributes, input);
    if (data_type == DataType::int8) {
        require_int8_output(node);
        if (!node.node().outputs.empty()) {
            mean_multiplier(node.input(0), node.output(), mean_count(input, attributes));
        }
    }
    Integers extents;
    for (std::size_t axis = 0; axis < input.rank(); ++axis) {
        if (!is_reduced(attributes, axis)) {
            extents.push_back(input[axis]);
        } else if (attributes.keep_dims) {
            extents.push_back(1);
        }
    }
    return {output_type(node, data_type, Shape(extents))};
}

/// Sums of the elements that fall on each element of the output.
template <typename Element, typename Sum>
std::vector<Sum> sums(const Tensor& input, const MeanAttributes& attributes, std::size_t output_count) {
    const Shape& shape = input.type.shape;
    std::vector<Sum> result(output_count, 0);
    std::int64_t index = 0;
    for (const Element value : input.elements<Element>()) {
        std::int64_t rest = index++;
        std::int64_t target = 0;
        std::int64_t stride = 1;
        for (std::size_t axis = shape.rank(); axis-- > 0;) {
            const std::int64_t position = rest % shape[axis];
            rest /= shape[axis];
            if (!is_reduced(attributes, axis)) {
                target += position * stride;
                stride *= shape[axis];
            }
        }
        result[static_cast<std::size_t>(target)] += static_cast<Sum>(value);
    }
    return result;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const MeanAttributes attributes = mean_attributes(node.attributes());
    const std::int64_t count = mean_count(node.input(0).shape, attributes);
    const auto output_count = static_cast<std::size_t>(node.output().shape.element_count());
    Tensor output(node.output());
    if (node.input(0).data_type == DataType::float32) {
        float* next = output.elements<float>().data();
        for (const double sum : sums<float, double>(*inputs[0], attributes, output_count)) {
            *next++ = static_cast<float>(sum / static_cast<double>(count));
        }
        return {output};
    }
    const QuantizedMultiplier multiplier = mean_multiplier(node.input(0), node.output(), count);
    const std::int64_t input_zero_point = node.input(0).quantization->zero_point();
    std::int8_t* next = output.elements<std::int8_t>().data();
    for (const std::int64_t sum : sums<std::int8_t, std::int64_t>(*inputs[0], attributes, output_count)) {
        const auto difference = static_cast<std::int32_t>(sum - input_zero_point * count);
        const std::int64_t scaled = requantize(difference, multiplier);
        *next++ = clamp_to_int8(scaled + node.output().quantization->zero_point(), {});
    }
    return {output};
}

} // namespace

MeanAttributes mean_attributes(const Attributes& attributes) {
    const bool keep_dims = attributes.has("keep_dims") && attributes.get<std::int64_t>("keep_dims") != 0;
    return {.axes = attributes.get<Integers>("axes"), .keep_dims = keep_dims};
}

std::int64_t mean_count(const Shape& input, const MeanAttributes& attributes) {
    std::int64_t count = 1;
    for (const std::int64_t axis : attributes.axes) {
        count *= input[static_cast<std::size_t>(axis)];
    }
    return count;
}

QuantizedMultiplier mean_multiplier(const TensorType& input, const TensorType& output, std::int64_t count) {
    const QuantizedMultiplier whole = rescale_multiplier(input, output);
    // The division keeps precision by shifting left first, as far as the shifts stay in range.
    const int magnitude = std::bit_width(static_cast<std::uint64_t>(count)) - 1;
    const std::int32_t shift = std::min({magnitude, 32, 31 + whole.shift});
    const std::int64_t folded = (std::int64_t{whole.multiplier} << shift) / count;
    return {static_cast<std::int32_t>(folded), whole.shift - shift};
}

OpDef mean_def() {
    return {
        .name = "mean",
        .summary = "average over some axes",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes =
            {
                {.name = "axes", .kind_example = Integers{1, 2}, .is_required = true},
                {.name = "keep_dims", .kind_example = std::int64_t{0}},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
