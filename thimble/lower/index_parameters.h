// SPDX-License-Identifier: Apache-2.0
// Kernel parameters that the lowering of gather and scatter operators share.
#pragma once

#include "thimble/lower/moved_bytes.h"
#include "thimble/ops/gather.h"

#include <array>

namespace thimble {

inline constexpr std::size_t index_kernel_axes = 6;

inline std::int64_t element_bytes(const TensorType& type) {
    return static_cast<std::int64_t>(size_bytes(type.data_type));
}

/// Fields of IndexedElementsParams, for indices in input 1.
inline std::vector<Parameter> elements_parameters(const NodeView& node, std::size_t axis, std::int64_t reduction = 0) {
    const TensorType& data = node.input(0);
    const StridedView view = collapsed(elements_view(data.shape, node.input(1).shape, axis));
    const std::int64_t bytes = element_bytes(data);
    std::array<std::int64_t, index_kernel_axes> extents = {1, 1, 1, 1, 1, 1};
    std::array<std::int64_t, index_kernel_axes> strides = {};
    const std::size_t first = index_kernel_axes - view.axes.size();
    for (std::size_t along = 0; along < view.axes.size(); ++along) {
        extents[first + along] = view.axes[along].extent;
        strides[first + along] = view.axes[along].stride * bytes;
    }
    std::vector<Parameter> parameters = {
        integer("index_bytes", element_bytes(node.input(1))), integer("element_bytes", bytes),
        integer("axis_extent", data.shape[axis]), integer("axis_stride", row_major_strides(data.shape)[axis] * bytes)};
    append_fields(parameters, "extent", extents);
    append_fields(parameters, "stride", strides);
    parameters.push_back(integer("reduction", reduction));
    return parameters;
}

/// Whether the kernels have axes enough for elements_parameters.
inline bool has_elements_axes(const NodeView& node, std::size_t axis) {
    return collapsed(elements_view(node.input(0).shape, node.input(1).shape, axis)).axes.size() <= index_kernel_axes;
}

/// Fields of IndexedTuplesParams, for indices in input 1.
inline std::vector<Parameter>
tuples_parameters(const NodeView& node, std::size_t batch_dims, std::int64_t reduction = 0) {
    const TuplePlaces places = tuple_places(node.input(0).shape, node.input(1).shape, batch_dims);
    const std::int64_t bytes = element_bytes(node.input(0));
    std::array<std::int64_t, index_kernel_axes> extents = {1, 1, 1, 1, 1, 1};
    std::array<std::int64_t, index_kernel_axes> strides = {};
    for (std::size_t along = 0; along < places.extents.size(); ++along) {
        extents[along] = places.extents[along];
        strides[along] = places.strides[along] * bytes;
    }
    std::vector<Parameter> parameters = {
        integer("index_bytes", element_bytes(node.input(1))),
        integer("batch_count", places.batch_count),
        integer("row_count", places.row_count),
        integer("path", static_cast<std::int64_t>(places.extents.size())),
        integer("block_bytes", places.block * bytes),
        integer("batch_bytes", places.batch_elements * bytes)};
    append_fields(parameters, "extent", extents);
    append_fields(parameters, "stride", strides);
    parameters.push_back(integer("reduction", reduction));
    return parameters;
}

/// Whether the kernels have axes enough for tuples_parameters.
inline bool has_tuples_axes(const NodeView& node) {
    const Shape& indices = node.input(1).shape;
    return indices[indices.rank() - 1] <= static_cast<std::int64_t>(index_kernel_axes);
}

} // namespace thimble
