// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/reduction.h"

#include "thimble/core/error.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

} // namespace

std::vector<AttributeSpec> reduction_attribute_specs() {
    return {
        {.name = "axes", .kind_example = Integers{1, 2}, .is_required = true},
        {.name = "keep_dims", .kind_example = std::int64_t{0}},
    };
}

ReductionAttributes reduction_attributes(const Attributes& attributes) {
    const bool keep_dims = attributes.has("keep_dims") && attributes.get<std::int64_t>("keep_dims") != 0;
    return {.axes = attributes.get<Integers>("axes"), .keep_dims = keep_dims};
}

void require_axes(const Integers& axes, const Shape& input) {
    const bool in_range = std::all_of(axes.begin(), axes.end(), [&](std::int64_t axis) {
        return axis >= 0 && axis < static_cast<std::int64_t>(input.rank());
    });
    const std::set<std::int64_t> distinct(axes.begin(), axes.end());
    if (axes.empty() || !in_range || distinct.size() != axes.size()) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "axes are [{}], expected some of the {} axes of input {}, each once",
                                 fmt::join(axes, ", "), input.rank(), input.to_string()
                             )
        );
    }
}

bool is_reduced(const Integers& axes, std::size_t axis) {
    return std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(axis)) != axes.end();
}

Shape reduced_shape(const Shape& input, const ReductionAttributes& attributes) {
    Integers extents;
    for (std::size_t axis = 0; axis < input.rank(); ++axis) {
        if (!is_reduced(attributes.axes, axis)) {
            extents.push_back(input[axis]);
        } else if (attributes.keep_dims) {
            extents.push_back(1);
        }
    }
    return Shape(extents);
}

std::int64_t reduction_count(const Shape& input, const Integers& axes) {
    std::int64_t count = 1;
    for (const std::int64_t axis : axes) {
        count *= input[static_cast<std::size_t>(axis)];
    }
    return count;
}

std::vector<std::size_t> reduction_targets(const Shape& input, const Integers& axes) {
    std::vector<std::size_t> targets(static_cast<std::size_t>(input.element_count()));
    for (std::size_t index = 0; index < targets.size(); ++index) {
        auto rest = static_cast<std::int64_t>(index);
        std::int64_t target = 0;
        std::int64_t stride = 1;
        for (std::size_t axis = input.rank(); axis-- > 0;) {
            const std::int64_t position = rest % input[axis];
            rest /= input[axis];
            if (!is_reduced(axes, axis)) {
                target += position * stride;
                stride *= input[axis];
            }
        }
        targets[index] = static_cast<std::size_t>(target);
    }
    return targets;
}

} // namespace thimble
