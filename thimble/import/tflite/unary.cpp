// SPDX-License-Identifier: Apache-2.0
// Operators that apply one function to every element.
#include "thimble/import/tflite/operator_table.h"

namespace thimble::tflite_import {

namespace {

void translate_function(OperatorReader& reader, const std::string& op) {
    reader.expect_inputs(1, 1);
    reader.expect_elements(0);
    reader.add_node(op, {reader.input(0, "input")}, {});
}

void translate_gelu(OperatorReader& reader) {
    const auto* options = reader.optional_options<tflite::GeluOptions>();
    const bool is_approximate = options != nullptr && options->approximate();
    translate_function(reader, is_approximate ? "gelu_tanh" : "gelu");
}

using enum tflite::BuiltinOperator;
using Reader = OperatorReader;

constexpr OperatorRow rows[] = {
    {ABS, {"Abs", ""}, [](Reader& reader) { translate_function(reader, "abs"); }},
    {NEG, {"Neg", ""}, [](Reader& reader) { translate_function(reader, "neg"); }},
    {SIGN, {"Sign", ""}, [](Reader& reader) { translate_function(reader, "sign"); }},
    {EXP, {"Exp", ""}, [](Reader& reader) { translate_function(reader, "exp"); }},
    {LOG, {"Log", ""}, [](Reader& reader) { translate_function(reader, "log"); }},
    {SQRT, {"Sqrt", ""}, [](Reader& reader) { translate_function(reader, "sqrt"); }},
    {RSQRT, {"Rsqrt", ""}, [](Reader& reader) { translate_function(reader, "rsqrt"); }},
    {SQUARE, {"Square", ""}, [](Reader& reader) { translate_function(reader, "square"); }},
    {FLOOR, {"Floor", ""}, [](Reader& reader) { translate_function(reader, "floor"); }},
    {CEIL, {"Ceil", ""}, [](Reader& reader) { translate_function(reader, "ceil"); }},
    {ROUND, {"Round", ""}, [](Reader& reader) { translate_function(reader, "round"); }},
    {SIN, {"Sin", ""}, [](Reader& reader) { translate_function(reader, "sin"); }},
    {COS, {"Cos", ""}, [](Reader& reader) { translate_function(reader, "cos"); }},
    {ELU, {"Elu", ""}, [](Reader& reader) { translate_function(reader, "elu"); }},
    {GELU, {"Gelu", ""}, translate_gelu},
};

} // namespace

std::span<const OperatorRow> unary_rows() {
    return rows;
}

} // namespace thimble::tflite_import
