// SPDX-License-Identifier: Apache-2.0
// The operator mean: average over some axes. int8 and int16 sum stored values and rescale once,
// as TensorFlow Lite's reference/reduce.h (QuantizedMeanOrSum).
#include "thimble/ops/mean.h"

#include "thimble/core/visit_data_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/reduction.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    const bool is_plain = is_plain_integer(node.input(0));
    const DataType data_type = is_plain ? require_same_data_type(node, 1) : require_float32_int8_or_int16(node, 1);
    const Shape& input = node.input(0).shape;
    const ReductionAttributes attributes = reduction_attributes(node.attributes());
    require_axes(attributes.axes, input);
    if (data_type != DataType::float32 && !is_plain) {
        require_summable(node.input(0), reduction_count(input, attributes.axes));
        require_quantized_output(node);
        if (!node.node().outputs.empty()) {
            mean_multiplier(node.input(0), node.output(), reduction_count(input, attributes.axes));
        }
    }
    return {output_type(node, data_type, reduced_shape(input, attributes))};
}

template <typename Number> Number sum(const std::vector<Number>& list) {
    return std::accumulate(list.begin(), list.end(), Number{0});
}

Tensor evaluate_floats(const NodeView& node, const Tensor& input, const std::vector<std::int64_t>& axes) {
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for (const std::vector<double>& list : reduction_lists<float, double>(input, axes)) {
        *next++ = static_cast<float>(sum(list) / static_cast<double>(list.size()));
    }
    return output;
}

/// Towards zero, as TensorFlow Lite's reference/reduce.h (Mean).
Tensor evaluate_integers(const NodeView& node, const Tensor& input, const std::vector<std::int64_t>& axes) {
    Tensor output(node.output());
    visit_data_type(input.type.data_type, [&]<typename Element>(Element) {
        Element* next = output.elements<Element>().data();
        for (const std::vector<std::int64_t>& list : reduction_lists<Element, std::int64_t>(input, axes)) {
            *next++ = static_cast<Element>(sum(list) / static_cast<std::int64_t>(list.size()));
        }
    });
    return output;
}

template <typename Element>
Tensor evaluate_codes(const NodeView& node, const Tensor& input, const std::vector<std::int64_t>& axes) {
    const std::int64_t count = reduction_count(node.input(0).shape, axes);
    const QuantizedMultiplier multiplier = mean_multiplier(node.input(0), node.output(), count);
    const std::int64_t input_zero_point = node.input(0).quantization->zero_point();
    Tensor output(node.output());
    Element* next = output.elements<Element>().data();
    for (const std::vector<std::int64_t>& list : reduction_lists<Element, std::int64_t>(input, axes)) {
        const auto difference = static_cast<std::int32_t>(sum(list) - input_zero_point * count);
        const std::int64_t scaled = requantize(difference, multiplier);
        *next++ = saturate_to<Element>(scaled + node.output().quantization->zero_point());
    }
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const std::vector<std::int64_t> axes = reduction_attributes(node.attributes()).axes;
    if (is_plain_integer(node.input(0))) {
        return {evaluate_integers(node, *inputs[0], axes)};
    }
    switch (node.input(0).data_type) {
    case DataType::int8:
        return {evaluate_codes<std::int8_t>(node, *inputs[0], axes)};
    case DataType::int16:
        return {evaluate_codes<std::int16_t>(node, *inputs[0], axes)};
    default:
        return {evaluate_floats(node, *inputs[0], axes)};
    }
}

} // namespace

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
        .attributes = reduction_attribute_specs(),
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
