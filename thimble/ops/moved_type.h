// SPDX-License-Identifier: Apache-2.0
// What operators share that move elements without looking at them: any data type, and a quantisation that stays.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/graph.h"

#include <cstddef>

namespace thimble {

/// Output 0 has the quantisation of input `index`, or neither has any.
///
/// Errors: ModelError E0423.
void require_kept_quantization(const NodeView& node, std::size_t index);

/// The inferred output of an operator that moves elements of the inputs 0 .. count - 1, which share their type.
///
/// Errors: ModelError E0420, E0421, E0423, E0424.
TensorType moved_type(const NodeView& node, std::size_t count, Shape shape);

/// Copies the element at `from_index` to `to_index`; both tensors have the same data type.
void move_element(const Tensor& from, std::int64_t from_index, Tensor& to, std::int64_t to_index);

} // namespace thimble
