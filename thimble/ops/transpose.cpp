// SPDX-License-Identifier: Apache-2.0
// The operator transpose: the same elements with the axes in another order.
#include "thimble/ops/transpose.h"

#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_float32_or_int8(node, 1);
    const Shape& input = node.input(0).shape;
    Shape output = input;
    const std::vector<std::size_t> axes = transpose_axes(node.attributes(), input.rank());
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        output[axis] = input[axes[axis]];
    }
    if (data_type == DataType::int8) {
        require_output_quantization_of_input(node, 0);
    }
    return {output_type(node, data_type, output)};
}

/// Place in the output of the element at `index` of the input.
std::int64_t
output_index(const Shape& input, const Shape& output, const std::vector<std::size_t>& axes, std::int64_t index) {
    Integers position(input.rank());
    for (std::size_t axis = input.rank(); axis-- > 0;) {
        position[axis] = index % input[axis];
        index /= input[axis];
    }
    std::int64_t result = 0;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        result = result * output[axis] + position[axes[axis]];
    }
    return result;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Tensor& input = *inputs[0];
    Tensor output(node.output());
    const std::vector<std::size_t> axes = transpose_axes(node.attributes(), input.type.shape.rank());
    const std::size_t bytes = size_bytes(input.type.data_type);
    for (std::int64_t index = 0; index < input.type.shape.element_count(); ++index) {
        const auto to = static_cast<std::size_t>(output_index(input.type.shape, output.type.shape, axes, index));
        std::memcpy(
            output.bytes.data() + to * bytes, input.bytes.data() + static_cast<std::size_t>(index) * bytes, bytes
        );
    }
    return {output};
}

} // namespace

std::vector<std::size_t> transpose_axes(const Attributes& attributes, std::size_t rank) {
    const Integers& axes = attributes.get<Integers>("axes");
    std::vector<bool> is_there(rank, false);
    std::vector<std::size_t> result;
    for (const std::int64_t axis : axes) {
        const bool is_new =
            axis >= 0 && axis < static_cast<std::int64_t>(rank) && !is_there[static_cast<std::size_t>(axis)];
        if (is_new) {
            is_there[static_cast<std::size_t>(axis)] = true;
            result.push_back(static_cast<std::size_t>(axis));
        }
    }
    if (result.size() != rank || axes.size() != rank) {
        throw ModelError(
            wrong_attribute,
            fmt::format("axes are [{}], expected each of the {} axes once", fmt::join(axes, ", "), rank)
        );
    }
    return result;
}

OpDef transpose_def() {
    return {
        .name = "transpose",
        .summary = "the same elements with the axes in another order",
        .attributes = {{.name = "axes", .kind_example = Integers{0}, .is_required = true}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
