// SPDX-License-Identifier: Apache-2.0
#include "thimble/lower/reduction_parameters.h"

#include "thimble/ops/reduction.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::size_t group_count = 7;

/// Whether `outer` and `inner`, which follows it, are one group.
bool belong_together(const AxisGroup& outer, const AxisGroup& inner) {
    return outer.is_reduced == inner.is_reduced && outer.parameter_stride == inner.parameter_stride * inner.extent;
}

/// Neighbours that are walked alike as one, without the axes of one element.
std::vector<AxisGroup> merged(const std::vector<AxisGroup>& axes) {
    std::vector<AxisGroup> groups;
    for (const AxisGroup& axis : axes) {
        if (axis.extent == 1) {
            continue;
        }
        if (!groups.empty() && belong_together(groups.back(), axis)) {
            groups.back().extent *= axis.extent;
            groups.back().parameter_stride = axis.parameter_stride;
        } else {
            groups.push_back(axis);
        }
    }
    return groups;
}

} // namespace

std::optional<std::vector<AxisGroup>> axis_groups(
    const Shape& input, const std::vector<std::int64_t>& axes, const std::vector<std::int64_t>& parameter_strides
) {
    std::vector<AxisGroup> all;
    for (std::size_t axis = 0; axis < input.rank(); ++axis) {
        const std::int64_t stride = parameter_strides.empty() ? 0 : parameter_strides[axis];
        all.push_back({input[axis], is_reduced(axes, axis), stride});
    }
    std::vector<AxisGroup> groups = merged(all);
    std::vector<AxisGroup> result(group_count);
    std::size_t place = group_count;
    for (; !groups.empty(); groups.pop_back()) {
        // Kept groups have the places 0, 2, 4 and 6; a place of the other kind stays empty.
        const bool is_kept_place = place % 2 == 1;
        place -= groups.back().is_reduced == is_kept_place ? 2 : 1;
        if (place >= group_count) {
            return {};
        }
        result[place] = groups.back();
    }
    return result;
}

bool has_axis_groups(const NodeView& node) {
    return axis_groups(node.input(0).shape, reduction_attributes(node.attributes()).axes).has_value();
}

std::vector<Parameter> reduction_parameters(const std::vector<AxisGroup>& groups) {
    std::vector<Parameter> parameters;
    for (std::size_t place = 0; place < group_count; ++place) {
        const std::string_view kind = place % 2 == 0 ? "keep" : "over";
        parameters.push_back(integer(fmt::format("{}_{}", kind, place / 2), groups[place].extent));
    }
    return parameters;
}

std::vector<Parameter> reduction_parameters(const NodeView& node) {
    return reduction_parameters(*axis_groups(node.input(0).shape, reduction_attributes(node.attributes()).axes));
}

} // namespace thimble
