// SPDX-License-Identifier: Apache-2.0
// Operators that look elements up by indices, or find the indices of elements.
#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>

namespace thimble::onnx_import {

namespace {

using Integers = std::vector<std::int64_t>;

std::int64_t axis_of(const NodeReader& reader, ValueId data, std::int64_t otherwise) {
    return NodeReader::axis_from_zero(reader.attributes().integer("axis", otherwise), reader.shape(data).rank());
}

std::int64_t single(const Integers& values, const char* role) {
    if (values.size() != 1) {
        throw ModelError("E0321", fmt::format("{} has {} values, expected 1", role, values.size()));
    }
    return values.front();
}

void translate_gather(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const ValueId data = reader.input(0);
    reader.define(0, reader.add("gather", {data, reader.input(1)}, {{"axis", axis_of(reader, data, 0)}}));
}

void translate_gather_elements(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const ValueId data = reader.input(0);
    reader.define(0, reader.add("gather_elements", {data, reader.input(1)}, {{"axis", axis_of(reader, data, 0)}}));
}

void translate_gather_nd(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    reader.define(
        0, reader.add(
               "gather_nd", {reader.input(0), reader.input(1)},
               {{"batch_dims", reader.attributes().integer("batch_dims", 0)}}
           )
    );
}

void translate_scatter_elements(NodeReader& reader) {
    reader.expect_inputs(3, 3);
    const ValueId data = reader.input(0);
    reader.define(
        0, reader.add(
               "scatter_elements", {data, reader.input(1), reader.input(2)},
               {{"axis", axis_of(reader, data, 0)}, {"reduction", reader.attributes().text("reduction", "none")}}
           )
    );
}

void translate_scatter_nd(NodeReader& reader) {
    reader.expect_inputs(3, 3);
    reader.define(
        0, reader.add(
               "scatter_nd", {reader.input(0), reader.input(1), reader.input(2)},
               {{"reduction", reader.attributes().text("reduction", "none")}}
           )
    );
}

/// The condition is known, so that the elements it keeps are.
void translate_compress(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    ValueId input = reader.input(0);
    std::int64_t axis = 0;
    if (reader.attributes().has("axis")) {
        axis = axis_of(reader, input, 0);
    } else {
        input = reader.reshape(input, {reader.shape(input).element_count()});
    }
    Integers kept;
    const Tensor condition = reader.constant_input(1, "a condition");
    for (std::size_t index = 0; index < condition.bytes.size(); ++index) {
        if (condition.bytes[index] != std::byte{0}) {
            kept.push_back(static_cast<std::int64_t>(index));
        }
    }
    if (kept.empty() || condition.type.data_type != DataType::boolean) {
        throw Unsupported{"a condition that keeps nothing", "export the model without empty tensors"};
    }
    const ValueId indices =
        reader.add_constant("indices", Tensor::of<std::int64_t>({static_cast<std::int64_t>(kept.size())}, kept));
    reader.define(0, reader.add("gather", {input, indices}, {{"axis", axis}}));
}

void translate_one_hot(NodeReader& reader) {
    reader.expect_inputs(3, 3);
    ValueId indices = reader.input(0);
    const DataType type = reader.type(indices).data_type;
    if (type != DataType::int32 && type != DataType::int64) {
        indices = reader.add("cast", {indices}, {{"to", std::string("int64")}});
    }
    const std::vector<double> depth = reader.reals(1, "a depth");
    if (depth.size() != 1 || !(depth.front() >= 1.0 && depth.front() < 1e9)) {
        throw ModelError("E0321", fmt::format("depth has {} values, expected one of at least 1", depth.size()));
    }
    const std::size_t rank = reader.shape(indices).rank() + 1;
    reader.define(
        0, reader.add(
               "one_hot", {indices, reader.input(2)},
               {{"axis", NodeReader::axis_from_zero(reader.attributes().integer("axis", -1), rank)},
                {"depth", static_cast<std::int64_t>(depth.front())},
                {"counts_from_end", std::int64_t{1}}}
           )
    );
}

void translate_trilu(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    if (reader.shape(reader.input(0)).element_count() == 0) {
        reader.define(0, reader.add_constant("nothing", Tensor(reader.type(reader.input(0)))));
        return;
    }
    const std::int64_t diagonal = reader.has_input(1) ? single(reader.integers(1, "a diagonal"), "k") : 0;
    reader.define(
        0, reader.add(
               "trilu", {reader.input(0)},
               {{"upper", std::int64_t{reader.attributes().integer("upper", 1) != 0}}, {"diagonal", diagonal}}
           )
    );
}

/// The batch and the time are the first two axes, in either order.
void translate_reverse_sequence(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const std::int64_t time = reader.attributes().integer("time_axis", 0);
    const std::int64_t batch = reader.attributes().integer("batch_axis", 1);
    if (time + batch != 1 || time * batch != 0) {
        throw ModelError("E0323", fmt::format("time axis {} and batch axis {}, expected 0 and 1", time, batch));
    }
    reader.define(0, reader.add("reverse_sequence", {reader.input(0), reader.input(1)}, {{"time_axis", time}}));
}

void translate_top_k(NodeReader& reader) {
    reader.expect_inputs(1, 2);
    const ValueId input = reader.input(0);
    const std::int64_t count = reader.has_input(1) ? single(reader.integers(1, "a number of elements"), "k")
                                                   : reader.attributes().integer("k");
    const std::vector<ValueId> outputs = reader.add_several(
        "top_k", {input},
        {{"axis", axis_of(reader, input, -1)},
         {"k", count},
         {"largest", std::int64_t{reader.attributes().integer("largest", 1) != 0}}}
    );
    reader.define(0, outputs[0]);
    reader.define(1, outputs[1]);
}

void translate_extreme(NodeReader& reader, const std::string& op) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const AttributeReader& attributes = reader.attributes();
    reader.define(
        0, reader.add(
               op, {input},
               {{"axis", axis_of(reader, input, 0)},
                {"keep_dims", std::int64_t{attributes.integer("keepdims", 1) != 0}},
                {"select_last", std::int64_t{attributes.integer("select_last_index", 0) != 0}}}
           )
    );
}

void translate_arg_max(NodeReader& reader) {
    translate_extreme(reader, "arg_max");
}

void translate_arg_min(NodeReader& reader) {
    translate_extreme(reader, "arg_min");
}

void translate_cum_sum(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const ValueId input = reader.input(0);
    const std::int64_t axis = single(reader.integers(1, "an axis"), "axis");
    reader.define(
        0, reader.add(
               "cum_sum", {input},
               {{"axis", NodeReader::axis_from_zero(axis, reader.shape(input).rank())},
                {"exclusive", std::int64_t{reader.attributes().integer("exclusive", 0) != 0}},
                {"reverse", std::int64_t{reader.attributes().integer("reverse", 0) != 0}}}
           )
    );
}

constexpr OperatorRow rows[] = {
    {"Gather", translate_gather, Uint8Form::as_stored},
    {"GatherElements", translate_gather_elements, Uint8Form::as_stored},
    {"GatherND", translate_gather_nd, Uint8Form::as_stored},
    {"Scatter", translate_scatter_elements},
    {"ScatterElements", translate_scatter_elements},
    {"ScatterND", translate_scatter_nd},
    {"Compress", translate_compress, Uint8Form::as_stored},
    {"OneHot", translate_one_hot},
    {"Trilu", translate_trilu},
    {"ReverseSequence", translate_reverse_sequence, Uint8Form::as_stored},
    {"TopK", translate_top_k},
    {"ArgMax", translate_arg_max, Uint8Form::as_stored},
    {"ArgMin", translate_arg_min, Uint8Form::as_stored},
    {"CumSum", translate_cum_sum},
};

} // namespace

std::span<const OperatorRow> look_up_rows() {
    return rows;
}

} // namespace thimble::onnx_import
