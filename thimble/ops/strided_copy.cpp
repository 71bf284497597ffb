// SPDX-License-Identifier: Apache-2.0
// The family of operators that see their input through other strides: transpose, slice, expand, tile. Each is one
// function from attributes to a view; shape, reference and lowering follow from it.
#include "thimble/ops/strided_copy.h"

#include "thimble/core/error.h"
#include "thimble/ops/moved_type.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/type_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

// Far above any extent meant here, and small enough that products of two do not overflow.
constexpr std::int64_t largest_amount = std::int64_t{1} << 31;

/// A view and the shape that it gives; a tile has more axes in the view than in the shape.
struct ShapedView {
    StridedView view;
    Shape shape;
};

const Integers& list_for(const NodeView& node, std::string_view name, std::size_t rank) {
    const Integers& values = node.attributes().get<Integers>(name);
    if (values.size() != rank) {
        throw ModelError(
            wrong_attribute, fmt::format("{} has {} values, expected {}: one for each axis", name, values.size(), rank)
        );
    }
    return values;
}

ShapedView transposed(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Integers strides = row_major_strides(input);
    ShapedView result;
    std::vector<std::int64_t> extents;
    for (const std::size_t axis : transpose_axes(node.attributes(), input.rank())) {
        result.view.axes.push_back({input[axis], strides[axis]});
        extents.push_back(input[axis]);
    }
    result.shape = Shape(std::move(extents));
    return result;
}

/// Errors: ModelError E0422 unless every step stays within the axis.
void require_within(std::int64_t start, std::int64_t extent, std::int64_t step, std::int64_t available) {
    const bool is_range = start >= 0 && start < available && extent >= 1 && extent <= available &&
                          std::abs(step) <= largest_amount && (step != 0 || extent == 1);
    const std::int64_t last = is_range ? start + (extent - 1) * step : -1;
    if (last < 0 || last >= available) {
        throw ModelError(
            wrong_attribute, fmt::format(
                                 "{} elements from {} in steps of {}, expected to stay within {} elements", extent,
                                 start, step, available
                             )
        );
    }
}

ShapedView sliced(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Integers& starts = list_for(node, "starts", input.rank());
    const Integers& extents = list_for(node, "extents", input.rank());
    const Integers& steps = list_for(node, "steps", input.rank());
    const Integers strides = row_major_strides(input);
    ShapedView result;
    for (std::size_t axis = 0; axis < input.rank(); ++axis) {
        require_within(starts[axis], extents[axis], steps[axis], input[axis]);
        result.view.offset += starts[axis] * strides[axis];
        result.view.axes.push_back({extents[axis], steps[axis] * strides[axis]});
    }
    result.shape = Shape(extents);
    return result;
}

ShapedView expanded(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Shape shape(node.attributes().get<Integers>("shape"));
    const std::size_t added = shape.rank() - std::min(shape.rank(), input.rank());
    const Integers strides = row_major_strides(input);
    ShapedView result{{}, shape};
    bool fits = shape.rank() >= input.rank();
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        const std::int64_t extent = axis < added ? 1 : input[axis - added];
        fits = fits && shape[axis] >= 1 && (extent == 1 || extent == shape[axis]);
        result.view.axes.push_back({shape[axis], extent == 1 ? 0 : strides[axis - added]});
    }
    if (!fits) {
        throw ModelError(
            wrong_attribute,
            fmt::format("shape is {}, to which {} cannot be broadcast", shape.to_string(), input.to_string())
        );
    }
    return result;
}

ShapedView tiled(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const Integers& repeats = list_for(node, "repeats", input.rank());
    const Integers strides = row_major_strides(input);
    ShapedView result;
    std::vector<std::int64_t> extents;
    for (std::size_t axis = 0; axis < input.rank(); ++axis) {
        if (repeats[axis] < 1 || repeats[axis] > largest_amount) {
            throw ModelError(
                wrong_attribute, fmt::format("repeats are [{}], expected at least 1 each", fmt::join(repeats, ", "))
            );
        }
        result.view.axes.push_back({repeats[axis], 0});
        result.view.axes.push_back({input[axis], strides[axis]});
        extents.push_back(repeats[axis] * input[axis]);
    }
    result.shape = Shape(std::move(extents));
    return result;
}

struct Member {
    std::string_view name;
    std::string_view summary;
    std::vector<std::string_view> lists; ///< attributes, each a list of integers
    ShapedView (*see)(const NodeView& node);
};

const std::vector<Member>& members() {
    static const std::vector<Member> all = {
        {"transpose", "the same elements with the axes in another order", {"axes"}, transposed},
        {"slice", "along each axis some elements, from a start in steps", {"starts", "extents", "steps"}, sliced},
        {"expand", "axes of extent 1 repeated to a shape", {"shape"}, expanded},
        {"tile", "the whole tensor repeated along each axis", {"repeats"}, tiled},
    };
    return all;
}

ShapedView shaped_view(const NodeView& node) {
    return std::find_if(
               members().begin(), members().end(), [&](const Member& member) { return member.name == node.node().op; }
    )->see(node);
}

std::vector<TensorType> infer(const NodeView& node) {
    require_same_data_type(node, 1);
    return {moved_type(node, 1, shaped_view(node).shape)};
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    Tensor output(node.output());
    std::int64_t next = 0;
    for_each_element(shaped_view(node).view, [&](std::int64_t index) {
        move_element(*inputs[0], index, output, next++);
    });
    return {output};
}

} // namespace

std::vector<std::size_t> transpose_axes(const Attributes& attributes, std::size_t rank) {
    const Integers& axes = attributes.get<Integers>("axes");
    std::vector<bool> is_there(rank, false);
    std::vector<std::size_t> result;
    for (const std::int64_t axis : axes) {
        const bool is_new =
            axis >= 0 && axis < static_cast<std::int64_t>(rank) && !is_there[static_cast<std::size_t>(axis)];
        if (is_new) {
            is_there[static_cast<std::size_t>(axis)] = true;
            result.push_back(static_cast<std::size_t>(axis));
        }
    }
    if (result.size() != rank || axes.size() != rank) {
        throw ModelError(
            wrong_attribute,
            fmt::format("axes are [{}], expected each of the {} axes once", fmt::join(axes, ", "), rank)
        );
    }
    return result;
}

StridedView strided_view(const NodeView& node) {
    return shaped_view(node).view;
}

std::vector<OpDef> strided_copy_defs() {
    std::vector<OpDef> definitions;
    for (const Member& member : members()) {
        OpDef def = {.name = member.name, .summary = member.summary, .infer = infer, .evaluate = evaluate};
        for (const std::string_view list : member.lists) {
            def.attributes.push_back({.name = list, .kind_example = Integers{0}, .is_required = true});
        }
        definitions.push_back(std::move(def));
    }
    return definitions;
}

} // namespace thimble
