// SPDX-License-Identifier: Apache-2.0
// Functions of one element whose attributes or operands differ from the Graph's.
#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"

#include <algorithm>
#include <limits>

namespace thimble::onnx_import {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void translate_leaky_relu(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const double alpha = reader.attributes().real("alpha", 0.01);
    reader.define(0, reader.add("leaky_relu", {reader.input(0)}, {{"alpha", alpha}}));
}

void translate_gelu(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const std::string form = reader.attributes().text("approximate", "none");
    if (form != "none" && form != "tanh") {
        throw ModelError("E0323", fmt::format("approximate is `{}`, expected none or tanh", form));
    }
    reader.define(0, reader.add(form == "tanh" ? "gelu_tanh" : "gelu", {reader.input(0)}));
}

void translate_shrink(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    const double threshold = reader.attributes().real("lambd", 0.5);
    const double bias = reader.attributes().real("bias", 0.0);
    reader.define(0, reader.add("shrink", {reader.input(0)}, {{"threshold", threshold}, {"bias", bias}}));
}

void define_clip(NodeReader& reader, double minimum, double maximum) {
    // Bounds in the wrong order make everything the upper one.
    const double lowest = std::min(minimum, maximum);
    reader.define(0, reader.add("clip", {reader.input(0)}, {{"minimum", lowest}, {"maximum", maximum}}));
}

bool is_known_or_absent(NodeReader& reader, std::size_t index) {
    return !reader.has_input(index) || reader.constant(reader.input(index)) != nullptr;
}

double bound(NodeReader& reader, std::size_t index, double otherwise) {
    if (!reader.has_input(index)) {
        return otherwise;
    }
    const std::vector<double> values = reader.reals(index, "a bound");
    if (values.size() != 1) {
        throw ModelError("E0321", fmt::format("a bound has {} elements, expected 1", values.size()));
    }
    return values.front();
}

void translate_clip(NodeReader& reader) {
    constexpr std::int64_t first_opset_with_operands = 11;
    if (reader.opset() < first_opset_with_operands) {
        reader.expect_inputs(1, 1);
        define_clip(reader, reader.attributes().real("min", -infinity), reader.attributes().real("max", infinity));
        return;
    }
    reader.expect_inputs(1, 3);
    if (is_known_or_absent(reader, 1) && is_known_or_absent(reader, 2)) {
        define_clip(reader, bound(reader, 1, -infinity), bound(reader, 2, infinity));
        return;
    }
    ValueId result = reader.input(0);
    if (reader.has_input(1)) {
        result = reader.add("maximum", {result, reader.input(1)});
    }
    if (reader.has_input(2)) {
        result = reader.add("minimum", {result, reader.input(2)});
    }
    reader.define(0, result);
}

void translate_not(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define(0, reader.add("logical_not", {reader.input(0)}));
}

void translate_bitwise_not(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define(0, reader.add("bitwise_not", {reader.input(0)}));
}

void translate_is_nan(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define(0, reader.add("is_nan", {reader.input(0)}));
}

void translate_is_inf(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    Attributes attributes;
    for (const char* name : {"detect_negative", "detect_positive"}) {
        attributes.set(name, reader.attributes().integer(name, 1));
    }
    reader.define(0, reader.add("is_inf", {reader.input(0)}, std::move(attributes)));
}

constexpr OperatorRow rows[] = {
    {"LeakyRelu", translate_leaky_relu},
    {"Gelu", translate_gelu},
    {"Shrink", translate_shrink},
    {"Clip", translate_clip},
    {"Not", translate_not},
    {"BitwiseNot", translate_bitwise_not},
    {"IsNaN", translate_is_nan},
    {"IsInf", translate_is_inf},
};

} // namespace

std::span<const OperatorRow> activation_rows() {
    return rows;
}

} // namespace thimble::onnx_import
