// SPDX-License-Identifier: Apache-2.0
// Kernel variants of mat_mul.
#include "thimble/ops/mat_mul.h"

#include "thimble/lower/kernel_step.h"

#include <fmt/format.h>

namespace thimble {

namespace {

constexpr std::size_t kernel_batch_axes = 4;

/// Fields from batch_0 to b_column_stride.
std::vector<Parameter> geometry_parameters(const NodeView& node) {
    const MatMulGeometry geometry = mat_mul_geometry(node);
    std::vector<MatrixBatchAxis> axes(kernel_batch_axes - geometry.batch.size());
    axes.insert(axes.end(), geometry.batch.begin(), geometry.batch.end());
    std::vector<Parameter> parameters;
    const auto add_axes = [&](std::string_view stem, std::int64_t MatrixBatchAxis::*field) {
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
            parameters.push_back(integer(fmt::format("{}_{}", stem, axis), axes[axis].*field));
        }
    };
    add_axes("batch", &MatrixBatchAxis::extent);
    add_axes("a_stride", &MatrixBatchAxis::a_stride);
    add_axes("b_stride", &MatrixBatchAxis::b_stride);
    parameters.push_back(integer("rows", geometry.rows));
    parameters.push_back(integer("depth", geometry.depth));
    parameters.push_back(integer("columns", geometry.columns));
    parameters.push_back(integer("a_row_stride", geometry.a_row_stride));
    parameters.push_back(integer("a_depth_stride", geometry.a_depth_stride));
    parameters.push_back(integer("b_depth_stride", geometry.b_depth_stride));
    parameters.push_back(integer("b_column_stride", geometry.b_column_stride));
    return parameters;
}

void lower_f32(NodeLowering& lowering) {
    add_kernel_call(
        lowering, {portable_folder, "mat_mul.h", "mat_mul_f32", "MatMulF32Params"},
        geometry_parameters(lowering.node()), {lowering.read(0), lowering.read(1), lowering.write()}
    );
}

void lower_s8(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    const QuantizedMultiplier factor = mat_mul_multiplier(node);
    std::vector<Parameter> parameters = geometry_parameters(node);
    parameters.push_back(integer("a_zero_point", node.input(0).quantization->zero_point()));
    parameters.push_back(integer("b_zero_point", node.input(1).quantization->zero_point()));
    parameters.push_back(integer("output_zero_point", node.output().quantization->zero_point()));
    parameters.push_back(integer("multiplier", factor.multiplier));
    parameters.push_back(integer("shift", factor.shift));
    add_kernel_call(
        lowering, {portable_folder, "mat_mul.h", "mat_mul_s8", "MatMulS8Params"}, std::move(parameters),
        {lowering.read(0), lowering.read(1), lowering.write()}
    );
}

/// 1 when there is a zero point for each row or column.
std::int64_t zero_point_stride(const NodeView& node, std::size_t index) {
    return node.has_input(index) && node.input(index).shape.element_count() > 1 ? 1 : 0;
}

Operand zero_points(NodeLowering& lowering, std::size_t index) {
    if (lowering.node().has_input(index)) {
        return lowering.read(index);
    }
    return lowering.zeros("zero_point", lowering.node().input(0).data_type, 1);
}

void lower_integers(NodeLowering& lowering) {
    const NodeView& node = lowering.node();
    std::vector<Parameter> parameters = geometry_parameters(node);
    parameters.push_back(integer("a_zero_point_stride", zero_point_stride(node, 2)));
    parameters.push_back(integer("b_zero_point_stride", zero_point_stride(node, 3)));
    const std::string function = fmt::format("mat_mul_integers<{}>", element_argument(node.input(0).data_type));
    add_kernel_call(
        lowering, {portable_folder, "mat_mul.h", function, "MatMulIntegersParams"}, std::move(parameters),
        {lowering.read(0), lowering.read(1), zero_points(lowering, 2), zero_points(lowering, 3), lowering.write()}
    );
}

bool fits_kernel(const NodeView& node) {
    return mat_mul_geometry(node).batch.size() <= kernel_batch_axes;
}

} // namespace

std::vector<KernelVariant> mat_mul_variants() {
    return {
        {"mat_mul_integers",
         [](const NodeView& node, const Target&) { return is_integer_mat_mul(node) && fits_kernel(node); },
         lower_integers},
        {"mat_mul_s8", [](const NodeView& node, const Target&) { return is_int8(node) && fits_kernel(node); },
         lower_s8},
        {"mat_mul_f32", [](const NodeView& node, const Target&) { return is_float32(node) && fits_kernel(node); },
         lower_f32},
    };
}

} // namespace thimble
