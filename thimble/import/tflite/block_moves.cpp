// SPDX-License-Identifier: Apache-2.0
// Operators that move blocks between the image and its channels or its batch: each is a reshape, a transpose and a
// reshape, with padding before or a slice after.
#include "thimble/import/tflite/operator_table.h"

#include <numeric>

namespace thimble::tflite_import {

namespace {

using Integers = std::vector<std::int64_t>;

TensorType with_shape(TensorType type, const Integers& extents) {
    type.shape = Shape(extents);
    return type;
}

/// Reshapes `input` to `split`, orders the axes, and gives them the extents `joined`.
ValueId add_regrouped(
    OperatorReader& reader, ValueId input, const Integers& split, const Integers& order, const Integers& joined
) {
    const TensorType& type = reader.input_type(0);
    const ValueId apart =
        reader.add_inner_node("reshape", "split", {input}, {{"shape", split}}, with_shape(type, split));
    Integers moved;
    for (const std::int64_t axis : order) {
        moved.push_back(split[static_cast<std::size_t>(axis)]);
    }
    const ValueId ordered =
        reader.add_inner_node("transpose", "transpose", {apart}, {{"axes", order}}, with_shape(type, moved));
    if (joined.empty()) {
        return ordered;
    }
    return reader.add_inner_node("reshape", "joined", {ordered}, {{"shape", joined}}, with_shape(type, joined));
}

/// As add_regrouped for the operator's output.
void add_regrouping(OperatorReader& reader, const Integers& split, const Integers& order, const Integers& joined) {
    const ValueId ordered = add_regrouped(reader, reader.input(0, "input"), split, order, {});
    reader.add_node("reshape", {ordered}, {{"shape", joined}});
}

Shape image_shape(const OperatorReader& reader) {
    reader.expect_same_types(0);
    const Shape& shape = reader.input_type(0).shape;
    if (shape.rank() != 4) {
        throw ModelError("E0303", fmt::format("input {} has {} axes, expected 4", shape.to_string(), shape.rank()));
    }
    return shape;
}

/// Errors: ModelError E0303 unless `block` divides `extent`.
std::int64_t parts(std::int64_t extent, std::int64_t block) {
    if (block < 1 || extent % block != 0) {
        throw ModelError("E0303", fmt::format("an extent of {} in blocks of {}", extent, block));
    }
    return extent / block;
}

void translate_depth_to_space(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    const Shape shape = image_shape(reader);
    const std::int64_t block = reader.options<tflite::DepthToSpaceOptions>().block_size();
    const std::int64_t depth = parts(parts(shape[3], block), block);
    add_regrouping(
        reader, {shape[0], shape[1], shape[2], block, block, depth}, {0, 1, 3, 2, 4, 5},
        {shape[0], shape[1] * block, shape[2] * block, depth}
    );
}

void translate_space_to_depth(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    const Shape shape = image_shape(reader);
    const std::int64_t block = reader.options<tflite::SpaceToDepthOptions>().block_size();
    const std::int64_t height = parts(shape[1], block);
    const std::int64_t width = parts(shape[2], block);
    add_regrouping(
        reader, {shape[0], height, block, width, block, shape[3]}, {0, 1, 3, 2, 4, 5},
        {shape[0], height, width, block * block * shape[3]}
    );
}

/// The blocks of the axes 1, 2, ... of a batch operator, and the amounts before and after each.
struct BatchBlocks {
    Integers blocks;
    Integers amounts;
};

BatchBlocks batch_blocks(OperatorReader& reader, const std::string& role) {
    reader.expect_inputs(3, 3);
    reader.expect_same_types(0);
    BatchBlocks found = {reader.integers(1, "block sizes"), reader.integers(2, role)};
    const std::size_t rank = reader.input_type(0).shape.rank();
    if (found.blocks.size() + 1 > rank || found.amounts.size() != 2 * found.blocks.size()) {
        throw ModelError(
            "E0303",
            fmt::format("{} block sizes and {} {} for {} axes", found.blocks.size(), found.amounts.size(), role, rank)
        );
    }
    constexpr std::int64_t largest_amount = 1 << 20;
    for (const std::int64_t amount : found.amounts) {
        if (amount < 0 || amount > largest_amount) {
            throw ModelError("E0303", fmt::format("{} of {}, expected 0 to {}", role, amount, largest_amount));
        }
    }
    for (const std::int64_t block : found.blocks) {
        if (block < 1 || block > largest_amount) {
            throw ModelError("E0303", fmt::format("a block size of {}, expected 1 to {}", block, largest_amount));
        }
    }
    return found;
}

Integers rest_of(const Shape& shape, std::size_t first) {
    return {shape.extents().begin() + static_cast<std::ptrdiff_t>(first), shape.extents().end()};
}

void append(Integers& list, const Integers& more) {
    list.insert(list.end(), more.begin(), more.end());
}

Integers counted(std::int64_t first, std::size_t count) {
    Integers axes(count);
    std::iota(axes.begin(), axes.end(), first);
    return axes;
}

void translate_space_to_batch(OperatorReader& reader) {
    const BatchBlocks found = batch_blocks(reader, "paddings");
    TensorType type = reader.input_type(0);
    const std::size_t count = found.blocks.size();
    ValueId input = reader.input(0, "input");
    Integers padding(2 * type.shape.rank(), 0);
    for (std::size_t at = 0; at < 2 * count; ++at) {
        padding[2 + at] = found.amounts[at];
        type.shape[1 + at / 2] += found.amounts[at];
    }
    if (type.shape != reader.input_type(0).shape) {
        input = reader.add_inner_node("pad", "pad", {input}, {{"padding", padding}}, type);
    }
    Integers split = {type.shape[0]};
    Integers order;
    Integers joined = {type.shape[0]};
    for (std::size_t at = 0; at < count; ++at) {
        append(split, {parts(type.shape[1 + at], found.blocks[at]), found.blocks[at]});
        order.push_back(static_cast<std::int64_t>(2 + 2 * at));
        joined[0] *= found.blocks[at];
    }
    order.push_back(0);
    for (std::size_t at = 0; at < count; ++at) {
        order.push_back(static_cast<std::int64_t>(1 + 2 * at));
        joined.push_back(type.shape[1 + at] / found.blocks[at]);
    }
    const Integers rest = rest_of(type.shape, 1 + count);
    append(order, counted(static_cast<std::int64_t>(split.size()), rest.size()));
    append(split, rest);
    append(joined, rest);
    const ValueId ordered = add_regrouped(reader, input, split, order, {});
    reader.add_node("reshape", {ordered}, {{"shape", joined}});
}

void translate_batch_to_space(OperatorReader& reader) {
    const BatchBlocks found = batch_blocks(reader, "crops");
    const Shape shape = reader.input_type(0).shape;
    const std::size_t count = found.blocks.size();
    std::int64_t batch = shape[0];
    for (const std::int64_t block : found.blocks) {
        batch = parts(batch, block);
    }
    Integers split = found.blocks;
    Integers order = {static_cast<std::int64_t>(count)};
    Integers joined = {batch};
    split.push_back(batch);
    for (std::size_t at = 0; at < count; ++at) {
        split.push_back(shape[1 + at]);
        append(order, {static_cast<std::int64_t>(count + 1 + at), static_cast<std::int64_t>(at)});
        joined.push_back(shape[1 + at] * found.blocks[at]);
    }
    const Integers rest = rest_of(shape, 1 + count);
    append(order, counted(static_cast<std::int64_t>(split.size()), rest.size()));
    append(split, rest);
    append(joined, rest);
    Integers starts(joined.size(), 0);
    Integers extents = joined;
    for (std::size_t at = 0; at < 2 * count; ++at) {
        starts[1 + at / 2] += at % 2 == 0 ? found.amounts[at] : 0;
        extents[1 + at / 2] -= found.amounts[at];
    }
    const bool is_cropped = extents != joined;
    const ValueId whole =
        add_regrouped(reader, reader.input(0, "input"), split, order, is_cropped ? joined : Integers());
    if (is_cropped) {
        reader.add_node(
            "slice", {whole}, {{"starts", starts}, {"extents", extents}, {"steps", Integers(joined.size(), 1)}}
        );
    } else {
        reader.add_node("reshape", {whole}, {{"shape", joined}});
    }
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {DEPTH_TO_SPACE, {"DepthToSpace", ""}, translate_depth_to_space},
    {SPACE_TO_DEPTH, {"SpaceToDepth", ""}, translate_space_to_depth},
    {SPACE_TO_BATCH_ND, {"SpaceToBatchND", ""}, translate_space_to_batch},
    {BATCH_TO_SPACE_ND, {"BatchToSpaceND", ""}, translate_batch_to_space},
};

} // namespace

std::span<const OperatorRow> block_rows() {
    return rows;
}

} // namespace thimble::tflite_import
