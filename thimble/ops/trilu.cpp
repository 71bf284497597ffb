// SPDX-License-Identifier: Apache-2.0
// The operator trilu: the upper or lower triangle of the matrices in the last two axes, zeros elsewhere.
#include "thimble/ops/trilu.h"

#include "thimble/core/error.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, 1);
    const TensorType& input = node.input(0);
    if (input.shape.rank() < 2) {
        throw ModelError(
            wrong_shape,
            fmt::format("input {} has {} axes, expected 2 or more", input.shape.to_string(), input.shape.rank())
        );
    }
    if (input.quantization) {
        throw ModelError(wrong_quantization, "input has a scale, expected plain numbers");
    }
    flag_attribute(node.attributes(), "upper");
    return {moved_type(node, 1, input.shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& shape = node.input(0).shape;
    const std::int64_t rows = shape[shape.rank() - 2];
    const std::int64_t columns = shape[shape.rank() - 1];
    const Triangle kept = triangle(node.attributes(), rows, columns);
    Tensor output(node.output());
    for (std::int64_t place = 0; place < shape.element_count(); ++place) {
        const std::int64_t from_diagonal = place % columns - (place / columns % rows + kept.diagonal);
        if (kept.is_upper ? from_diagonal >= 0 : from_diagonal <= 0) {
            move_element(*inputs[0], place, output, place);
        }
    }
    return {output};
}

} // namespace

Triangle triangle(const Attributes& attributes, std::int64_t rows, std::int64_t columns) {
    const std::int64_t diagonal = attributes.has("diagonal") ? attributes.get<std::int64_t>("diagonal") : 0;
    const bool is_upper = !attributes.has("upper") || flag_attribute(attributes, "upper");
    return {is_upper, std::clamp(diagonal, -rows, columns)};
}

OpDef trilu_def() {
    return {
        .name = "trilu",
        .summary = "the upper or lower triangle of matrices, zeros elsewhere",
        .attributes =
            {{.name = "upper", .kind_example = std::int64_t{1}}, {.name = "diagonal", .kind_example = std::int64_t{0}}},
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
