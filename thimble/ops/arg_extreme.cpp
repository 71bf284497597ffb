// SPDX-License-Identifier: Apache-2.0
// The family of operators that find where along an axis the largest or smallest element is: arg_max, arg_min.
#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

namespace thimble {

namespace {

std::vector<TensorType> infer(const NodeView& node) {
    if (require_same_data_type(node, 1) == DataType::boolean) {
        throw ModelError(wrong_data_type, "input is boolean, expected numbers");
    }
    std::vector<std::int64_t> extents = node.input(0).shape.extents();
    const std::size_t axis = axis_attribute(node.attributes(), "axis", extents.size());
    flag_attribute(node.attributes(), "select_last");
    if (flag_attribute(node.attributes(), "keep_dims")) {
        extents[axis] = 1;
    } else {
        extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(axis));
    }
    return {{index_type_attribute(node.attributes()), Shape(std::move(extents)), {}}};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& shape = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", shape.rank());
    const std::int64_t inner = count_between(shape, axis + 1, shape.rank());
    const bool is_largest = node.node().op == "arg_max";
    const bool is_last = flag_attribute(node.attributes(), "select_last");
    Tensor output(node.output());
    visit_data_type(node.input(0).data_type, [&]<typename Element>(Element) {
        const auto elements = inputs[0]->elements<Element>();
        for (std::int64_t row = 0; row < output.type.shape.element_count(); ++row) {
            const std::int64_t first = row / inner * inner * shape[axis] + row % inner;
            const auto at = [&](std::int64_t index) {
                return elements[static_cast<std::size_t>(first + index * inner)];
            };
            std::int64_t best = 0;
            for (std::int64_t index = 1; index < shape[axis]; ++index) {
                const bool is_better = is_largest ? at(best) < at(index) : at(index) < at(best);
                best = is_better || (is_last && at(index) == at(best)) ? index : best;
            }
            set_index(output, row, best);
        }
    });
    return {output};
}

OpDef def(std::string_view name, std::string_view summary) {
    return {
        .name = name,
        .summary = summary,
        .attributes =
            {
                {.name = "axis", .kind_example = std::int64_t{0}},
                {.name = "keep_dims", .kind_example = std::int64_t{0}},
                {.name = "select_last", .kind_example = std::int64_t{0}},
                {.name = "index_type", .kind_example = std::string("int64")},
            },
        .infer = infer,
        .evaluate = evaluate,
    };
}

} // namespace

std::vector<OpDef> arg_extreme_defs() {
    return {
        def("arg_max", "index of the largest element along an axis"),
        def("arg_min", "index of the smallest element along an axis"),
    };
}

} // namespace thimble
