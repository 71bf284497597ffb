// SPDX-License-Identifier: Apache-2.0
// Products of matrices: MatMul, Gemm, MatMulInteger and QLinearMatMul. A matrix that is known when compiling becomes
// the weights of a fully connected layer.
#include "thimble/core/error.h"
#include "thimble/import/onnx/layout.h"
#include "thimble/import/onnx/operator_table.h"
#include "thimble/import/onnx/weights.h"

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

/// Two operands with at least two axes, and the result's axes that were added for that.
struct Matrices {
    ValueId a;
    ValueId b;
    bool is_a_vector = false;
    bool is_b_vector = false;
};

Matrices as_matrices(NodeReader& reader, ValueId a, ValueId b) {
    const Shape a_shape = reader.shape(a);
    const Shape b_shape = reader.shape(b);
    if (a_shape.rank() == 0 || b_shape.rank() == 0) {
        throw ModelError("E0321", "an operand is a single number, expected a vector or matrices");
    }
    Matrices matrices{a, b, a_shape.rank() == 1, b_shape.rank() == 1};
    if (matrices.is_a_vector) {
        matrices.a = reader.reshape(a, {1, a_shape[0]});
    }
    if (matrices.is_b_vector) {
        matrices.b = reader.reshape(b, {b_shape[0], 1});
    }
    return matrices;
}

/// The product without the axes that as_matrices added.
ValueId without_added_axes(NodeReader& reader, const Matrices& matrices, ValueId product) {
    Integers extents = reader.shape(product).extents();
    if (matrices.is_b_vector) {
        extents.pop_back();
    }
    if (matrices.is_a_vector) {
        extents.erase(extents.end() - (matrices.is_b_vector ? 1 : 2));
    }
    return reader.reshape(product, std::move(extents));
}

/// Whether the second operand can be the weights of a layer.
bool are_weights(const NodeReader& reader, ValueId b) {
    const DataType type = reader.type(b).data_type;
    return reader.shape(b).rank() == 2 && is_known_real(reader, b) && type == DataType::float32;
}

ValueId product(NodeReader& reader, ValueId a, ValueId b) {
    if (are_weights(reader, b)) {
        return reader.add("fully_connected", {a, transposed(reader, b, {1, 0})}, {{"keep_dims", std::int64_t{1}}});
    }
    return reader.add("mat_mul", {a, b});
}

void translate_mat_mul(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const Matrices matrices = as_matrices(reader, reader.input(0), reader.input(1));
    reader.define(0, without_added_axes(reader, matrices, product(reader, matrices.a, matrices.b)));
}

/// Zero points for each row or column as a list.
ValueId listed_zero_points(NodeReader& reader, ValueId zero_points, std::int64_t lines) {
    if (zero_points.is_none()) {
        return zero_points;
    }
    const std::int64_t count = reader.shape(zero_points).element_count();
    if (count != 1 && count != lines) {
        throw Unsupported{"zero points for each row of each matrix", "quantise with one zero point"};
    }
    return reader.reshape(zero_points, {count});
}

void translate_mat_mul_integer(NodeReader& reader) {
    reader.expect_inputs(2, 4);
    IntegerOperands operands = read_integer_operands(reader);
    const Matrices matrices = as_matrices(reader, operands.first, operands.second);
    const Shape a = reader.shape(matrices.a);
    const Shape b = reader.shape(matrices.b);
    const ValueId result = reader.add(
        "mat_mul", {matrices.a, matrices.b, listed_zero_points(reader, operands.first_zero_point, a[a.rank() - 2]),
                    listed_zero_points(reader, operands.second_zero_point, b[b.rank() - 1])}
    );
    reader.define(0, without_added_axes(reader, matrices, result));
}

ValueId quantized_product(NodeReader& reader, const QuantizedLayer& layer, const Matrices& matrices) {
    const QuantizedType stored = as_stored(layer.output);
    const bool has_weights =
        layer.is_int8 && reader.constant(layer.weights) != nullptr && reader.shape(matrices.b).rank() == 2;
    if (has_weights) {
        const ValueId weights = transposed(reader, matrices.b, {1, 0});
        return reader.add(
            "fully_connected", {matrices.a, weights}, {{"keep_dims", std::int64_t{1}}, {"round_once", std::int64_t{1}}},
            stored
        );
    }
    const bool is_per_tensor =
        !reader.type(matrices.a).quantization->is_per_axis() && !reader.type(matrices.b).quantization->is_per_axis();
    if (is_per_tensor) {
        return reader.add("mat_mul", {matrices.a, matrices.b}, {}, stored);
    }
    const ValueId a = dequantized(reader, matrices.a);
    const ValueId b = dequantized(reader, matrices.b);
    return reader.add("quantize", {product(reader, a, b)}, {}, stored);
}

void translate_qlinear_mat_mul(NodeReader& reader) {
    reader.expect_inputs(8, 8);
    const auto b_rank =
        static_cast<std::int64_t>(reader.builder().type(reader.builder().find(reader.input_name(3)).id).shape.rank());
    const QuantizedLayer layer = read_quantized_layer(reader, b_rank - 1);
    const Matrices matrices = as_matrices(reader, layer.input, layer.weights);
    const ValueId result = without_added_axes(reader, matrices, quantized_product(reader, layer, matrices));
    define_quantized(reader, 0, result, layer.output);
}

ValueId scaled(NodeReader& reader, ValueId id, double factor) {
    return factor == 1.0 ? id : reader.add("mul", {id, reader.add_real("factor", factor)});
}

bool is_bias(const NodeReader& reader, ValueId id, std::int64_t channels) {
    const Shape shape = reader.shape(id);
    return shape.element_count() == channels && (shape.rank() <= 1 || shape[shape.rank() - 1] == channels);
}

/// A' * B' * alpha + C * beta.
void translate_gemm(NodeReader& reader) {
    reader.expect_inputs(2, 3);
    const bool is_a_transposed = reader.attributes().integer("transA", 0) != 0;
    const bool is_b_transposed = reader.attributes().integer("transB", 0) != 0;
    const double alpha = reader.attributes().real("alpha", 1.0);
    const ValueId a = reader.input(0);
    const ValueId b = reader.input(1);
    if (reader.shape(a).rank() != 2 || reader.shape(b).rank() != 2) {
        throw ModelError(
            "E0321", fmt::format(
                         "operands are {} and {}, expected two axes each", reader.shape(a).to_string(),
                         reader.shape(b).to_string()
                     )
        );
    }
    const ValueId c =
        reader.has_input(2) ? scaled(reader, reader.input(2), reader.attributes().real("beta", 1.0)) : ValueId::none();
    const std::int64_t columns = reader.shape(b)[is_b_transposed ? 0 : 1];
    const bool has_bias = !c.is_none() && are_weights(reader, b) && is_bias(reader, c, columns) && alpha == 1.0;
    ValueId result = ValueId::none();
    if (are_weights(reader, b)) {
        const ValueId rows = is_a_transposed ? transposed(reader, a, {1, 0}) : a;
        const ValueId weights = is_b_transposed ? b : transposed(reader, b, {1, 0});
        std::vector<ValueId> inputs = {rows, weights};
        if (has_bias) {
            inputs.push_back(reader.reshape(c, {columns}));
        }
        result = reader.add("fully_connected", std::move(inputs), {{"keep_dims", std::int64_t{1}}});
    } else {
        result = reader.add(
            "mat_mul", {a, b},
            {{"transpose_a", std::int64_t{is_a_transposed ? 1 : 0}},
             {"transpose_b", std::int64_t{is_b_transposed ? 1 : 0}}}
        );
    }
    result = scaled(reader, result, alpha);
    if (!c.is_none() && !has_bias) {
        result = reader.add("add", {result, c});
    }
    reader.define(0, result);
}

constexpr OperatorRow rows[] = {
    {"MatMul", translate_mat_mul},
    {"Gemm", translate_gemm},
    {"MatMulInteger", translate_mat_mul_integer},
    {"QLinearMatMul", translate_qlinear_mat_mul},
};

} // namespace

std::span<const OperatorRow> product_rows() {
    return rows;
}

} // namespace thimble::onnx_import
