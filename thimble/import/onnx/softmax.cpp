// SPDX-License-Identifier: Apache-2.0
// Softmax and its relatives, which work along one axis. Before operator set 13 they saw a matrix whose columns are all
// axes from the named one on.
#include "thimble/import/onnx/layout.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <numeric>

namespace thimble::onnx_import {

namespace {

/// [axes before, axes from `axis` on].
std::vector<std::int64_t> matrix_shape(const Shape& shape, std::size_t axis) {
    std::vector<std::int64_t> matrix = {1, 1};
    for (std::size_t index = 0; index < shape.rank(); ++index) {
        matrix[index < axis ? 0 : 1] *= shape[index];
    }
    return matrix;
}

/// The permutation that exchanges an axis and the last one; it is its own inverse.
std::vector<std::int64_t> axis_to_last(std::size_t axis, std::size_t rank) {
    std::vector<std::int64_t> axes(rank);
    std::iota(axes.begin(), axes.end(), 0);
    std::swap(axes[axis], axes[rank - 1]);
    return axes;
}

/// Channels of an image go last as for its neighbours, so that the permutations between them cancel.
ValueId along_channels(NodeReader& reader, const std::string& op, ValueId input) {
    return to_channels_first(reader, reader.add(op, {to_channels_last(reader, input)}));
}

ValueId along_axis(NodeReader& reader, const std::string& op, ValueId input, std::size_t axis) {
    const std::size_t rank = reader.shape(input).rank();
    if (axis == 1 && rank > 2) {
        return along_channels(reader, op, input);
    }
    const std::vector<std::int64_t> axes = axis_to_last(axis, rank);
    return transposed(reader, reader.add(op, {transposed(reader, input, axes)}), axes);
}

template <const char* const& op> void translate_along_axis(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const Shape shape = reader.shape(input);
    if (shape.rank() == 0) {
        reader.define(0, reader.reshape(reader.add(op, {reader.reshape(input, {1})}), {}));
        return;
    }
    const bool is_matrix = reader.opset() < 13;
    const std::int64_t named = reader.attributes().integer("axis", is_matrix ? 1 : -1);
    if (is_matrix) {
        // The axis behind the last is allowed: then there is one column.
        const bool is_behind = named == static_cast<std::int64_t>(shape.rank());
        const auto axis = static_cast<std::size_t>(is_behind ? named : NodeReader::axis_from_zero(named, shape.rank()));
        const ValueId matrix = reader.reshape(input, matrix_shape(shape, axis));
        reader.define(0, reader.reshape(reader.add(op, {matrix}), shape.extents()));
        return;
    }
    const auto axis = static_cast<std::size_t>(NodeReader::axis_from_zero(named, shape.rank()));
    reader.define(0, along_axis(reader, op, input, axis));
}

constexpr const char* softmax = "softmax";
constexpr const char* log_softmax = "log_softmax";
constexpr const char* hardmax = "hardmax";

void translate_lp_normalization(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const std::int64_t axis =
        NodeReader::axis_from_zero(reader.attributes().integer("axis", -1), reader.shape(input).rank());
    // ONNX names no epsilon; this one only keeps zeros from being divided by zero.
    reader.define(
        0, reader.add(
               "lp_normalize", {input}, {{"axis", axis}, {"p", reader.attributes().integer("p", 2)}, {"epsilon", 1e-30}}
           )
    );
}

constexpr OperatorRow rows[] = {
    {"Softmax", translate_along_axis<softmax>},
    {"LogSoftmax", translate_along_axis<log_softmax>},
    {"Hardmax", translate_along_axis<hardmax>},
    {"LpNormalization", translate_lp_normalization},
};

} // namespace

std::span<const OperatorRow> softmax_rows() {
    return rows;
}

} // namespace thimble::onnx_import
