// SPDX-License-Identifier: Apache-2.0
// The operator pad: zeros around a tensor; in int8 the zero point, which stands for 0.0.
#include "thimble/ops/pad.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

// Far above any tensor meant here, and small enough that sums of extents do not overflow.
constexpr std::int64_t largest_amount = 1 << 24;

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 1);
    Shape shape = node.input(0).shape;
    const std::vector<PadAmount> amounts = pad_amounts(node.attributes(), shape.rank());
    for (std::size_t axis = 0; axis < amounts.size(); ++axis) {
        shape[axis] += amounts[axis].before + amounts[axis].after;
    }
    if (data_type == DataType::int8) {
        require_output_quantization_of_input(node, 0);
    }
    return {output_type(node, data_type, shape)};
}

/// Index in the output of the first element of row `row`, where rows run along the last axis.
std::size_t
output_index(const Shape& input, const Shape& output, const std::vector<PadAmount>& amounts, std::int64_t row) {
    const std::size_t last = input.rank() - 1;
    std::int64_t index = amounts[last].before;
    std::int64_t stride = output[last];
    for (std::size_t axis = last; axis-- > 0;) {
        index += (row % input[axis] + amounts[axis].before) * stride;
        row /= input[axis];
        stride *= output[axis];
    }
    return static_cast<std::size_t>(index);
}

template <typename Element> Tensor evaluate_as(const NodeView& node, const Tensor& input, Element zero) {
    const Shape& shape = input.type.shape;
    Tensor output(node.output());
    const std::span<Element> to = output.elements<Element>();
    const std::span<const Element> from = input.elements<Element>();
    std::fill(to.begin(), to.end(), zero);
    if (shape.rank() == 0) {
        to[0] = from[0];
        return output;
    }
    const std::vector<PadAmount> amounts = pad_amounts(node.attributes(), shape.rank());
    const auto length = static_cast<std::size_t>(shape[shape.rank() - 1]);
    for (std::size_t row = 0; row < from.size() / length; ++row) {
        const auto source = from.subspan(row * length, length);
        const std::size_t start = output_index(shape, output.type.shape, amounts, static_cast<std::int64_t>(row));
        std::copy(source.begin(), source.end(), to.subspan(start, length).begin());
    }
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {evaluate_as<float>(node, *inputs[0], 0.0F)};
    }
    const auto zero = static_cast<std::int8_t>(node.input(0).quantization->zero_point());
    return {evaluate_as<std::int8_t>(node, *inputs[0], zero)};
}

} // namespace

std::vector<PadAmount> pad_amounts(const Attributes& attributes, std::size_t rank) {
    const Integers& values = attributes.get<Integers>("padding");
    const bool in_range = std::all_of(values.begin(), values.end(), [](std::int64_t value) {
        return value >= 0 && value <= largest_amount;
    });
    if (values.size() != 2 * rank || !in_range) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "padding is [{}], expected {} values of at least 0: before and after each axis",
                                 fmt::join(values, ", "), 2 * rank
                             )
        );
    }
    std::vector<PadAmount> amounts;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        amounts.push_back({values[2 * axis], values[2 * axis + 1]});
    }
    return amounts;
}

OpDef pad_def() {
    return {
        .name = "pad",
        .summary = "zeros before and after every axis",
        .min_inputs = 1,
        .max_inputs = 1,
        .attributes = {{.name = "padding", .kind_example = Integers{0, 0}, .is_required = true}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
