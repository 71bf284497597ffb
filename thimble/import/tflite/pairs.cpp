// SPDX-License-Identifier: Apache-2.0
// Operators on two or more inputs without a fused activation: arithmetic, comparisons, logic, choices.
#include "thimble/import/tflite/activated_pair.h"
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/unsupported.h"

namespace thimble::tflite_import {

namespace {

template <std::size_t length> struct OperatorName {
    char text[length];

    constexpr OperatorName(const char (&literal)[length]) : text() {
        for (std::size_t index = 0; index < length; ++index) {
            text[index] = literal[index];
        }
    }
};

template <OperatorName name> void translate_pair(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_elements(0);
    reader.expect_elements(1);
    const ValueId a = reader.input(0, "a");
    const ValueId b = reader.input(1, "b");
    reader.add_node(name.text, {a, b}, {});
}

void translate_logical_not(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.add_node("logical_not", {reader.input(0, "input")}, {});
}

void translate_div(OperatorReader& reader) {
    translate_activated_pair<tflite::DivOptions>(reader, "div");
}

void translate_prelu(OperatorReader& reader) {
    reader.expect_inputs(2, 2);
    reader.expect_matching_types(0);
    const ValueId input = reader.input(0, "input");
    const ValueId slope = reader.input(1, "slope");
    reader.add_node("prelu", {input, slope}, {});
}

void translate_select_v2(OperatorReader& reader) {
    reader.expect_inputs(3, 3);
    const ValueId condition = reader.input(0, "condition");
    const ValueId a = reader.input(1, "a");
    const ValueId b = reader.input(2, "b");
    reader.add_node("where", {condition, a, b}, {});
}

/// A condition with one axis chooses along the first axis of the others.
void translate_select(OperatorReader& reader) {
    reader.expect_inputs(3, 3);
    const std::size_t rank = reader.output_type().shape.rank();
    TensorType type = reader.input_type(0);
    if (type.shape.rank() != 1 || rank <= 1) {
        translate_select_v2(reader);
        return;
    }
    std::vector<std::int64_t> extents(rank, 1);
    extents.front() = type.shape[0];
    type.shape = Shape(extents);
    const ValueId condition = reader.input(0, "condition");
    const ValueId column = reader.add_inner_node("reshape", "rows", {condition}, {{"shape", extents}}, type);
    const ValueId a = reader.input(1, "a");
    const ValueId b = reader.input(2, "b");
    reader.add_node("where", {column, a, b}, {});
}

/// A chain of sums. In int8 more than two are added before one rounding, which a chain does not do.
void translate_add_n(OperatorReader& reader) {
    reader.expect_inputs(1, OperatorReader::any_number);
    const TensorType type = reader.output_type();
    if (type.data_type == DataType::int8 && reader.input_count() > 2) {
        throw Unsupported{"a sum of more than two int8 tensors (ADD_N)", "add them two by two"};
    }
    if (reader.input_count() == 1) {
        reader.add_node("reshape", {reader.input(0, "input_0")}, {{"shape", type.shape.extents()}});
        return;
    }
    ValueId sum = reader.input(0, "input_0");
    for (std::size_t index = 1; index < reader.input_count(); ++index) {
        const std::vector<ValueId> terms = {sum, reader.input(index, fmt::format("input_{}", index))};
        if (index + 1 == reader.input_count()) {
            reader.add_node("add", terms, {});
        } else {
            sum = reader.add_inner_node("add", fmt::format("sum_{}", index), terms, {}, type);
        }
    }
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {DIV, {"truediv", "RealDiv"}, translate_div},
    {POW, {"Pow", ""}, translate_pair<"pow">},
    {FLOOR_DIV, {"floordiv", "FloorDiv"}, translate_pair<"floor_div">},
    {FLOOR_MOD, {"FloorMod", ""}, translate_pair<"floor_mod">},
    {MINIMUM, {"Minimum", ""}, translate_pair<"minimum">},
    {MAXIMUM, {"Maximum", ""}, translate_pair<"maximum">},
    {SQUARED_DIFFERENCE, {"SquaredDifference", ""}, translate_pair<"squared_difference">},
    {ATAN2, {"Atan2", ""}, translate_pair<"atan2">},
    {EQUAL, {"Equal", ""}, translate_pair<"equal">},
    {NOT_EQUAL, {"NotEqual", ""}, translate_pair<"not_equal">},
    {GREATER, {"Greater", ""}, translate_pair<"greater">},
    {GREATER_EQUAL, {"GreaterEqual", ""}, translate_pair<"greater_equal">},
    {LESS, {"Less", ""}, translate_pair<"less">},
    {LESS_EQUAL, {"LessEqual", ""}, translate_pair<"less_equal">},
    {LOGICAL_AND, {"LogicalAnd", ""}, translate_pair<"logical_and">},
    {LOGICAL_OR, {"LogicalOr", ""}, translate_pair<"logical_or">},
    {LOGICAL_NOT, {"LogicalNot", ""}, translate_logical_not},
    {BITWISE_XOR, {"BitwiseXor", ""}, translate_pair<"bitwise_xor">},
    {RIGHT_SHIFT, {"RightShift", ""}, translate_pair<"shift_right">},
    {SELECT, {"Select", ""}, translate_select},
    {SELECT_V2, {"SelectV2", ""}, translate_select_v2},
    {PRELU, {"PRelu", ""}, translate_prelu},
    {ADD_N, {"AddN", ""}, translate_add_n},
};

} // namespace

std::span<const OperatorRow> pair_rows() {
    return rows;
}

} // namespace thimble::tflite_import
