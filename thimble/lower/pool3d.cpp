// SPDX-License-Identifier: Apache-2.0
// Kernel variants of the pools over three spatial axes, which share their parameters.
#include "thimble/ops/pool3d.h"

#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

void add_extents(std::vector<Parameter>& parameters, std::string_view role, const Extent3d& extent) {
    parameters.push_back(integer(fmt::format("{}_depth", role), extent[0]));
    parameters.push_back(integer(fmt::format("{}_height", role), extent[1]));
    parameters.push_back(integer(fmt::format("{}_width", role), extent[2]));
}

Extent3d spatial(const Shape& shape) {
    return {shape[1], shape[2], shape[3]};
}

void add_call(NodeLowering& lowering, const std::string& function) {
    const NodeView& node = lowering.node();
    const Pool3dWindow window = pool3d_window(node);
    std::vector<Parameter> parameters = {
        integer("batch", node.input(0).shape[0]), integer("channels", node.input(0).shape[4])};
    add_extents(parameters, "input", spatial(node.input(0).shape));
    add_extents(parameters, "output", spatial(node.output().shape));
    add_extents(parameters, "window", window.size);
    add_extents(parameters, "stride", window.stride);
    add_extents(parameters, "dilation", window.dilation);
    add_extents(parameters, "padding", window.padding_before);
    parameters.push_back(real("exponent", pool3d_exponent(node)));
    parameters.push_back(integer("is_column_major", is_column_major(node) ? 1 : 0));
    add_kernel_call(
        lowering, {portable_folder, "pool3d.h", function, "Pool3dParams"}, std::move(parameters),
        {lowering.read(0), lowering.write()}
    );
}

void lower_reals(NodeLowering& lowering) {
    add_call(lowering, lowering.node().node().op + "_f32");
}

void lower_integers(NodeLowering& lowering) {
    const std::string element = element_argument(lowering.node().input(0).data_type);
    add_call(lowering, fmt::format("{}_integers<{}>", lowering.node().node().op, element));
}

bool is_real(const NodeView& node, const Target& /*target*/) {
    return node.input(0).data_type == DataType::float32;
}

bool is_whole(const NodeView& node, const Target& target) {
    return !is_real(node, target);
}

} // namespace

std::vector<KernelVariant> pool3d_variants(std::string_view op) {
    std::vector<KernelVariant> variants = {{fmt::format("{}_f32", op), is_real, lower_reals}};
    if (op.starts_with("max_pool3d")) {
        variants.push_back({fmt::format("{}_integers", op), is_whole, lower_integers});
    }
    return variants;
}

} // namespace thimble
