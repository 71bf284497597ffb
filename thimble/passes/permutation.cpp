// SPDX-License-Identifier: Apache-2.0
#include "thimble/passes/permutation.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace thimble {

Permutation identity_permutation(std::size_t rank) {
    Permutation result(rank);
    std::iota(result.begin(), result.end(), std::size_t{0});
    return result;
}

bool is_identity(const Permutation& permutation) {
    return std::is_sorted(permutation.begin(), permutation.end());
}

Permutation inverse(const Permutation& permutation) {
    Permutation result(permutation.size());
    for (std::size_t axis = 0; axis < permutation.size(); ++axis) {
        result[permutation[axis]] = axis;
    }
    return result;
}

Permutation compose(const Permutation& first, const Permutation& second) {
    Permutation result(second.size());
    for (std::size_t axis = 0; axis < second.size(); ++axis) {
        result[axis] = first[second[axis]];
    }
    return result;
}

bool keeps_bytes(const Shape& shape, const Permutation& permutation) {
    Permutation moved = permutation;
    std::erase_if(moved, [&](std::size_t axis) { return shape[axis] == 1; });
    return is_identity(moved);
}

Shape permute(const Shape& shape, const Permutation& permutation) {
    Shape result = shape;
    for (std::size_t axis = 0; axis < permutation.size(); ++axis) {
        result[axis] = shape[permutation[axis]];
    }
    return result;
}

TensorType permute(const TensorType& type, const Permutation& permutation) {
    TensorType result = type;
    result.shape = permute(type.shape, permutation);
    if (type.quantization && type.quantization->is_per_axis()) {
        result.quantization->axis = inverse(permutation)[type.quantization->axis];
    }
    return result;
}

Tensor permute(const Tensor& tensor, const Permutation& permutation) {
    const Shape& shape = tensor.type.shape;
    std::vector<std::size_t> strides(shape.rank(), size_bytes(tensor.type.data_type));
    for (std::size_t axis = shape.rank(); axis-- > 1;) {
        strides[axis - 1] = strides[axis] * static_cast<std::size_t>(shape[axis]);
    }
    Tensor result(permute(tensor.type, permutation));
    const std::size_t bytes = size_bytes(tensor.type.data_type);
    for (std::size_t index = 0; index < result.bytes.size() / bytes; ++index) {
        std::size_t rest = index;
        std::size_t from = 0;
        for (std::size_t axis = permutation.size(); axis-- > 0;) {
            const auto extent = static_cast<std::size_t>(result.type.shape[axis]);
            from += rest % extent * strides[permutation[axis]];
            rest /= extent;
        }
        std::memcpy(result.bytes.data() + index * bytes, tensor.bytes.data() + from, bytes);
    }
    return result;
}

std::vector<std::int64_t> as_attribute(const Permutation& permutation) {
    return {permutation.begin(), permutation.end()};
}

} // namespace thimble
