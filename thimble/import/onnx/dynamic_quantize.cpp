// SPDX-License-Identifier: Apache-2.0
// DynamicQuantizeLinear, whose scale follows the data: as the operations that its documentation defines it by.
#include "thimble/import/onnx/operator_table.h"

namespace thimble::onnx_import {

namespace {

constexpr double levels = 255.0;

ValueId as_type(NodeReader& reader, ValueId id, const std::string& type) {
    return reader.add("cast", {id}, {{"to", type}});
}

/// The smallest or largest element, 0 included, as a scalar.
ValueId bound(NodeReader& reader, ValueId input, const std::string& reduction, const std::string& limit) {
    std::vector<std::int64_t> axes;
    for (std::size_t axis = 0; axis < reader.shape(input).rank(); ++axis) {
        axes.push_back(static_cast<std::int64_t>(axis));
    }
    const ValueId extreme = reader.add(reduction, {input}, {{"axes", axes}, {"keep_dims", std::int64_t{0}}});
    return reader.add("clip", {extreme}, {{limit, 0.0}});
}

/// Rounded and within 0 and 255.
ValueId as_level(NodeReader& reader, ValueId id) {
    return reader.add("clip", {id}, {{"minimum", 0.0}, {"maximum", levels}});
}

void translate_dynamic_quantize(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const ValueId input = reader.input(0);
    const ValueId lowest = bound(reader, input, "reduce_min", "maximum");
    const ValueId highest = bound(reader, input, "reduce_max", "minimum");
    const ValueId span = reader.add("sub", {highest, lowest});
    const ValueId scale = reader.add("div", {span, reader.add_real("levels", levels)});
    const ValueId steps_below = reader.add("div", {reader.add("neg", {lowest}), scale});
    const ValueId zero_point = reader.add("round", {as_level(reader, steps_below)});
    const ValueId steps = reader.add("round", {reader.add("div", {input, scale})});
    const ValueId codes = as_level(reader, reader.add("add", {steps, zero_point}));
    reader.define(0, as_type(reader, codes, "uint8"));
    reader.define(1, scale);
    reader.define(2, as_type(reader, zero_point, "uint8"));
}

constexpr OperatorRow rows[] = {{"DynamicQuantizeLinear", translate_dynamic_quantize}};

} // namespace

std::span<const OperatorRow> dynamic_quantize_rows() {
    return rows;
}

} // namespace thimble::onnx_import
