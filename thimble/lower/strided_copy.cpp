// SPDX-License-Identifier: Apache-2.0
// Kernel variants of transpose, slice, expand and tile: one loop over at most eight axes, which neighbours that lie
// together do not take.
#include "thimble/ops/strided_copy.h"

#include "thimble/lower/moved_bytes.h"

#include <array>

namespace thimble {

namespace {

constexpr std::size_t kernel_axes = 8;

/// A view whose innermost axes lie together in blocks of bytes.
struct BlockView {
    std::int64_t block_bytes = 0;
    StridedView view;
};

BlockView block_view(const NodeView& node) {
    BlockView result{static_cast<std::int64_t>(size_bytes(node.input(0).data_type)), collapsed(strided_view(node))};
    auto& axes = result.view.axes;
    if (!axes.empty() && axes.back().stride == 1) {
        const std::int64_t element_bytes = result.block_bytes;
        result.block_bytes *= axes.back().extent;
        result.view.offset *= element_bytes;
        axes.pop_back();
        for (ViewAxis& axis : axes) {
            axis.stride *= element_bytes;
        }
        return result;
    }
    result.view.offset *= result.block_bytes;
    for (ViewAxis& axis : axes) {
        axis.stride *= result.block_bytes;
    }
    return result;
}

bool has_kernel_axes(const NodeView& node, const Target& /*target*/) {
    return block_view(node).view.axes.size() <= kernel_axes;
}

/// Whether the output is the input's memory: an axis of extent 1 has moved, or everything is taken.
bool is_whole(const NodeView& node, const BlockView& blocks) {
    return blocks.view.axes.empty() && node.input(0).byte_count() == node.output().byte_count();
}

void lower_view(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const BlockView blocks = block_view(node);
    if (is_whole(node, blocks) && lowering.share_buffer(0)) {
        return;
    }
    const auto& [block_bytes, view] = blocks;
    std::array<std::int64_t, kernel_axes> extents = {1, 1, 1, 1, 1, 1, 1, 1};
    std::array<std::int64_t, kernel_axes> strides = {};
    const std::size_t first = kernel_axes - view.axes.size();
    for (std::size_t axis = 0; axis < view.axes.size(); ++axis) {
        extents[first + axis] = view.axes[axis].extent;
        strides[first + axis] = view.axes[axis].stride;
    }
    std::vector<Parameter> parameters = {integer("block_bytes", block_bytes), integer("offset_bytes", view.offset)};
    append_fields(parameters, "extent", extents);
    append_fields(parameters, "stride", strides);
    const std::string function = mover_function("strided_copy", block_bytes, node.input(0).data_type);
    add_kernel_call(
        lowering, {portable_folder, "strided_copy.h", function, "StridedCopyParams"}, std::move(parameters),
        {as_bytes(lowering.read(0)), as_bytes(lowering.write())}
    );
}

} // namespace

std::vector<KernelVariant> strided_copy_variants(std::string_view /*op*/) {
    return {{"strided_copy", has_kernel_axes, lower_view}};
}

} // namespace thimble
