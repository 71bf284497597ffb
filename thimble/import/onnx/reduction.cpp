// SPDX-License-Identifier: Apache-2.0
// The Reduce operators. Their axes are an attribute or, since operator sets 13 and 18, an input.
#include "thimble/import/onnx/operator_table.h"

#include <array>
#include <numeric>

namespace thimble::onnx_import {

namespace {

struct ReduceName {
    std::string_view onnx;
    const char* op;
};

constexpr ReduceName reduce_names[] = {
    {"ReduceSum", "reduce_sum"},
    {"ReduceMean", "mean"},
    {"ReduceMax", "reduce_max"},
    {"ReduceMin", "reduce_min"},
    {"ReduceProd", "reduce_prod"},
    {"ReduceL1", "reduce_l1"},
    {"ReduceL2", "reduce_l2"},
    {"ReduceLogSum", "reduce_log_sum"},
    {"ReduceSumSquare", "reduce_sum_square"},
    {"ReduceLogSumExp", "reduce_log_sum_exp"},
};

/// Empty where the file names none.
std::vector<std::int64_t> named_axes(NodeReader& reader) {
    return reader.has_input(1) ? reader.integers(1, "axes") : reader.attributes().integers("axes", {});
}

template <const ReduceName& name> void translate_reduce(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    ValueId input = reader.input(0);
    const std::int64_t keep_dims = reader.attributes().integer("keepdims", 1);
    std::vector<std::int64_t> axes = NodeReader::axes_from_zero(named_axes(reader), reader.shape(input).rank());
    if (axes.empty() && reader.attributes().integer("noop_with_empty_axes", 0) != 0) {
        reader.define(0, input);
        return;
    }
    if (reader.shape(input).rank() == 0) {
        // A scalar has no axis to reduce, but its square is its square.
        reader.define(0, reader.add(name.op, {reader.reshape(input, {1})}, {{"axes", std::vector<std::int64_t>{0}}}));
        return;
    }
    if (axes.empty()) {
        axes.resize(reader.shape(input).rank());
        std::iota(axes.begin(), axes.end(), 0);
    }
    reader.define(0, reader.add(name.op, {input}, {{"axes", std::move(axes)}, {"keep_dims", keep_dims}}));
}

template <std::size_t... Index> constexpr auto rows_of(std::index_sequence<Index...> /*of names*/) {
    return std::array{OperatorRow{reduce_names[Index].onnx, translate_reduce<reduce_names[Index]>}...};
}

constexpr auto rows = rows_of(std::make_index_sequence<std::size(reduce_names)>());

} // namespace

std::span<const OperatorRow> reduction_rows() {
    return rows;
}

} // namespace thimble::onnx_import
