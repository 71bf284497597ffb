// SPDX-License-Identifier: Apache-2.0
// The operator normalize: (x - mean) / sqrt(variance + epsilon) * scale + bias, with the mean and variance over some
// axes. By its axes it is the layer, instance and group normalisation of ONNX; without taking the mean off,
// RMSNormalization.
#include "thimble/ops/normalize.h"

#include "thimble/core/error.h"
#include "thimble/ops/broadcast.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/reduction.h"
#include "thimble/ops/type_rules.h"

#include <cmath>

#include <fmt/format.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

void require_parameters(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    for (std::size_t index = 1; index < node.input_count() && node.has_input(index); ++index) {
        const Shape& parameter = node.input(index).shape;
        bool fits = parameter.rank() <= input.rank();
        for (std::size_t axis = 0; fits && axis < parameter.rank(); ++axis) {
            const std::int64_t extent = input[input.rank() - parameter.rank() + axis];
            fits = parameter[axis] == 1 || parameter[axis] == extent;
        }
        if (!fits || parameter != node.input(1).shape) {
            throw ModelError(
                wrong_shape, fmt::format(
                                 "input {} is {}, expected a shape that broadcasts to {}, the same for scale and bias",
                                 index, parameter.to_string(), input.to_string()
                             )
            );
        }
    }
}

std::vector<TensorType> infer(const NodeView& node) {
    const std::size_t count = node.has_input(2) ? 3 : (node.has_input(1) ? 2 : 1);
    const DataType data_type = require_same_data_type(node, count);
    if (data_type != DataType::float32) {
        throw ModelError(wrong_data_type, fmt::format("input is {}, expected float32", name(data_type)));
    }
    const NormalizeAttributes attributes = normalize_attributes(node.attributes());
    require_axes(attributes.axes, node.input(0).shape);
    if (!(attributes.epsilon >= 0.0) || !std::isfinite(attributes.epsilon)) {
        throw ModelError(wrong_attribute, fmt::format("epsilon is {}, expected 0 or more", attributes.epsilon));
    }
    require_parameters(node);
    return {output_type(node, data_type, node.input(0).shape)};
}

struct Moments {
    double mean = 0.0;
    double factor = 1.0;
};

Moments moments(const std::vector<double>& list, const NormalizeAttributes& attributes) {
    const auto count = static_cast<double>(list.size());
    Moments result;
    if (attributes.is_centered) {
        for (const double value : list) {
            result.mean += value / count;
        }
    }
    double variance = 0.0;
    for (const double value : list) {
        variance += (value - result.mean) * (value - result.mean) / count;
    }
    result.factor = 1.0 / std::sqrt(variance + attributes.epsilon);
    return result;
}

std::size_t parameter_index(const Shape& shape, const Integers& strides, std::size_t index) {
    auto rest = static_cast<std::int64_t>(index);
    std::int64_t place = 0;
    for (std::size_t axis = shape.rank(); axis-- > 0;) {
        place += rest % shape[axis] * strides[axis];
        rest /= shape[axis];
    }
    return static_cast<std::size_t>(place);
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const NormalizeAttributes attributes = normalize_attributes(node.attributes());
    const Shape& shape = node.input(0).shape;
    const std::vector<std::size_t> targets = reduction_targets(shape, attributes.axes);
    std::vector<Moments> of_group;
    for (const auto& list : reduction_lists<float, double>(*inputs[0], attributes.axes)) {
        of_group.push_back(moments(list, attributes));
    }
    const Integers strides = node.has_input(1) ? broadcast_strides(node.input(1).shape, shape) : Integers(shape.rank());
    Tensor output(node.output());
    for (std::size_t index = 0; index < targets.size(); ++index) {
        const Moments& group = of_group[targets[index]];
        const std::size_t place = parameter_index(shape, strides, index);
        double value = (inputs[0]->elements<float>()[index] - group.mean) * group.factor;
        value *= node.has_input(1) ? inputs[1]->elements<float>()[place] : 1.0F;
        value += node.has_input(2) ? inputs[2]->elements<float>()[place] : 0.0F;
        output.elements<float>()[index] = static_cast<float>(value);
    }
    return {output};
}

} // namespace

NormalizeAttributes normalize_attributes(const Attributes& attributes) {
    NormalizeAttributes result;
    result.axes = attributes.get<Integers>("axes");
    result.epsilon = attributes.has("epsilon") ? attributes.get<double>("epsilon") : result.epsilon;
    result.is_centered = !attributes.has("centered") || attributes.get<std::int64_t>("centered") != 0;
    return result;
}

OpDef normalize_def() {
    return {
        .name = "normalize",
        .summary = "mean and variance over some axes brought to 0 and 1, then scaled and shifted",
        .min_inputs = 1,
        .max_inputs = 3,
        .attributes =
            {
                {.name = "axes", .kind_example = Integers{1}, .is_required = true},
                {.name = "epsilon", .kind_example = 1e-5},
                {.name = "centered", .kind_example = std::int64_t{1}},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
