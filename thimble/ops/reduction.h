// SPDX-License-Identifier: Apache-2.0
// What operators share that reduce some axes to one element: the attributes `axes` and `keep_dims`, the
// shape of the result, and which elements fall on each element of the result.
#pragma once

#include "thimble/core/tensor.h"
#include "thimble/ir/attributes.h"
#include "thimble/ops/op_def.h"

#include <cstdint>
#include <vector>

namespace thimble {

struct ReductionAttributes {
    std::vector<std::int64_t> axes; ///< each once, none negative
    bool keep_dims = false;         ///< the reduced axes stay, with extent 1
};

/// `axes` and `keep_dims`, for an operator's list of attributes.
std::vector<AttributeSpec> reduction_attribute_specs();

ReductionAttributes reduction_attributes(const Attributes& attributes);

/// Errors: ModelError E0422 unless the axes are some of the input's, each once.
void require_axes(const std::vector<std::int64_t>& axes, const Shape& input);

bool is_reduced(const std::vector<std::int64_t>& axes, std::size_t axis);

/// Shape of the result.
Shape reduced_shape(const Shape& input, const ReductionAttributes& attributes);

/// How many elements of `input` fall on one element of the result.
std::int64_t reduction_count(const Shape& input, const std::vector<std::int64_t>& axes);

/// Place in the result of each element of `input`, in memory order.
std::vector<std::size_t> reduction_targets(const Shape& input, const std::vector<std::int64_t>& axes);

/// The elements that fall on each element of the result, as `Number`, in memory order.
template <typename Element, typename Number>
std::vector<std::vector<Number>> reduction_lists(const Tensor& input, const std::vector<std::int64_t>& axes) {
    const std::vector<std::size_t> targets = reduction_targets(input.type.shape, axes);
    const std::int64_t count = input.type.shape.element_count() / reduction_count(input.type.shape, axes);
    std::vector<std::vector<Number>> lists(static_cast<std::size_t>(count));
    const std::span<const Element> elements = input.elements<Element>();
    for (std::size_t index = 0; index < elements.size(); ++index) {
        lists[targets[index]].push_back(static_cast<Number>(elements[index]));
    }
    return lists;
}

} // namespace thimble
