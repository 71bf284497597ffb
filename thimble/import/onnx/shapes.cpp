// SPDX-License-Identifier: Apache-2.0
// Operators that give a tensor another shape or order its axes.
#include "thimble/core/error.h"
#include "thimble/import/onnx/layout.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <numeric>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// Replaces 0 by the input's extent, unless it is allowed, and one -1 by what the element count leaves.
Integers resolved_shape(Integers extents, const Shape& input, bool allows_zero) {
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
        if (extents[axis] == 0 && !allows_zero && axis < input.rank()) {
            extents[axis] = input[axis];
        }
    }
    std::int64_t known = 1;
    for (const std::int64_t extent : extents) {
        if (extent < -1 || (extent > 0 && known > std::max<std::int64_t>(input.element_count(), 1 << 20) / extent)) {
            throw ModelError(
                "E0321", fmt::format("{} does not take the shape {}", input.to_string(), Shape(extents).to_string())
            );
        }
        known *= extent == -1 ? 1 : extent;
    }
    const auto open = std::find(extents.begin(), extents.end(), -1);
    if (open != extents.end() && known > 0) {
        *open = input.element_count() / known;
    }
    if (std::count(extents.begin(), extents.end(), -1) > 0 || Shape(extents).element_count() != input.element_count()) {
        throw ModelError(
            "E0321", fmt::format("{} does not take the shape {}", input.to_string(), Shape(extents).to_string())
        );
    }
    return extents;
}

/// The same elements; a tensor without any is a constant.
ValueId reshaped(NodeReader& reader, ValueId input, const Integers& extents) {
    TensorType type = reader.type(input);
    if (type.shape.element_count() > 0) {
        return reader.reshape(input, extents);
    }
    type.shape = Shape(extents);
    return reader.add_constant("nothing", Tensor(type));
}

void translate_reshape(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    const ValueId input = reader.input(0);
    // An attribute before operator set 5.
    const Integers shape = reader.has_input(1) ? reader.integers(1, "a shape") : reader.attributes().integers("shape");
    const bool allows_zero = reader.attributes().integer("allowzero", 0) != 0;
    reader.define(0, reshaped(reader, input, resolved_shape(shape, reader.shape(input), allows_zero)));
}

void translate_flatten(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const Shape shape = reader.shape(input);
    const auto rank = static_cast<std::int64_t>(shape.rank());
    const std::int64_t given = reader.attributes().integer("axis", 1);
    const std::int64_t axis = given < 0 ? given + rank : given;
    if (axis < 0 || axis > rank) {
        throw ModelError("E0321", fmt::format("axis is {}, expected one of {} axes or the end", given, rank));
    }
    const std::int64_t rows = Shape(Integers(shape.extents().begin(), shape.extents().begin() + axis)).element_count();
    reader.define(0, reshaped(reader, input, {rows, shape.element_count() / std::max<std::int64_t>(rows, 1)}));
}

/// Axes from the attribute of old operator sets or from operand 1.
Integers axes_of(NodeReader& reader, std::size_t rank) {
    return NodeReader::axes_from_zero(
        reader.has_input(1) ? reader.integers(1, "axes") : reader.attributes().integers("axes"), rank
    );
}

void translate_squeeze(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    const ValueId input = reader.input(0);
    const Shape shape = reader.shape(input);
    const bool has_axes = reader.has_input(1) || reader.attributes().has("axes");
    const Integers axes = has_axes ? axes_of(reader, shape.rank()) : Integers();
    Integers extents;
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        const bool is_named = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(axis)) != axes.end();
        if (is_named && shape[axis] != 1) {
            throw ModelError("E0321", fmt::format("axis {} of {} cannot be squeezed", axis, shape.to_string()));
        }
        if (has_axes ? !is_named : shape[axis] != 1) {
            extents.push_back(shape[axis]);
        }
    }
    reader.define(0, reshaped(reader, input, extents));
}

void translate_unsqueeze(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    const ValueId input = reader.input(0);
    Integers extents = reader.shape(input).extents();
    const std::size_t added =
        reader.has_input(1) ? reader.integers(1, "axes").size() : reader.attributes().integers("axes").size();
    Integers axes = axes_of(reader, extents.size() + added);
    std::sort(axes.begin(), axes.end());
    for (const std::int64_t axis : axes) {
        extents.insert(extents.begin() + axis, 1);
    }
    reader.define(0, reshaped(reader, input, extents));
}

void translate_transpose(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const std::size_t rank = reader.shape(input).rank();
    Integers reversed(rank);
    std::iota(reversed.rbegin(), reversed.rend(), 0);
    const Integers axes = NodeReader::axes_from_zero(reader.attributes().integers("perm", reversed), rank);
    if (axes.size() != rank) {
        throw ModelError("E0323", fmt::format("perm has {} axes, expected {}", axes.size(), rank));
    }
    reader.define(0, transposed(reader, input, axes));
}

void translate_expand(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const ValueId input = reader.input(0);
    const Shape shape = reader.shape(input);
    Integers extents = reader.integers(1, "a shape");
    if (extents.size() < shape.rank()) {
        extents.insert(extents.begin(), shape.rank() - extents.size(), 1);
    }
    const std::size_t added = extents.size() - shape.rank();
    for (std::size_t axis = added; axis < extents.size(); ++axis) {
        extents[axis] = extents[axis] == 1 ? shape[axis - added] : extents[axis];
    }
    reader.define(0, extents == shape.extents() ? input : reader.add("expand", {input}, {{"shape", extents}}));
}

/// How often each axis is repeated; before operator set 6 there is one number for one axis.
Integers tile_repeats(NodeReader& reader, std::size_t rank) {
    const Integers repeats = reader.integers(1, "repeats");
    if (!reader.has_input(2)) {
        return repeats;
    }
    const Integers axis = reader.integers(2, "an axis");
    if (repeats.size() != 1 || axis.size() != 1) {
        throw ModelError("E0321", fmt::format("{} repeats along {} axes, expected 1", repeats.size(), axis.size()));
    }
    Integers all(rank, 1);
    all[static_cast<std::size_t>(NodeReader::axis_from_zero(axis.front(), rank))] = repeats.front();
    return all;
}

void translate_tile(NodeReader& reader) {
    reader.expect_inputs(2, 3);
    const ValueId input = reader.input(0);
    reader.define(0, reader.add("tile", {input}, {{"repeats", tile_repeats(reader, reader.shape(input).rank())}}));
}

/// Reshapes to `split`, orders the axes, and reshapes to `joined`.
void define_regrouped(
    NodeReader& reader, ValueId input, const Integers& split, const Integers& order, const Integers& joined
) {
    const ValueId ordered = reader.add("transpose", {reader.reshape(input, split)}, {{"axes", order}});
    reader.define(0, reader.reshape(ordered, joined));
}

Shape image_shape(const NodeReader& reader, ValueId input, std::int64_t block) {
    const Shape shape = reader.shape(input);
    if (shape.rank() != 4 || block < 1) {
        throw ModelError("E0321", fmt::format("blocks of {} in {}, expected four axes", block, shape.to_string()));
    }
    return shape;
}

/// Errors: ModelError E0321 unless `block` divides `extent`.
std::int64_t parts(std::int64_t extent, std::int64_t block) {
    if (extent % block != 0) {
        throw ModelError("E0321", fmt::format("an extent of {} in blocks of {}", extent, block));
    }
    return extent / block;
}

void translate_depth_to_space(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const std::int64_t block = reader.attributes().integer("blocksize");
    const Shape shape = image_shape(reader, input, block);
    const std::int64_t depth = parts(parts(shape[1], block), block);
    const Integers joined = {shape[0], depth, shape[2] * block, shape[3] * block};
    if (reader.attributes().text("mode", "DCR") == "CRD") {
        define_regrouped(
            reader, input, {shape[0], depth, block, block, shape[2], shape[3]}, {0, 1, 4, 2, 5, 3}, joined
        );
    } else {
        define_regrouped(
            reader, input, {shape[0], block, block, depth, shape[2], shape[3]}, {0, 3, 4, 1, 5, 2}, joined
        );
    }
}

void translate_space_to_depth(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const std::int64_t block = reader.attributes().integer("blocksize");
    const Shape shape = image_shape(reader, input, block);
    const std::int64_t height = parts(shape[2], block);
    const std::int64_t width = parts(shape[3], block);
    define_regrouped(
        reader, input, {shape[0], shape[1], height, block, width, block}, {0, 3, 5, 1, 2, 4},
        {shape[0], block * block * shape[1], height, width}
    );
}

constexpr OperatorRow rows[] = {
    {"Reshape", translate_reshape, Uint8Form::as_stored},
    {"Flatten", translate_flatten, Uint8Form::as_stored},
    {"Squeeze", translate_squeeze, Uint8Form::as_stored},
    {"Unsqueeze", translate_unsqueeze, Uint8Form::as_stored},
    {"Transpose", translate_transpose, Uint8Form::as_stored},
    {"Expand", translate_expand, Uint8Form::as_stored},
    {"Tile", translate_tile, Uint8Form::as_stored},
    {"DepthToSpace", translate_depth_to_space, Uint8Form::as_stored},
    {"SpaceToDepth", translate_space_to_depth, Uint8Form::as_stored},
};

} // namespace

std::span<const OperatorRow> shape_rows() {
    return rows;
}

} // namespace thimble::onnx_import
