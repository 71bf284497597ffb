// SPDX-License-Identifier: Apache-2.0
// The family of operators that write updates into a copy of a tensor, at indices which another tensor holds:
// scatter_elements, scatter_nd. Indices are resolved as by gather; updates apply in order.
#include "thimble/ops/scatter.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/gather.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <array>
#include <functional>
#include <type_traits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

constexpr std::array<std::string_view, 5> reduction_names = {"none", "add", "mul", "min", "max"};

/// The rules that both operators share; `shape` is what the updates must have.
std::vector<TensorType> scattered_type(const NodeView& node, const Shape& shape) {
    if (!node.has_input(2)) {
        throw ModelError(missing_input, "input 2 is left out, expected updates");
    }
    const TensorType& data = node.input(0);
    const TensorType& updates = node.input(2);
    if (updates.data_type != data.data_type) {
        throw ModelError(
            wrong_data_type,
            fmt::format("updates are {}, expected {} as the data", name(updates.data_type), name(data.data_type))
        );
    }
    if (updates.shape != shape) {
        throw ModelError(
            wrong_shape, fmt::format("updates are {}, expected {}", updates.shape.to_string(), shape.to_string())
        );
    }
    const Reduction reduction = reduction_attribute(node.attributes());
    const bool is_arithmetic = reduction == Reduction::add || reduction == Reduction::mul;
    if ((is_arithmetic && data.quantization) || (reduction != Reduction::none && data.data_type == DataType::boolean)) {
        throw ModelError(
            wrong_data_type,
            fmt::format(
                "reduction `{}` of {}{}, expected plain numbers", reduction_names[static_cast<std::size_t>(reduction)],
                name(data.data_type), data.quantization ? " with a scale" : ""
            )
        );
    }
    require_kept_quantization(node, 2);
    return {moved_type(node, 1, data.shape)};
}

template <typename Element> Element reduced(Reduction reduction, Element present, Element update) {
    switch (reduction) {
    case Reduction::none:
        return update;
    case Reduction::min:
        return std::min(present, update);
    case Reduction::max:
        return std::max(present, update);
    case Reduction::add:
    case Reduction::mul:
        break;
    }
    const bool is_sum = reduction == Reduction::add;
    if constexpr (std::is_floating_point_v<Element>) {
        return is_sum ? present + update : present * update;
    } else {
        const auto x = static_cast<std::uint64_t>(present); // unsigned numbers wrap around
        const auto y = static_cast<std::uint64_t>(update);
        return static_cast<Element>(is_sum ? x + y : x * y);
    }
}

/// Applies the update at `update` to the element at `place`.
void apply(Reduction reduction, const Tensor& updates, std::int64_t update, Tensor& output, std::int64_t place) {
    visit_data_type(updates.type.data_type, [&]<typename Element>(Element) {
        Element& element = output.elements<Element>()[static_cast<std::size_t>(place)];
        element = reduced(reduction, element, updates.elements<Element>()[static_cast<std::size_t>(update)]);
    });
}

std::vector<TensorType> infer_elements(const NodeView& node) {
    require_same_data_type(node, 1);
    require_indices(node, 1);
    const Shape& data = node.input(0).shape;
    elements_view(data, node.input(1).shape, axis_attribute(node.attributes(), "axis", data.rank()));
    return scattered_type(node, node.input(1).shape);
}

std::vector<Tensor> evaluate_elements(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& data = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", data.rank());
    const std::int64_t stride = row_major_strides(data)[axis];
    const std::vector<std::int64_t> indices = index_values(*inputs[1]);
    Tensor output(node.output());
    output.bytes = inputs[0]->bytes;
    std::int64_t update = 0;
    for_each_element(elements_view(data, node.input(1).shape, axis), [&](std::int64_t first) {
        const std::int64_t index = resolved_index(indices[static_cast<std::size_t>(update)], data[axis]);
        apply(reduction_attribute(node.attributes()), *inputs[2], update++, output, first + index * stride);
    });
    return {output};
}

std::vector<TensorType> infer_tuples(const NodeView& node) {
    require_same_data_type(node, 1);
    require_indices(node, 1);
    const Shape& data = node.input(0).shape;
    const Shape& indices = node.input(1).shape;
    const std::size_t path = tuple_places(data, indices, 0).extents.size();
    std::vector<std::int64_t> extents(indices.extents().begin(), indices.extents().end() - 1);
    extents.insert(extents.end(), data.extents().begin() + static_cast<std::ptrdiff_t>(path), data.extents().end());
    return scattered_type(node, Shape(std::move(extents)));
}

std::vector<Tensor> evaluate_tuples(const NodeView& node, std::span<const Tensor* const> inputs) {
    const TuplePlaces places = tuple_places(node.input(0).shape, node.input(1).shape, 0);
    const std::vector<std::int64_t> indices = index_values(*inputs[1]);
    Tensor output(node.output());
    output.bytes = inputs[0]->bytes;
    for (std::int64_t row = 0; row < places.row_count; ++row) {
        const std::int64_t offset = tuple_offset(places, row, indices);
        for (std::int64_t element = 0; element < places.block; ++element) {
            apply(
                reduction_attribute(node.attributes()), *inputs[2], row * places.block + element, output,
                offset + element
            );
        }
    }
    return {output};
}

} // namespace

Reduction reduction_attribute(const Attributes& attributes) {
    return static_cast<Reduction>(word_attribute(attributes, "reduction", reduction_names));
}

std::vector<OpDef> scatter_defs() {
    const AttributeSpec reduction = {.name = "reduction", .kind_example = std::string("none")};
    return {
        {.name = "scatter_elements",
         .summary = "a copy with elements replaced at their indices along an axis",
         .min_inputs = 3,
         .max_inputs = 3,
         .attributes = {{.name = "axis", .kind_example = std::int64_t{0}}, reduction},
         .infer = infer_elements,
         .evaluate = evaluate_elements},
        {.name = "scatter_nd",
         .summary = "a copy with slices replaced by rows of indices along the leading axes",
         .min_inputs = 3,
         .max_inputs = 3,
         .attributes = {reduction},
         .infer = infer_tuples,
         .evaluate = evaluate_tuples},
    };
}

} // namespace thimble
