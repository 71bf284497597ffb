// SPDX-License-Identifier: Apache-2.0
// The operator lp_normalize: x divided by its L1 or L2 norm along one axis, or by epsilon where that is larger. int8
// is L2 over the last axis, as TensorFlow Lite's reference/integer_ops/l2normalization.h.
#include "thimble/ops/lp_normalize.h"

#include "thimble/core/error.h"
#include "thimble/ops/fixed_point_root.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/reduction.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace thimble {

namespace {

// The sum of that many squares fits 32 bits.
constexpr std::int64_t largest_int8_depth = 33024;

void require_codes(const NodeView& node, const LpNormalizeAttributes& attributes) {
    const Shape& shape = node.input(0).shape;
    if (attributes.p != 2 || attributes.axis + 1 != static_cast<std::int64_t>(shape.rank())) {
        throw ModelError(
            wrong_attribute,
            fmt::format("p is {} and axis {}, expected 2 and the last axis in int8", attributes.p, attributes.axis)
        );
    }
    if (shape.extents().back() > largest_int8_depth) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "last axis of {} has {} elements, expected at most {} in int8", shape.to_string(),
                             shape.extents().back(), largest_int8_depth
                         )
        );
    }
    require_output_quantization(node, 1.0F / 128.0F, 0);
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 1);
    const Shape& shape = node.input(0).shape;
    const LpNormalizeAttributes attributes = lp_normalize_attributes(node.attributes());
    require_axes({attributes.axis}, shape);
    if (attributes.p != 1 && attributes.p != 2) {
        throw ModelError(wrong_attribute, fmt::format("p is {}, expected 1 or 2", attributes.p));
    }
    if (!(attributes.epsilon > 0.0) || !std::isfinite(attributes.epsilon)) {
        throw ModelError(wrong_attribute, fmt::format("epsilon is {}, expected a number above 0", attributes.epsilon));
    }
    if (data_type == DataType::int8) {
        require_codes(node, attributes);
    }
    return {output_type(node, data_type, shape)};
}

Tensor evaluate_floats(const NodeView& node, const Tensor& input) {
    const LpNormalizeAttributes attributes = lp_normalize_attributes(node.attributes());
    std::vector<double> norms;
    for (const auto& list : reduction_lists<float, double>(input, {attributes.axis})) {
        double sum = 0.0;
        for (const double value : list) {
            sum += attributes.p == 1 ? std::abs(value) : value * value;
        }
        norms.push_back(std::max(attributes.p == 1 ? sum : std::sqrt(sum), attributes.epsilon));
    }
    const std::vector<std::size_t> targets = reduction_targets(input.type.shape, {attributes.axis});
    Tensor output(node.output());
    for (std::size_t index = 0; index < targets.size(); ++index) {
        output.elements<float>()[index] = static_cast<float>(input.elements<float>()[index] / norms[targets[index]]);
    }
    return output;
}

Tensor evaluate_codes(const NodeView& node, const Tensor& input) {
    const std::int32_t zero_point = node.input(0).quantization->zero_point();
    const auto depth = static_cast<std::size_t>(node.input(0).shape.extents().back());
    Tensor output(node.output());
    const std::span<const std::int8_t> from = input.elements<std::int8_t>();
    for (std::size_t start = 0; start < from.size(); start += depth) {
        std::int32_t sum = 0;
        for (const std::int8_t value : from.subspan(start, depth)) {
            sum += (value - zero_point) * (value - zero_point);
        }
        QuantizedMultiplier factor = reciprocal_root(sum);
        factor.shift += 7; // to steps of 1/128
        for (std::size_t index = start; index < start + depth; ++index) {
            output.elements<std::int8_t>()[index] = clamp_to_int8(requantize(from[index] - zero_point, factor), {});
        }
    }
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const bool is_int8 = node.input(0).data_type == DataType::int8;
    return {is_int8 ? evaluate_codes(node, *inputs[0]) : evaluate_floats(node, *inputs[0])};
}

} // namespace

LpNormalizeAttributes lp_normalize_attributes(const Attributes& attributes) {
    LpNormalizeAttributes result;
    result.axis = attributes.get<std::int64_t>("axis");
    result.p = attributes.has("p") ? attributes.get<std::int64_t>("p") : result.p;
    result.epsilon = attributes.has("epsilon") ? attributes.get<double>("epsilon") : result.epsilon;
    return result;
}

OpDef lp_normalize_def() {
    return {
        .name = "lp_normalize",
        .summary = "x divided by its L1 or L2 norm along one axis",
        .attributes =
            {
                {.name = "axis", .kind_example = std::int64_t{0}, .is_required = true},
                {.name = "p", .kind_example = std::int64_t{2}},
                {.name = "epsilon", .kind_example = 1e-6},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
