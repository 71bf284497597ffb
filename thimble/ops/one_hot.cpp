// SPDX-License-Identifier: Apache-2.0
// The operator one_hot: along a new axis the second value at each index, the first elsewhere.
#include "thimble/core/error.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::int64_t largest_depth = std::int64_t{1} << 31;

std::int64_t depth_of(const NodeView& node) {
    const std::int64_t depth = node.attributes().get<std::int64_t>("depth");
    if (depth < 1 || depth > largest_depth) {
        throw ModelError(wrong_attribute, fmt::format("depth is {}, expected at least 1", depth));
    }
    return depth;
}

std::vector<TensorType> infer(const NodeView& node) {
    require_indices(node, 0);
    const TensorType& values = node.input(1);
    if (values.shape != Shape{2}) {
        throw ModelError(wrong_shape, fmt::format("values are {}, expected [2]", values.shape.to_string()));
    }
    const Shape& indices = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", indices.rank() + 1);
    flag_attribute(node.attributes(), "counts_from_end");
    std::vector<std::int64_t> extents = indices.extents();
    extents.insert(extents.begin() + static_cast<std::ptrdiff_t>(axis), depth_of(node));
    require_kept_quantization(node, 1);
    return {output_type(node, values.data_type, Shape(std::move(extents)))};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& shape = node.input(0).shape;
    const std::int64_t depth = depth_of(node);
    const std::size_t axis = axis_attribute(node.attributes(), "axis", shape.rank() + 1);
    const std::int64_t inner = count_between(shape, axis, shape.rank());
    const bool counts_from_end = flag_attribute(node.attributes(), "counts_from_end");
    const std::vector<std::int64_t> indices = index_values(*inputs[0]);
    Tensor output(node.output());
    for (std::int64_t place = 0; place < output.type.shape.element_count(); ++place) {
        const std::int64_t source = place / (inner * depth) * inner + place % inner;
        std::int64_t index = indices[static_cast<std::size_t>(source)];
        index += counts_from_end && index < 0 ? depth : 0;
        move_element(*inputs[1], index == place / inner % depth ? 1 : 0, output, place);
    }
    return {output};
}

} // namespace

OpDef one_hot_def() {
    return {
        .name = "one_hot",
        .summary = "the second of two values at each index along a new axis, the first elsewhere",
        .min_inputs = 2,
        .max_inputs = 2,
        .attributes =
            {
                {.name = "axis", .kind_example = std::int64_t{0}},
                {.name = "depth", .kind_example = std::int64_t{1}, .is_required = true},
                {.name = "counts_from_end", .kind_example = std::int64_t{0}},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
