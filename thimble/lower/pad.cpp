// SPDX-License-Identifier: Apache-2.0
// Kernel variants of pad. Kernels work on bytes, so the innermost axis is counted in bytes.
#include "thimble/ops/pad.h"

#include "thimble/lower/moved_bytes.h"
#include "thimble/lower/table_copy_step.h"

#include <algorithm>
#include <array>

namespace thimble {

namespace {

/// One axis of the input and what is added to it, in units of the axes within.
struct PaddedAxis {
    std::int64_t extent = 1;
    PadAmount amount;
};

std::int64_t whole_extent(const PaddedAxis& axis) {
    return axis.amount.before + axis.extent + axis.amount.after;
}

/// The axes of the input, the innermost in bytes; an axis joins the one within where that is not padded.
std::vector<PaddedAxis> joined_axes(const NodeView& node) {
    const TensorType& input = node.input(0);
    const std::vector<PadAmount> amounts = pad_amounts(node.attributes(), input.shape.rank());
    std::vector<PaddedAxis> axes = {{static_cast<std::int64_t>(size_bytes(input.data_type)), {}}};
    for (std::size_t axis = input.shape.rank(); axis-- > 0;) {
        const PaddedAxis outer{input.shape[axis], amounts[axis]};
        PaddedAxis& inner = axes.front();
        if (inner.amount == PadAmount{}) {
            inner = {
                outer.extent * inner.extent, {outer.amount.before * inner.extent, outer.amount.after * inner.extent}};
        } else if (outer.extent != 1 || outer.amount != PadAmount{}) {
            axes.insert(axes.begin(), outer);
        }
    }
    return axes;
}

/// The axes behind as many of extent 1 as make `count`.
template <std::size_t count> std::array<PaddedAxis, count> filled_up(const std::vector<PaddedAxis>& axes) {
    std::array<PaddedAxis, count> result = {};
    std::copy_backward(axes.begin(), axes.end(), result.end());
    return result;
}

constexpr std::size_t byte_kernel_axes = 4;
constexpr std::size_t place_kernel_axes = 6; ///< of which the innermost is the block

bool is_constant_pad(const NodeView& node) {
    return pad_mode(node.attributes()) == PadMode::constant;
}

bool pads_with_bytes(const NodeView& node, const Target& /*target*/) {
    const std::vector<std::byte> element = pad_element(node);
    return is_constant_pad(node) && joined_axes(node).size() <= byte_kernel_axes &&
           std::count(element.begin(), element.end(), element.front()) == std::ssize(element);
}

bool pads_with_elements(const NodeView& node, const Target& /*target*/) {
    return is_constant_pad(node) && joined_axes(node).size() <= place_kernel_axes;
}

IndexTables tables_of(const NodeView& node) {
    const Shape& input = node.input(0).shape;
    const std::vector<PadAmount> amounts = pad_amounts(node.attributes(), input.rank());
    IndexTables tables;
    for (std::size_t axis = 0; axis < input.rank(); ++axis) {
        tables.push_back(padded_indices(pad_mode(node.attributes()), input[axis], amounts[axis]));
    }
    return tables;
}

bool repeats_input(const NodeView& node, const Target& /*target*/) {
    return !is_constant_pad(node) && has_table_axes(node.input(0).shape, tables_of(node));
}

void lower_bytes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    std::vector<std::int64_t> extents;
    std::vector<std::int64_t> befores;
    std::vector<std::int64_t> afters;
    for (const PaddedAxis& axis : filled_up<byte_kernel_axes>(joined_axes(node))) {
        extents.push_back(axis.extent);
        befores.push_back(axis.amount.before);
        afters.push_back(axis.amount.after);
    }
    std::vector<Parameter> parameters;
    append_fields(parameters, "input", extents);
    append_fields(parameters, "before", befores);
    append_fields(parameters, "after", afters);
    parameters.push_back(integer("fill", static_cast<std::int8_t>(pad_element(node).front())));
    add_kernel_call(
        lowering, {portable_folder, "pad.h", "pad_bytes", "PadParams"}, std::move(parameters),
        {as_bytes(lowering.read(0)), as_bytes(lowering.write())}
    );
}

void add_fill_step(NodeLowering& lowering) {
    const std::vector<std::byte> element = pad_element(lowering.node());
    std::vector<std::int8_t> bytes;
    for (const std::byte byte : element) {
        bytes.push_back(static_cast<std::int8_t>(byte));
    }
    add_kernel_call(
        lowering, {portable_folder, "pad.h", "fill_elements", "FillParams"},
        {integer("element_bytes", std::ssize(element)),
         integer("total_bytes", static_cast<std::int64_t>(lowering.node().output().byte_count()))},
        {lowering.constant("value", bytes), as_bytes(lowering.write())}
    );
}

void lower_elements(NodeLowering& lowering) {
    const auto axes = filled_up<place_kernel_axes>(joined_axes(lowering.node()));
    std::array<std::int64_t, place_kernel_axes - 1> extents = {};
    std::array<std::int64_t, place_kernel_axes - 1> strides = {};
    std::int64_t offset = axes.back().amount.before;
    std::int64_t stride = whole_extent(axes.back());
    for (std::size_t axis = extents.size(); axis-- > 0;) {
        extents[axis] = axes[axis].extent;
        strides[axis] = stride;
        offset += axes[axis].amount.before * stride;
        stride *= whole_extent(axes[axis]);
    }
    add_fill_step(lowering);
    std::vector<Parameter> parameters = {integer("block_bytes", axes.back().extent), integer("offset_bytes", offset)};
    append_fields(parameters, "extent", extents);
    append_fields(parameters, "stride", strides);
    add_kernel_call(
        lowering, {portable_folder, "pad.h", "place_blocks", "PlaceBlocksParams"}, std::move(parameters),
        {as_bytes(lowering.read(0)), updated(lowering.write())}
    );
}

void lower_tables(NodeLowering& lowering) {
    add_table_copy_step(lowering, tables_of(lowering.node()));
}

} // namespace

std::vector<KernelVariant> pad_variants() {
    return {
        {"pad_bytes", pads_with_bytes, lower_bytes},
        {"place_blocks", pads_with_elements, lower_elements},
        {"table_copy", repeats_input, lower_tables},
    };
}

} // namespace thimble
