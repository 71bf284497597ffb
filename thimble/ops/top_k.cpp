// SPDX-License-Identifier: Apache-2.0
// The operator top_k: the largest or smallest elements along an axis, sorted, and their indices. Of equal elements the
// one with the lower index comes first.
#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace thimble {

namespace {

bool takes_largest(const NodeView& node) {
    return !node.attributes().has("largest") || flag_attribute(node.attributes(), "largest");
}

std::vector<TensorType> infer(const NodeView& node) {
    if (require_same_data_type(node, 1) == DataType::boolean) {
        throw ModelError(wrong_data_type, "input is boolean, expected numbers");
    }
    Shape shape = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", shape.rank());
    const std::int64_t count = node.attributes().get<std::int64_t>("k");
    if (count < 1 || count > shape[axis]) {
        throw ModelError(
            wrong_attribute, fmt::format("k is {}, expected 1 to {} along axis {}", count, shape[axis], axis)
        );
    }
    takes_largest(node);
    shape[axis] = count;
    return {moved_type(node, 1, shape), {index_type_attribute(node.attributes()), shape, {}}};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& shape = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", shape.rank());
    const std::int64_t count = node.attributes().get<std::int64_t>("k");
    const std::int64_t inner = count_between(shape, axis + 1, shape.rank());
    const bool is_largest = takes_largest(node);
    Tensor values(node.output(0));
    Tensor indices(node.output(1));
    visit_data_type(node.input(0).data_type, [&]<typename Element>(Element) {
        const auto elements = inputs[0]->elements<Element>();
        for (std::int64_t row = 0; row < shape.element_count() / shape[axis]; ++row) {
            const std::int64_t first = row / inner * inner * shape[axis] + row % inner;
            const auto at = [&](std::int64_t index) {
                return elements[static_cast<std::size_t>(first + index * inner)];
            };
            std::vector<std::int64_t> order(static_cast<std::size_t>(shape[axis]));
            std::iota(order.begin(), order.end(), 0);
            std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
                return is_largest ? at(b) < at(a) : at(a) < at(b);
            });
            for (std::int64_t rank = 0; rank < count; ++rank) {
                const std::int64_t index = order[static_cast<std::size_t>(rank)];
                const std::int64_t place = row / inner * inner * count + rank * inner + row % inner;
                move_element(*inputs[0], first + index * inner, values, place);
                set_index(indices, place, index);
            }
        }
    });
    return {values, indices};
}

} // namespace

OpDef top_k_def() {
    return {
        .name = "top_k",
        .summary = "the largest or smallest elements along an axis and their indices",
        .attributes =
            {
                {.name = "axis", .kind_example = std::int64_t{0}},
                {.name = "k", .kind_example = std::int64_t{1}, .is_required = true},
                {.name = "largest", .kind_example = std::int64_t{1}},
                {.name = "index_type", .kind_example = std::string("int64")},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace thimble
