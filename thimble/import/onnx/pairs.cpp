// SPDX-License-Identifier: Apache-2.0
// Operators on two or more inputs: arithmetic, comparisons, logic, bits and choices.
#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"

#include <array>

namespace thimble::onnx_import {

namespace {

/// An operator of two inputs of one type and without attributes.
struct PairName {
    std::string_view onnx;
    const char* op;
};

constexpr PairName pair_names[] = {
    {"Add", "add"},
    {"Sub", "sub"},
    {"Mul", "mul"},
    {"Div", "div"},
    {"Equal", "equal"},
    {"Greater", "greater"},
    {"Less", "less"},
    {"GreaterOrEqual", "greater_equal"},
    {"LessOrEqual", "less_equal"},
    {"And", "logical_and"},
    {"Or", "logical_or"},
    {"Xor", "logical_xor"},
    {"BitwiseAnd", "bitwise_and"},
    {"BitwiseOr", "bitwise_or"},
    {"BitwiseXor", "bitwise_xor"},
};

template <std::size_t index> void translate_pair(NodeReader& reader) {
    constexpr const PairName& pair = pair_names[index];
    reader.expect_inputs(2, 2);
    reader.define(0, reader.add(pair.op, {reader.input(0), reader.input(1)}));
}

ValueId cast(NodeReader& reader, ValueId id, DataType type) {
    return reader.type(id).data_type == type ? id : reader.add("cast", {id}, {{"to", std::string(name(type))}});
}

/// The result has the type of the base; an integer to a real power is computed in float32.
void translate_pow(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const ValueId base = reader.input(0);
    const ValueId exponent = reader.input(1);
    const DataType type = reader.type(base).data_type;
    const bool is_real = type == DataType::float32 || reader.type(exponent).data_type == DataType::float32;
    const DataType common = is_real ? DataType::float32 : type;
    const ValueId power = reader.add("pow", {cast(reader, base, common), cast(reader, exponent, common)});
    reader.define(0, cast(reader, power, type));
}

void translate_mod(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const bool has_dividends_sign = reader.attributes().integer("fmod", 0) != 0;
    reader.define(0, reader.add(has_dividends_sign ? "fmod" : "floor_mod", {reader.input(0), reader.input(1)}));
}

void translate_bit_shift(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const std::string direction = reader.attributes().text("direction", "");
    if (direction != "LEFT" && direction != "RIGHT") {
        throw ModelError("E0323", fmt::format("direction is `{}`, expected LEFT or RIGHT", direction));
    }
    const char* op = direction == "LEFT" ? "shift_left" : "shift_right";
    reader.define(0, reader.add(op, {reader.input(0), reader.input(1)}));
}

constexpr std::size_t any_number = 0x7FFFFFFF;

/// The inputs joined by an operator on two.
ValueId fold_inputs(NodeReader& reader, const char* op) {
    reader.expect_inputs(1, any_number);
    const std::vector<ValueId> terms = reader.inputs();
    ValueId result = terms.front();
    for (std::size_t index = 1; index < terms.size(); ++index) {
        result = reader.add(op, {result, terms[index]});
    }
    return result;
}

void translate_min(NodeReader& reader) {
    reader.define(0, fold_inputs(reader, "minimum"));
}

void translate_max(NodeReader& reader) {
    reader.define(0, fold_inputs(reader, "maximum"));
}

void translate_sum(NodeReader& reader) {
    reader.define(0, fold_inputs(reader, "add"));
}

void translate_mean(NodeReader& reader) {
    const ValueId sum = fold_inputs(reader, "add");
    const ValueId count = reader.add_real("count", static_cast<double>(reader.input_count()));
    reader.define(0, reader.input_count() == 1 ? sum : reader.add("div", {sum, count}));
}

void translate_where(NodeReader& reader) {
    reader.expect_inputs(3, 3);
    reader.define(0, reader.add("where", {reader.input(0), reader.input(1), reader.input(2)}));
}

/// Integers have no prelu of their own.
void translate_prelu(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    const ValueId x = reader.input(0);
    const ValueId slope = reader.input(1);
    const DataType type = reader.type(x).data_type;
    if (type == DataType::float32) {
        reader.define(0, reader.add("prelu", {x, slope}));
        return;
    }
    const ValueId zero = reader.add_constant("zero", Tensor({type, {}, {}}));
    const ValueId is_negative = reader.add("less", {x, zero});
    reader.define(0, reader.add("where", {is_negative, reader.add("mul", {x, slope}), x}));
}

template <std::size_t... Index> constexpr auto pair_rows_of(std::index_sequence<Index...> /*of names*/) {
    return std::array{OperatorRow{pair_names[Index].onnx, translate_pair<Index>}...};
}

constexpr auto named_rows = pair_rows_of(std::make_index_sequence<std::size(pair_names)>());

constexpr OperatorRow others[] = {
    {"Pow", translate_pow},   {"Mod", translate_mod},     {"BitShift", translate_bit_shift},
    {"Min", translate_min},   {"Max", translate_max},     {"Sum", translate_sum},
    {"Mean", translate_mean}, {"Where", translate_where}, {"PRelu", translate_prelu},
};

const std::vector<OperatorRow>& rows() {
    static const std::vector<OperatorRow> all = [] {
        std::vector<OperatorRow> joined(named_rows.begin(), named_rows.end());
        joined.insert(joined.end(), std::begin(others), std::end(others));
        return joined;
    }();
    return all;
}

} // namespace

std::span<const OperatorRow> pair_rows() {
    return rows();
}

} // namespace thimble::onnx_import
