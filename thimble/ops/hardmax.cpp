// SPDX-License-Identifier: Apache-2.0
// The operator hardmax: 1 at the first largest element of the last axis, 0 elsewhere.
#include "thimble/core/error.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

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
    return {output_type(node, data_type, node.input(0).shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    Tensor output(node.output());
    const std::span<const float> elements = inputs[0]->elements<float>();
    const auto depth = static_cast<std::size_t>(node.input(0).shape.extents().back());
    for (std::size_t start = 0; start < elements.size(); start += depth) {
        const auto row = elements.subspan(start, depth);
        const auto largest = std::max_element(row.begin(), row.end());
        output.elements<float>()[start + static_cast<std::size_t>(largest - row.begin())] = 1.0F;
    }
    return {output};
}

} // namespace

OpDef hardmax_def() {
    return {
        .name = "hardmax",
        .summary = "1 at the first largest element of the last axis, 0 elsewhere",
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
