// SPDX-License-Identifier: Apache-2.0
// Operators that look elements up by indices, or find the indices of elements.
#include "thimble/import/tflite/axes.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/unsupported.h"

#include <algorithm>

namespace thimble::tflite_import {

namespace {

using Integers = std::vector<std::int64_t>;

std::int64_t single(const Integers& values, const char* role) {
    if (values.size() != 1) {
        throw ModelError("E0303", fmt::format("{} has {} values, expected 1", role, values.size()));
    }
    return values.front();
}

void translate_gather(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    const auto* options = reader.optional_options<tflite::GatherOptions>();
    const std::int64_t given = options == nullptr ? 0 : options->axis();
    const std::int64_t axis = axis_from_zero(given, reader.input_type(0).shape.rank());
    const std::int64_t batch = options == nullptr ? 0 : options->batch_dims();
    const auto index_rank = static_cast<std::int64_t>(reader.input_type(1).shape.rank());
    reader.add_node(
        "gather", {reader.input(0, "data"), reader.input(1, "indices")},
        {{"axis", axis}, {"batch_dims", batch < 0 ? batch + index_rank : batch}}
    );
}

/// The indices come first, and name rows.
void translate_embedding_lookup(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(1);
    reader.add_node(
        "gather", {reader.input(1, "data"), reader.input(0, "indices")},
        {{"axis", std::int64_t{0}}, {"batch_dims", std::int64_t{0}}}
    );
}

void translate_gather_nd(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    reader.add_node("gather_nd", {reader.input(0, "data"), reader.input(1, "indices")}, {});
}

/// Updates are added to zeros, so that those which meet are summed.
void translate_scatter_nd(OperatorReader& reader) {
    reader.expect_inputs(3, 3);
    reader.expect_same_types(1);
    const Integers shape = reader.integers(2, "a shape");
    TensorType type = reader.input_type(1);
    if (type.quantization) {
        throw Unsupported{"SCATTER_ND of quantised numbers", "convert it without quantisation"};
    }
    type.shape = Shape(Integers(shape.size(), 1));
    const ValueId zero = reader.add_constant("zero", Tensor(type));
    type.shape = Shape(shape);
    const ValueId zeros = reader.add_inner_node("expand", "zeros", {zero}, {{"shape", shape}}, type);
    const bool can_add = type.data_type != DataType::boolean;
    reader.add_node(
        "scatter_nd", {zeros, reader.input(0, "indices"), reader.input(1, "updates")},
        {{"reduction", std::string(can_add ? "add" : "none")}}
    );
}

void translate_dynamic_update_slice(OperatorReader& reader) {
    reader.expect_inputs(3, 3);
    reader.expect_same_types(0);
    reader.add_node(
        "dynamic_update_slice", {reader.input(0, "input"), reader.input(1, "update"), reader.input(2, "starts")}, {}
    );
}

/// A single stored or computed value as a list of one.
ValueId as_list(OperatorReader& reader, std::size_t index, const std::string& role) {
    TensorType type = reader.input_type(index);
    type.shape = Shape{1};
    return reader.add_inner_node(
        "reshape", role + "_list", {reader.input(index, role)}, {{"shape", Integers{1}}}, type
    );
}

void translate_one_hot(OperatorReader& reader) {
    reader.expect_inputs(4, 4);
    reader.expect_same_types(2);
    reader.expect_same_types(3);
    const auto* options = reader.optional_options<tflite::OneHotOptions>();
    const std::size_t rank = reader.input_type(0).shape.rank() + 1;
    TensorType pair = reader.input_type(2);
    pair.shape = Shape{2};
    const ValueId values = reader.add_inner_node(
        "concat", "values", {as_list(reader, 3, "off"), as_list(reader, 2, "on")}, {{"axis", std::int64_t{0}}}, pair
    );
    reader.add_node(
        "one_hot", {reader.input(0, "indices"), values},
        {{"axis", axis_from_zero(options == nullptr ? -1 : options->axis(), rank)},
         {"depth", single(reader.integers(1, "a depth"), "depth")}}
    );
}

/// The batch and the time become the first two axes; the order of the others stays.
void translate_reverse_sequence(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    const auto& options = reader.options<tflite::ReverseSequenceOptions>();
    const TensorType& type = reader.input_type(0);
    const std::size_t rank = type.shape.rank();
    const std::int64_t time = axis_from_zero(options.seq_dim(), rank);
    const std::int64_t batch = axis_from_zero(options.batch_dim(), rank);
    if (time == batch) {
        throw ModelError("E0303", fmt::format("axis {} is both the batch and the time", time));
    }
    const ValueId input = reader.input(0, "input");
    const ValueId lengths = reader.input(1, "lengths");
    if (std::max(time, batch) == 1) {
        reader.add_node("reverse_sequence", {input, lengths}, {{"time_axis", time}});
        return;
    }
    Integers order = {batch, time};
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(rank); ++axis) {
        if (axis != batch && axis != time) {
            order.push_back(axis);
        }
    }
    Integers back(rank);
    TensorType moved = type;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        back[static_cast<std::size_t>(order[axis])] = static_cast<std::int64_t>(axis);
        moved.shape[axis] = type.shape[static_cast<std::size_t>(order[axis])];
    }
    const ValueId ordered = reader.add_inner_node("transpose", "batch_first", {input}, {{"axes", order}}, moved);
    const ValueId reversed = reader.add_inner_node(
        "reverse_sequence", "reversed", {ordered, lengths}, {{"time_axis", std::int64_t{1}}}, moved
    );
    reader.add_node("transpose", {reversed}, {{"axes", back}});
}

std::string index_type(const OperatorReader& reader, std::size_t output) {
    const DataType type = reader.output_type(output).data_type;
    if (type != DataType::int32 && type != DataType::int64) {
        throw Unsupported{
            fmt::format("indices of data type {}", thimble::name(type)), "convert with indices of int32 or int64"};
    }
    return std::string(thimble::name(type));
}

void translate_top_k(OperatorReader& reader) {
    reader.expect_inputs_and_outputs(2, 2, 2);
    reader.expect_same_types(0);
    const std::size_t rank = reader.input_type(0).shape.rank();
    reader.add_node(
        "top_k", {reader.input(0, "input")},
        {{"axis", axis_from_zero(-1, rank)},
         {"k", single(reader.integers(1, "a number of elements"), "k")},
         {"index_type", index_type(reader, 1)}}
    );
}

void translate_extreme(OperatorReader& reader, const std::string& op) {
    reader.expect_inputs(2, 2);
    const std::int64_t axis = single(reader.integers(1, "an axis"), "axis");
    reader.add_node(
        op, {reader.input(0, "input")},
        {{"axis", axis_from_zero(axis, reader.input_type(0).shape.rank())}, {"index_type", index_type(reader, 0)}}
    );
}

void translate_arg_max(OperatorReader& reader) {
    translate_extreme(reader, "arg_max");
}

void translate_arg_min(OperatorReader& reader) {
    translate_extreme(reader, "arg_min");
}

void translate_cum_sum(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_same_types(0);
    const auto* options = reader.optional_options<tflite::CumsumOptions>();
    const std::int64_t axis = single(reader.integers(1, "an axis"), "axis");
    reader.add_node(
        "cum_sum", {reader.input(0, "input")},
        {{"axis", axis_from_zero(axis, reader.input_type(0).shape.rank())},
         {"exclusive", std::int64_t{options != nullptr && options->exclusive()}},
         {"reverse", std::int64_t{options != nullptr && options->reverse()}}}
    );
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {GATHER, {"GatherV2", "Gather"}, translate_gather},
    {GATHER_ND, {"GatherNd", ""}, translate_gather_nd},
    {EMBEDDING_LOOKUP, {"embedding_lookup", ""}, translate_embedding_lookup},
    {SCATTER_ND, {"ScatterNd", ""}, translate_scatter_nd},
    {DYNAMIC_UPDATE_SLICE, {"DynamicUpdateSlice", ""}, translate_dynamic_update_slice},
    {ONE_HOT, {"one_hot", ""}, translate_one_hot},
    {REVERSE_SEQUENCE, {"ReverseSequence", ""}, translate_reverse_sequence},
    {TOPK_V2, {"TopKV2", ""}, translate_top_k},
    {ARG_MAX, {"ArgMax", ""}, translate_arg_max},
    {ARG_MIN, {"ArgMin", ""}, translate_arg_min},
    {CUMSUM, {"Cumsum", ""}, translate_cum_sum},
};

} // namespace

std::span<const OperatorRow> look_up_rows() {
    return rows;
}

} // namespace thimble::tflite_import
