// SPDX-License-Identifier: Apache-2.0
// Orders of axes, and shapes, types and tensors whose axes are put into another order.
#pragma once

#include "thimble/core/tensor.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thimble {

/// For each axis of the result the axis that it was: the attribute `axes` of a transpose.
using Permutation = std::vector<std::size_t>;

Permutation identity_permutation(std::size_t rank);

bool is_identity(const Permutation& permutation);

/// permute(permute(x, p), inverse(p)) is x.
Permutation inverse(const Permutation& permutation);

/// permute(x, compose(first, second)) is permute(permute(x, first), second).
Permutation compose(const Permutation& first, const Permutation& second);

/// Whether a tensor of this shape has the same bytes before and after: only extents of 1 move.
bool keeps_bytes(const Shape& shape, const Permutation& permutation);

Shape permute(const Shape& shape, const Permutation& permutation);

/// Shape in the new order; the axis of a quantisation per axis follows.
TensorType permute(const TensorType& type, const Permutation& permutation);

Tensor permute(const Tensor& tensor, const Permutation& permutation);

/// As the attribute of a node.
std::vector<std::int64_t> as_attribute(const Permutation& permutation);

} // namespace thimble
