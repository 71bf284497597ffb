// SPDX-License-Identifier: Apache-2.0
// What the lowering of operators along one axis shares: the shape [outer_count, extent, inner_count] around it, and
// kernels for float32 and for every integer type.
#pragma once

#include "thimble/lower/kernel_step.h"
#include "thimble/ops/index_rules.h"

#include <string>

#include <fmt/format.h>

namespace thimble {

/// Appends the fields outer_count, extent and inner_count around the node's axis.
inline void append_axis_rows(std::vector<Parameter>& parameters, const NodeView& node) {
    const Shape& shape = node.input(0).shape;
    const std::size_t axis = axis_attribute(node.attributes(), "axis", shape.rank());
    parameters.push_back(integer("outer_count", count_between(shape, 0, axis)));
    parameters.push_back(integer("extent", shape[axis]));
    parameters.push_back(integer("inner_count", count_between(shape, axis + 1, shape.rank())));
}

/// `top_k_f32`, or `top_k_integers<int8_t>`.
inline std::string typed_function(std::string_view family, DataType element) {
    return element == DataType::float32 ? fmt::format("{}_f32", family)
                                        : fmt::format("{}_integers<{}>", family, element_argument(element));
}

/// Input 0 holds numbers.
inline bool has_numbers(const NodeView& node, const Target& /*target*/) {
    return node.input(0).data_type != DataType::boolean;
}

} // namespace thimble
