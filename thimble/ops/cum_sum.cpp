// SPDX-License-Identifier: Apache-2.0
// The operator cum_sum: running sums along an axis, from the front or the back, with or without the own element.
#include "thimble/ops/cum_sum.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/add.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

namespace thimble {

namespace {

bool is_quantized(const NodeView& node) {
    return node.input(0).quantization.has_value();
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 1);
    if (data_type == DataType::boolean || (is_quantized(node) && data_type != DataType::int8)) {
        throw ModelError(
            wrong_data_type, fmt::format("input is {}, expected float32, int8 or plain integers", name(data_type))
        );
    }
    axis_attribute(node.attributes(), "axis", node.input(0).shape.rank());
    flag_attribute(node.attributes(), "exclusive");
    flag_attribute(node.attributes(), "reverse");
    if (is_quantized(node)) {
        require_int8_quantization(node.input(0), "input");
        require_int8_output(node);
        if (!node.node().outputs.empty()) {
            cum_sum_multiplier(node);
        }
    }
    return {output_type(node, data_type, node.input(0).shape)};
}

/// Writes finish(sum) for every element, where sums begin at `begin` and grow by grow(sum, element).
template <typename Element, typename Sum, typename Grow, typename Finish>
Tensor running_sums(const NodeView& node, const Tensor& input, Sum begin, Grow grow, Finish finish) {
    const Shape& shape = input.type.shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", shape.rank());
    const std::int64_t inner = count_between(shape, axis + 1, shape.rank());
    const bool is_exclusive = flag_attribute(node.attributes(), "exclusive");
    const bool is_reverse = flag_attribute(node.attributes(), "reverse");
    Tensor output(node.output());
    const auto elements = input.elements<Element>();
    const auto results = output.elements<Element>();
    for (std::int64_t row = 0; row < shape.element_count() / shape[axis]; ++row) {
        const std::int64_t first = row / inner * inner * shape[axis] + row % inner;
        Sum sum = begin;
        for (std::int64_t step = 0; step < shape[axis]; ++step) {
            const std::int64_t index = is_reverse ? shape[axis] - 1 - step : step;
            const auto place = static_cast<std::size_t>(first + index * inner);
            const Sum before = sum;
            sum = grow(sum, elements[place]);
            results[place] = finish(is_exclusive ? before : sum);
        }
    }
    return output;
}

Tensor evaluate_codes(const NodeView& node, const Tensor& input) {
    const std::int32_t input_zero_point = node.input(0).quantization->zero_point();
    const std::int32_t output_zero_point = node.output().quantization->zero_point();
    const QuantizedMultiplier multiplier = cum_sum_multiplier(node);
    return running_sums<std::int8_t>(
        node, input, std::int64_t{-input_zero_point},
        [&](std::int64_t sum, std::int8_t code) { return sum + code - input_zero_point; },
        [&](std::int64_t sum) {
            const std::int64_t within = std::clamp<std::int64_t>(sum, -cum_sum_limit, cum_sum_limit);
            const auto shifted = static_cast<std::int32_t>(within * (1 << cum_sum_left_shift));
            return clamp_to_int8(std::int64_t{requantize(shifted, multiplier)} + output_zero_point, {});
        }
    );
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (is_quantized(node)) {
        return {evaluate_codes(node, *inputs[0])};
    }
    return visit_data_type(node.input(0).data_type, [&]<typename Element>(Element) -> std::vector<Tensor> {
        using Sum = std::conditional_t<std::is_floating_point_v<Element>, double, std::uint64_t>; // integers wrap
        return {running_sums<Element>(
            node, *inputs[0], Sum{0}, [](Sum sum, Element element) { return sum + static_cast<Sum>(element); },
            [](Sum sum) { return static_cast<Element>(sum); }
        )};
    });
}

} // namespace

QuantizedMultiplier cum_sum_multiplier(const NodeView& node) {
    const auto input_scale = static_cast<double>(node.input(0).quantization->scale());
    const auto output_scale = static_cast<double>(node.output().quantization->scale());
    return quantize_sum(0.5, 0.5, 2.0 * input_scale / (static_cast<double>(1 << 20) * output_scale)).output;
}

OpDef cum_sum_def() {
    return {
        .name = "cum_sum",
        .summary = "running sums along an axis",
        .attributes =
            {
                {.name = "axis", .kind_example = std::int64_t{0}},
                {.name = "exclusive", .kind_example = std::int64_t{0}},
                {.name = "reverse", .kind_example = std::int64_t{0}},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
