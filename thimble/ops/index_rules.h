// SPDX-License-Identifier: Apache-2.0
// Rules about axes and about indices that a tensor holds, for operators that look elements up or count them.
#pragma once

#include "thimble/ir/graph.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace thimble {

/// The attribute `name` as one of `rank` axes. Errors: ModelError E0422.
std::size_t axis_attribute(const Attributes& attributes, std::string_view name, std::size_t rank);

/// The attribute `name` as 0 or 1, 0 when it is left out. Errors: ModelError E0422.
bool flag_attribute(const Attributes& attributes, std::string_view name);

/// The place in `words` of the attribute `name`, of the first when it is left out. Errors: ModelError E0422.
std::size_t
word_attribute(const Attributes& attributes, std::string_view name, std::span<const std::string_view> words);

/// The attribute `index_type`: int32 or int64, int64 when it is left out. Errors: ModelError E0422.
DataType index_type_attribute(const Attributes& attributes);

/// Input `index` holds int32 or int64 numbers and has elements. Errors: ModelError E0420, E0421, E0424.
void require_indices(const NodeView& node, std::size_t index);

/// The numbers of an int32 or int64 tensor.
std::vector<std::int64_t> index_values(const Tensor& tensor);

/// Writes the number at a place of an int32 or int64 tensor.
void set_index(Tensor& tensor, std::int64_t place, std::int64_t value);

/// An index as the kernels take it: counted from the end when negative, then the nearest within [0, extent).
std::int64_t resolved_index(std::int64_t index, std::int64_t extent);

/// Product of the extents of the axes first .. last - 1.
std::int64_t count_between(const Shape& shape, std::size_t first, std::size_t last);

} // namespace thimble
