// SPDX-License-Identifier: Apache-2.0
// The operator mat_mul: products of matrices, with NumPy broadcasting of the axes before the last two. int8 as
// TensorFlow Lite Micro, kernels/batch_matmul.cc; integers without a scale as ONNX MatMulInteger.
#include "thimble/ops/mat_mul.h"

#include "thimble/core/error.h"
#include "thimble/core/visit_data_type.h"
#include "thimble/ops/broadcast.h"
#include "thimble/ops/op_def.h"
#include "thimble/ops/requantize.h"
#include "thimble/ops/type_rules.h"

#include <fmt/format.h>

namespace thimble {

namespace {

bool is_transposed(const NodeView& node, std::string_view attribute) {
    return node.attributes().has(attribute) && node.attributes().get<std::int64_t>(attribute) != 0;
}

Shape batch_shape(const Shape& shape) {
    return Shape(std::vector(shape.extents().begin(), shape.extents().end() - 2));
}

/// Rows and columns of an input as it is multiplied.
struct Matrix {
    std::int64_t rows;
    std::int64_t columns;
    std::int64_t row_stride;
    std::int64_t column_stride;
};

Matrix matrix(const Shape& shape, bool is_transposed_here) {
    const std::int64_t rows = shape[shape.rank() - 2];
    const std::int64_t columns = shape[shape.rank() - 1];
    return is_transposed_here ? Matrix{columns, rows, 1, columns} : Matrix{rows, columns, columns, 1};
}

Shape infer_shape(const NodeView& node) {
    for (std::size_t index = 0; index < 2; ++index) {
        if (node.input(index).shape.rank() < 2) {
            throw ModelError(
                wrong_shape,
                fmt::format("input {} is {}, expected two axes or more", index, node.input(index).shape.to_string())
            );
        }
    }
    const Matrix a = matrix(node.input(0).shape, is_transposed(node, "transpose_a"));
    const Matrix b = matrix(node.input(1).shape, is_transposed(node, "transpose_b"));
    if (a.columns != b.rows) {
        throw ModelError(
            wrong_shape, fmt::format("the first matrix has {} columns, the second {} rows", a.columns, b.rows)
        );
    }
    std::vector<std::int64_t> extents =
        broadcast_shape(batch_shape(node.input(0).shape), batch_shape(node.input(1).shape)).extents();
    extents.push_back(a.rows);
    extents.push_back(b.columns);
    return Shape(std::move(extents));
}

/// Zero points of an integer input: one for all, or one for each row or column.
void require_zero_points(const NodeView& node, std::size_t index, std::int64_t lines) {
    if (!node.has_input(index)) {
        return;
    }
    const TensorType& type = node.input(index);
    const std::int64_t count = type.shape.element_count();
    if (type.data_type != node.input(0).data_type || (count != 1 && count != lines)) {
        throw ModelError(
            wrong_shape, fmt::format(
                             "zero point is {} {}, expected 1 or {} of {}", name(type.data_type),
                             type.shape.to_string(), lines, name(node.input(0).data_type)
                         )
        );
    }
}

DataType sum_type(DataType element) {
    return element == DataType::int64 ? DataType::int64 : DataType::int32;
}

std::vector<TensorType> infer(const NodeView& node) {
    const DataType data_type = require_same_data_type(node, 2);
    if (is_integer_mat_mul(node)) {
        const Shape shape = infer_shape(node);
        require_zero_points(node, 2, shape[shape.rank() - 2]);
        require_zero_points(node, 3, shape[shape.rank() - 1]);
        return {output_type(node, sum_type(data_type), shape)};
    }
    require_float32_or_int8(node, 2);
    if (node.has_input(2) || node.has_input(3)) {
        throw ModelError(wrong_data_type, "zero points are given, expected integers without a scale");
    }
    if (data_type == DataType::int8) {
        require_int8_output(node);
    }
    return {output_type(node, data_type, infer_shape(node))};
}

/// Calls visit(index into a of the row, index into b of the column, row, column) for every output element in order.
template <typename Visit> void for_each_product(const MatMulGeometry& geometry, Visit visit) {
    std::int64_t matrices = 1;
    for (const MatrixBatchAxis& axis : geometry.batch) {
        matrices *= axis.extent;
    }
    for (std::int64_t index = 0; index < matrices; ++index) {
        std::int64_t a = 0;
        std::int64_t b = 0;
        std::int64_t rest = index;
        for (std::size_t axis = geometry.batch.size(); axis-- > 0;) {
            const std::int64_t position = rest % geometry.batch[axis].extent;
            rest /= geometry.batch[axis].extent;
            a += position * geometry.batch[axis].a_stride;
            b += position * geometry.batch[axis].b_stride;
        }
        for (std::int64_t row = 0; row < geometry.rows; ++row) {
            for (std::int64_t column = 0; column < geometry.columns; ++column) {
                visit(a + row * geometry.a_row_stride, b + column * geometry.b_column_stride, row, column);
            }
        }
    }
}

/// Sum over the depth of (a - a_offset) * (b - b_offset).
template <typename Element, typename Sum>
Sum dot_product(
    const MatMulGeometry& geometry, const Element* a, const Element* b, Sum a_zero_point = 0, Sum b_zero_point = 0
) {
    Sum sum = 0;
    for (std::int64_t d = 0; d < geometry.depth; ++d) {
        const auto x = static_cast<Sum>(a[d * geometry.a_depth_stride]) - a_zero_point;
        sum += x * (static_cast<Sum>(b[d * geometry.b_depth_stride]) - b_zero_point);
    }
    return sum;
}

Tensor evaluate_floats(const NodeView& node, std::span<const Tensor* const> inputs) {
    const MatMulGeometry geometry = mat_mul_geometry(node);
    const float* const first = inputs[0]->elements<float>().data();
    const float* const second = inputs[1]->elements<float>().data();
    Tensor output(node.output());
    float* next = output.elements<float>().data();
    for_each_product(geometry, [&](std::int64_t a, std::int64_t b, std::int64_t, std::int64_t) {
        *next++ = static_cast<float>(dot_product<float, double>(geometry, first + a, second + b));
    });
    return output;
}

Tensor evaluate_codes(const NodeView& node, std::span<const Tensor* const> inputs) {
    const MatMulGeometry geometry = mat_mul_geometry(node);
    const QuantizedMultiplier multiplier = mat_mul_multiplier(node);
    const std::int64_t a_zero_point = node.input(0).quantization->zero_point();
    const std::int64_t b_zero_point = node.input(1).quantization->zero_point();
    const std::int64_t zero_point = node.output().quantization->zero_point();
    const std::int8_t* const first = inputs[0]->elements<std::int8_t>().data();
    const std::int8_t* const second = inputs[1]->elements<std::int8_t>().data();
    Tensor output(node.output());
    std::int8_t* next = output.elements<std::int8_t>().data();
    for_each_product(geometry, [&](std::int64_t a, std::int64_t b, std::int64_t, std::int64_t) {
        const std::int64_t sum = dot_product(geometry, first + a, second + b, a_zero_point, b_zero_point);
        *next++ = clamp_to_int8(requantize(static_cast<std::int32_t>(sum), multiplier) + zero_point, {});
    });
    return output;
}

/// Sums wrap as the output's type does; they are taken without a sign, where wrapping is defined.
template <typename Element, typename Sum>
Tensor evaluate_integers(const NodeView& node, std::span<const Tensor* const> inputs) {
    const MatMulGeometry geometry = mat_mul_geometry(node);
    const auto zero_point = [&](std::size_t index, std::int64_t line) -> std::uint64_t {
        if (!node.has_input(index)) {
            return 0;
        }
        const std::span<const Element> values = inputs[index]->elements<Element>();
        return static_cast<std::uint64_t>(values[values.size() == 1 ? 0 : static_cast<std::size_t>(line)]);
    };
    const Element* const first = inputs[0]->elements<Element>().data();
    const Element* const second = inputs[1]->elements<Element>().data();
    Tensor output(node.output());
    Sum* next = output.elements<Sum>().data();
    for_each_product(geometry, [&](std::int64_t a, std::int64_t b, std::int64_t row, std::int64_t column) {
        const std::uint64_t sum =
            dot_product(geometry, first + a, second + b, zero_point(2, row), zero_point(3, column));
        *next++ = static_cast<Sum>(sum);
    });
    return output;
}

std::vector<Tensor> evaluate(const NodeView& node, std::span<const Tensor* const> inputs) {
    if (node.input(0).data_type == DataType::float32) {
        return {evaluate_floats(node, inputs)};
    }
    if (!is_integer_mat_mul(node)) {
        return {evaluate_codes(node, inputs)};
    }
    return {visit_data_type(node.input(0).data_type, [&]<typename Element>(Element) {
        return node.output().data_type == DataType::int64 ? evaluate_integers<Element, std::int64_t>(node, inputs)
                                                          : evaluate_integers<Element, std::int32_t>(node, inputs);
    })};
}

std::int64_t macs(const NodeView& node) {
    return node.output().shape.element_count() * mat_mul_geometry(node).depth;
}

/// Whether walking `outer` and then `inner` is walking one longer axis.
bool can_join(const MatrixBatchAxis& outer, const MatrixBatchAxis& inner) {
    return outer.a_stride == inner.a_stride * inner.extent && outer.b_stride == inner.b_stride * inner.extent;
}

} // namespace

MatMulGeometry mat_mul_geometry(const NodeView& node) {
    const Shape& a_shape = node.input(0).shape;
    const Shape& b_shape = node.input(1).shape;
    const Matrix a = matrix(a_shape, is_transposed(node, "transpose_a"));
    const Matrix b = matrix(b_shape, is_transposed(node, "transpose_b"));
    MatMulGeometry geometry{
        .batch = {},
        .rows = a.rows,
        .depth = a.columns,
        .columns = b.columns,
        .a_row_stride = a.row_stride,
        .a_depth_stride = a.column_stride,
        .b_depth_stride = b.row_stride,
        .b_column_stride = b.column_stride};
    const Shape batch = broadcast_shape(batch_shape(a_shape), batch_shape(b_shape));
    const std::vector<std::int64_t> a_strides = broadcast_strides(batch_shape(a_shape), batch);
    const std::vector<std::int64_t> b_strides = broadcast_strides(batch_shape(b_shape), batch);
    for (std::size_t axis = 0; axis < batch.rank(); ++axis) {
        const MatrixBatchAxis next{
            batch[axis], a_strides[axis] * a.rows * a.columns, b_strides[axis] * b.rows * b.columns};
        if (next.extent == 1) {
            continue;
        }
        if (!geometry.batch.empty() && can_join(geometry.batch.back(), next)) {
            geometry.batch.back() = {geometry.batch.back().extent * next.extent, next.a_stride, next.b_stride};
        } else {
            geometry.batch.push_back(next);
        }
    }
    return geometry;
}

bool is_integer_mat_mul(const NodeView& node) {
    return is_plain_integer(node.input(0)) && is_plain_integer(node.input(1));
}

QuantizedMultiplier mat_mul_multiplier(const NodeView& node) {
    const float product = node.input(0).quantization->scale() * node.input(1).quantization->scale();
    return quantize_multiplier(static_cast<double>(product) / static_cast<double>(node.output().quantization->scale()));
}

OpDef mat_mul_def() {
    return {
        .name = "mat_mul",
        .summary = "products of matrices: a [.., m, k], b [.., k, n], optional zero points of integers",
        .min_inputs = 2,
        .max_inputs = 4,
        .attributes =
            {{.name = "transpose_a", .kind_example = std::int64_t{0}},
             {.name = "transpose_b", .kind_example = std::int64_t{0}}},
        .infer = infer,
        .evaluate = evaluate,
        .macs = macs,
    };
}

} // namespace thimble
