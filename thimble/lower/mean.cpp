// SPDX-License-Identifier: Apache-2.0
// Kernel variants of mean.
#include "thimble/ops/mean.h"

#include "thimble/lower/four_axes.h"
#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

/// Fields from input_0 to count.
std::vector<Parameter> reduction_parameters(const NodeView& node) {
    const Shape& shape = node.input(0).shape;
    const MeanAttributes attributes = mean_attributes(node.attributes());
    const std::array<std::int64_t, 4> extents = four_axes(shape);
    std::array<std::int64_t, 4> is_reduced = {};
    for (const std::int64_t axis : attributes.axes) {
        is_reduced[4 - shape.rank() + static_cast<std::size_t>(axis)] = 1;
    }
    std::vector<Parameter> parameters;
    for (std::size_t axis = 0; axis < 4; ++axis) {
        parameters.push_back(integer(fmt::format("input_{}", axis), extents[axis]));
    }
    for (std::size_t axis = 0; axis < 4; ++axis) {
        parameters.push_back(integer(fmt::format("reduce_{}", axis), is_reduced[axis]));
    }
    parameters.push_back(integer("count", mean_count(shape, attributes)));
    return parameters;
}

void lower_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const std::int64_t count = mean_count(node.input(0).shape, mean_attributes(node.attributes()));
    const QuantizedMultiplier factor = mean_multiplier(node.input(0), node.output(), count);
    std::vector<Parameter> parameters = reduction_parameters(node);
    parameters.push_back(integer("input_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("multiplier", factor.multiplier));
    parameters.push_back(integer("shift", factor.shift));
    add_kernel_call(
        lowering, {portable_folder, "mean.h", "mean_s8", "MeanS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.write()}
    );
}

void lower_f32(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "mean.h", "mean_f32", "MeanF32Params"}, reduction_parameters(lowering.node()),
        {lowering.read(0), lowering.write()}
    );
}

} // namespace

std::vector<KernelVariant> mean_variants() {
    return {
        {"mean_s8", [](const NodeView& node, const Target&) { return is_int8(node) && has_four_axes(node); }, lower_s8},
        {"mean_f32", [](const NodeView& node, const Target&) { return is_float32(node) && has_four_axes(node); },
         lower_f32},
    };
}

} // namespace thimble
