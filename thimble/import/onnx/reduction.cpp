// SPDX-License-Identifier: Apache-2.0
// The Reduce operators. Their axes are an attribute or, since operator sets 13 and 18, an input.
#include "thimble/ops/reduction.h"

#include "thimble/core/visit_data_type.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace thimble::onnx_import {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct ReduceName {
    std::string_view onnx;
    const char* op;
    double of_nothing; ///< the result over no elements
};

constexpr ReduceName reduce_names[] = {
    {"ReduceSum", "reduce_sum", 0.0},
    {"ReduceMean", "mean", std::numeric_limits<double>::quiet_NaN()},
    {"ReduceMax", "reduce_max", -infinity},
    {"ReduceMin", "reduce_min", infinity},
    {"ReduceProd", "reduce_prod", 1.0},
    {"ReduceL1", "reduce_l1", 0.0},
    {"ReduceL2", "reduce_l2", 0.0},
    {"ReduceLogSum", "reduce_log_sum", -infinity},
    {"ReduceLogSumExp", "reduce_log_sum_exp", -infinity},
    {"ReduceSumSquare", "reduce_sum_square", 0.0},
};

/// Empty where the file names none.
std::vector<std::int64_t> named_axes(NodeReader& reader) {
    return reader.has_input(1) ? reader.integers(1, "axes") : reader.attributes().integers("axes", {});
}

/// What is left of a tensor without elements: as many copies of `of_nothing` as the result has elements.
Tensor result_of_nothing(const TensorType& input, const ReductionAttributes& attributes, double of_nothing) {
    Tensor result({input.data_type, reduced_shape(input.shape, attributes), {}});
    visit_data_type(input.data_type, [&]<typename Element>(Element) {
        using Limits = std::numeric_limits<Element>;
        Element value = static_cast<Element>(std::isfinite(of_nothing) ? of_nothing : 0.0);
        if (!std::isfinite(of_nothing) && Limits::has_infinity) {
            value = static_cast<Element>(of_nothing);
        } else if (std::isinf(of_nothing)) {
            value = of_nothing < 0.0 ? Limits::lowest() : Limits::max();
        }
        std::ranges::fill(result.elements<Element>(), value);
    });
    return result;
}

template <std::size_t index> void translate_reduce(NodeReader& reader) {
    constexpr const ReduceName& name = reduce_names[index];
    reader.expect_inputs(1, 2);
    const ValueId input = reader.input(0);
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
    if (reader.shape(input).element_count() == 0) {
        const ReductionAttributes attributes = {.axes = axes, .keep_dims = keep_dims != 0};
        const TensorType type = reader.type(input);
        reader.define(0, reader.add_constant("nothing", result_of_nothing(type, attributes, name.of_nothing)));
        return;
    }
    reader.define(0, reader.add(name.op, {input}, {{"axes", std::move(axes)}, {"keep_dims", keep_dims}}));
}

template <std::size_t... Index> constexpr auto rows_of(std::index_sequence<Index...> /*of names*/) {
    return std::array{OperatorRow{reduce_names[Index].onnx, translate_reduce<Index>}...};
}

constexpr auto rows = rows_of(std::make_index_sequence<std::size(reduce_names)>());

} // namespace

std::span<const OperatorRow> reduction_rows() {
    return rows;
}

} // namespace thimble::onnx_import
