// SPDX-License-Identifier: Apache-2.0
#include "thimble/ops/volume_geometry.h"

#include "thimble/core/error.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

// Far above any volume, and small enough that no product of two overflows.
constexpr std::int64_t largest_attribute = 1 << 24;

/// The values of a list attribute; `count` times `fallback` where it is left out or empty.
Integers listed(const Attributes& attributes, std::string_view name, std::size_t count, std::int64_t fallback) {
    const Integers values = attributes.has(name) ? attributes.get<Integers>(name) : Integers{};
    if (values.empty()) {
        return Integers(count, fallback);
    }
    const bool in_range = std::all_of(values.begin(), values.end(), [&](std::int64_t value) {
        return value >= fallback && value <= largest_attribute;
    });
    if (values.size() != count || !in_range) {
        throw ModelError(
            wrong_attribute,
            fmt::format("{} is [{}], expected {} values of at least {}", name, fmt::join(values, ", "), count, fallback)
        );
    }
    return values;
}

/// The first values of a list, preceded by `fallback` where it is that of an image.
Extent3d three(const Integers& values, std::size_t spatial_rank, std::int64_t fallback) {
    Extent3d result = {fallback, fallback, fallback};
    std::copy_n(values.begin(), spatial_rank, result.end() - static_cast<std::ptrdiff_t>(spatial_rank));
    return result;
}

/// An image as a volume of depth 1.
Shape five_axes(const Shape& shape) {
    std::vector<std::int64_t> extents = shape.extents();
    if (extents.size() == 4) {
        extents.insert(extents.begin() + 1, 1);
    }
    return Shape(std::move(extents));
}

} // namespace

AttributeSpec groups_spec() {
    return {.name = "groups", .kind_example = std::int64_t{1}};
}

std::int64_t groups_attribute(const Attributes& attributes) {
    const std::int64_t groups = attributes.has("groups") ? attributes.get<std::int64_t>("groups") : 1;
    if (groups < 1) {
        throw ModelError(wrong_attribute, fmt::format("groups is {}, expected 1 or more", groups));
    }
    return groups;
}

std::vector<AttributeSpec> volume_attribute_specs() {
    return {
        {.name = "stride", .kind_example = Integers{}},
        {.name = "dilation", .kind_example = Integers{}},
        {.name = "padding", .kind_example = Integers{}},
        groups_spec(),
    };
}

void require_volume_channels(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Shape& weights = node.input(1).shape;
    if (input.rank() != 4 && input.rank() != 5) {
        throw ModelError(wrong_shape, fmt::format("input is {}, expected 4 or 5 axes", input.to_string()));
    }
    require_rank(node.input(1), "weights", input.rank());
    const std::int64_t groups = groups_attribute(node.attributes());
    const std::size_t last = input.rank() - 1;
    if (input[last] % groups != 0 || weights[last] != input[last] / groups) {
        const std::string in_groups = groups == 1 ? "" : fmt::format(" in each of {} groups", groups);
        throw ModelError(
            wrong_shape, fmt::format(
                             "weights expect {} input channels{}, input {} has {}", weights[last], in_groups,
                             input.to_string(), input[last]
                         )
        );
    }
    if (weights[0] % groups != 0) {
        throw ModelError(
            wrong_shape, fmt::format("{} output channels, expected a multiple of {} groups", weights[0], groups)
        );
    }
}

Shape convolved_shape(const NodeView& node) {
    Shape output = node.input(0).shape;
    const Shape& weights = node.input(1).shape;
    const std::size_t spatial_rank = output.rank() - 2;
    const Integers stride = listed(node.attributes(), "stride", spatial_rank, 1);
    const Integers dilation = listed(node.attributes(), "dilation", spatial_rank, 1);
    const Integers padding = listed(node.attributes(), "padding", 2 * spatial_rank, 0);
    for (std::size_t axis = 0; axis < spatial_rank; ++axis) {
        const std::int64_t padded = output[axis + 1] + padding[axis] + padding[axis + spatial_rank];
        const std::int64_t reach = (weights[axis + 1] - 1) * dilation[axis] + 1;
        if (padded < reach) {
            throw ModelError(
                wrong_shape,
                fmt::format("window reaches over {} along axis {}, padded input has {}", reach, axis + 1, padded)
            );
        }
        output[axis + 1] = (padded - reach) / stride[axis] + 1;
    }
    output[output.rank() - 1] = weights[0];
    return output;
}

Shape transposed_shape(const NodeView& node) {
    Shape output = node.input(0).shape;
    const std::size_t spatial_rank = output.rank() - 2;
    const Integers size = listed(node.attributes(), "output_size", spatial_rank, 1);
    listed(node.attributes(), "stride", spatial_rank, 1);
    listed(node.attributes(), "dilation", spatial_rank, 1);
    listed(node.attributes(), "padding", spatial_rank, 0);
    std::copy(size.begin(), size.end(), &output[1]);
    output[output.rank() - 1] = node.input(1).shape[0];
    return output;
}

VolumeGeometry volume_geometry(const NodeView& node) {
    const Attributes& attributes = node.attributes();
    const std::size_t spatial_rank = node.input(0).shape.rank() - 2;
    // Transposed convolutions give the padding before only, the size of the output says the rest.
    const std::size_t paddings = attributes.has("output_size") ? spatial_rank : 2 * spatial_rank;
    return {
        .input = five_axes(node.input(0).shape),
        .weights = five_axes(node.input(1).shape),
        .output = five_axes(node.output().shape),
        .stride = three(listed(attributes, "stride", spatial_rank, 1), spatial_rank, 1),
        .dilation = three(listed(attributes, "dilation", spatial_rank, 1), spatial_rank, 1),
        .padding = three(listed(attributes, "padding", paddings, 0), spatial_rank, 0),
        .groups = groups_attribute(attributes),
    };
}

} // namespace thimble
