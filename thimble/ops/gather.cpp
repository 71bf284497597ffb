// SPDX-License-Identifier: Apache-2.0
// The family of operators that look elements up by indices which a tensor holds: gather, gather_elements, gather_nd.
// Indices count from the end when negative; one that is still outside takes the nearest element.
#include "thimble/ops/gather.h"

#include "thimble/core/error.h"
#include "thimble/ops/index_rules.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace thimble {

namespace {

std::size_t batch_dims(const NodeView& node) {
    const std::int64_t dims =
        node.attributes().has("batch_dims") ? node.attributes().get<std::int64_t>("batch_dims") : 0;
    const Shape& data = node.input(0).shape;
    const Shape& indices = node.input(1).shape;
    const auto limit = static_cast<std::int64_t>(std::min(data.rank(), indices.rank()));
    const bool is_common = dims >= 0 && dims <= limit &&
                           std::equal(data.extents().begin(), data.extents().begin() + dims, indices.extents().begin());
    if (!is_common) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "batch_dims is {}, expected leading axes that {} and {} have in common", dims,
                                 data.to_string(), indices.to_string()
                             )
        );
    }
    return static_cast<std::size_t>(dims);
}

void append(std::vector<std::int64_t>& extents, const Shape& shape, std::size_t first, std::size_t last) {
    for (std::size_t axis = first; axis < last; ++axis) {
        extents.push_back(shape[axis]);
    }
}

std::size_t gather_axis(const NodeView& node) {
    const std::size_t axis = axis_attribute(node.attributes(), "axis", node.input(0).shape.rank());
    if (axis < batch_dims(node)) {
        throw ModelError(wrong_attribute, fmt::format("axis {} is one of the batch's", axis));
    }
    return axis;
}

std::vector<TensorType> infer_gather(const NodeView& node) {
    require_same_data_type(node, 1);
    require_indices(node, 1);
    const Shape& data = node.input(0).shape;
    const Shape& indices = node.input(1).shape;
    const std::size_t axis = gather_axis(node);
    std::vector<std::int64_t> extents;
    append(extents, data, 0, axis);
    append(extents, indices, batch_dims(node), indices.rank());
    append(extents, data, axis + 1, data.rank());
    return {moved_type(node, 1, Shape(std::move(extents)))};
}

std::vector<Tensor> evaluate_gather(const NodeView& node, std::span<const Tensor* const> inputs) {
    const GatherPlaces places = gather_places(node);
    const std::vector<std::int64_t> indices = index_values(*inputs[1]);
    Tensor output(node.output());
    std::int64_t next = 0;
    for (std::int64_t batch = 0; batch < places.batch_count; ++batch) {
        for (std::int64_t outer = 0; outer < places.outer_count; ++outer) {
            for (std::int64_t at = 0; at < places.index_count; ++at) {
                const std::int64_t index = indices[static_cast<std::size_t>(batch * places.index_count + at)];
                const std::int64_t row =
                    (batch * places.outer_count + outer) * places.extent + resolved_index(index, places.extent);
                for (std::int64_t element = 0; element < places.block; ++element) {
                    move_element(*inputs[0], row * places.block + element, output, next++);
                }
            }
        }
    }
    return {output};
}

std::vector<TensorType> infer_elements(const NodeView& node) {
    require_same_data_type(node, 1);
    require_indices(node, 1);
    const Shape& data = node.input(0).shape;
    elements_view(data, node.input(1).shape, axis_attribute(node.attributes(), "axis", data.rank()));
    return {moved_type(node, 1, node.input(1).shape)};
}

std::vector<Tensor> evaluate_elements(const NodeView& node, std::span<const Tensor* const> inputs) {
    const Shape& data = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", data.rank());
    const std::int64_t stride = row_major_strides(data)[axis];
    const std::vector<std::int64_t> indices = index_values(*inputs[1]);
    Tensor output(node.output());
    std::int64_t next = 0;
    for_each_element(elements_view(data, node.input(1).shape, axis), [&](std::int64_t first) {
        const std::int64_t index = resolved_index(indices[static_cast<std::size_t>(next)], data[axis]);
        move_element(*inputs[0], first + index * stride, output, next++);
    });
    return {output};
}

std::vector<TensorType> infer_tuples(const NodeView& node) {
    require_same_data_type(node, 1);
    require_indices(node, 1);
    const Shape& data = node.input(0).shape;
    const Shape& indices = node.input(1).shape;
    const std::size_t batch = batch_dims(node);
    const std::size_t path = tuple_places(data, indices, batch).extents.size();
    std::vector<std::int64_t> extents;
    append(extents, indices, 0, indices.rank() - 1);
    append(extents, data, batch + path, data.rank());
    return {moved_type(node, 1, Shape(std::move(extents)))};
}

std::vector<Tensor> evaluate_tuples(const NodeView& node, std::span<const Tensor* const> inputs) {
    const TuplePlaces places = tuple_places(node.input(0).shape, node.input(1).shape, batch_dims(node));
    const std::vector<std::int64_t> indices = index_values(*inputs[1]);
    Tensor output(node.output());
    std::int64_t next = 0;
    for (std::int64_t row = 0; row < places.batch_count * places.row_count; ++row) {
        const std::int64_t offset = tuple_offset(places, row, indices);
        for (std::int64_t element = 0; element < places.block; ++element) {
            move_element(*inputs[0], offset + element, output, next++);
        }
    }
    return {output};
}

} // namespace

GatherPlaces gather_places(const NodeView& node) {
    const Shape& data = node.input(0).shape;
    const Shape& indices = node.input(1).shape;
    const std::size_t batch = batch_dims(node);
    const std::size_t axis = gather_axis(node);
    return {
        .batch_count = count_between(data, 0, batch),
        .outer_count = count_between(data, batch, axis),
        .extent = data[axis],
        .index_count = count_between(indices, batch, indices.rank()),
        .block = count_between(data, axis + 1, data.rank()),
    };
}

TuplePlaces tuple_places(const Shape& data, const Shape& indices, std::size_t batch_dims) {
    const std::int64_t path = indices.rank() == 0 ? 0 : indices[indices.rank() - 1];
    const auto indexed = static_cast<std::int64_t>(data.rank() - std::min(data.rank(), batch_dims));
    if (indices.rank() <= batch_dims || path < 1 || path > indexed) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "indices {} have {} numbers in a row, expected 1 to {} for the axes of {}",
                             indices.to_string(), path, indexed, data.to_string()
                         )
        );
    }
    const std::vector<std::int64_t> strides = row_major_strides(data);
    const std::size_t end = batch_dims + static_cast<std::size_t>(path);
    TuplePlaces places;
    places.batch_count = count_between(data, 0, batch_dims);
    places.row_count = count_between(indices, batch_dims, indices.rank() - 1);
    for (std::size_t axis = batch_dims; axis < end; ++axis) {
        places.extents.push_back(data[axis]);
        places.strides.push_back(strides[axis]);
    }
    places.block = count_between(data, end, data.rank());
    places.batch_elements = count_between(data, batch_dims, data.rank());
    return places;
}

std::int64_t tuple_offset(const TuplePlaces& places, std::int64_t row, const std::vector<std::int64_t>& indices) {
    std::int64_t offset = row / places.row_count * places.batch_elements;
    const std::size_t path = places.extents.size();
    for (std::size_t axis = 0; axis < path; ++axis) {
        const std::int64_t index = indices[static_cast<std::size_t>(row) * path + axis];
        offset += resolved_index(index, places.extents[axis]) * places.strides[axis];
    }
    return offset;
}

StridedView elements_view(const Shape& data, const Shape& indices, std::size_t axis) {
    const std::vector<std::int64_t> strides = row_major_strides(data);
    StridedView view;
    bool is_within = indices.rank() == data.rank();
    for (std::size_t along = 0; is_within && along < data.rank(); ++along) {
        is_within = along == axis || indices[along] <= data[along];
        view.axes.push_back({indices[along], along == axis ? 0 : strides[along]});
    }
    if (!is_within) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "indices are {}, expected a shape within {} except along axis {}", indices.to_string(),
                             data.to_string(), axis
                         )
        );
    }
    return view;
}

std::vector<OpDef> gather_defs() {
    const AttributeSpec axis = {.name = "axis", .kind_example = std::int64_t{0}};
    const AttributeSpec batch = {.name = "batch_dims", .kind_example = std::int64_t{0}};
    return {
        {.name = "gather",
         .summary = "slices along an axis, by their indices",
         .min_inputs = 2,
         .max_inputs = 2,
         .attributes = {axis, batch},
         .infer = infer_gather,
         .evaluate = evaluate_gather},
        {.name = "gather_elements",
         .summary = "for each element its index along an axis",
         .min_inputs = 2,
         .max_inputs = 2,
         .attributes = {axis},
         .infer = infer_elements,
         .evaluate = evaluate_elements},
        {.name = "gather_nd",
         .summary = "slices by rows of indices along the leading axes",
         .min_inputs = 2,
         .max_inputs = 2,
         .attributes = {batch},
         .infer = infer_tuples,
         .evaluate = evaluate_tuples},
    };
}

} // namespace thimble
