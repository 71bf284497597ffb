// SPDX-License-Identifier: Apache-2.0
// Kernel variants of transpose. The kernel moves bytes, so that one serves every data type.
#include "thimble/ops/transpose.h"

#include "thimble/lower/four_axes.h"
#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

/// Bytes between neighbours of the input along each axis of the output; leading axes of extent 1 have 0.
std::array<std::int64_t, 4> output_strides(const NodeView& node) {
    const TensorType& input = node.input(0);
    const std::size_t rank = input.shape.rank();
    std::vector<std::int64_t> input_strides(rank);
    auto stride = static_cast<std::int64_t>(size_bytes(input.data_type));
    for (std::size_t axis = rank; axis-- > 0;) {
        input_strides[axis] = stride;
        stride *= input.shape[axis];
    }
    std::array<std::int64_t, 4> strides = {};
    const std::vector<std::size_t> axes = transpose_axes(node.attributes(), rank);
    for (std::size_t axis = 0; axis < rank; ++axis) {
        strides[4 - rank + axis] = input_strides[axes[axis]];
    }
    return strides;
}

void lower_bytes(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::array<std::int64_t, 4> extents = four_axes(node.output().shape);
    const std::array<std::int64_t, 4> strides = output_strides(node);
    std::vector<Parameter> parameters = {
        integer("element_bytes", static_cast<std::int64_t>(size_bytes(node.output().data_type)))};
    for (std::size_t axis = 0; axis < 4; ++axis) {
        parameters.push_back(integer(fmt::format("extent_{}", axis), extents[axis]));
    }
    for (std::size_t axis = 0; axis < 4; ++axis) {
        parameters.push_back(integer(fmt::format("stride_{}", axis), strides[axis]));
    }
    Operand from = lowering.read(0);
    Operand to = lowering.write();
    from.element = DataType::int8;
    to.element = DataType::int8;
    add_kernel_call(
        lowering, {portable_folder, "transpose.h", "transpose_bytes", "TransposeParams"}, std::move(parameters),
        {from, to}
    );
}

} // namespace

std::vector<KernelVariant> transpose_variants() {
    return {{"transpose_bytes", [](const NodeView& node, const Target&) { return has_four_axes(node); }, lower_bytes}};
}

} // namespace thimble
