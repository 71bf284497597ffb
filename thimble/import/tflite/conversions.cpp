// SPDX-License-Identifier: Apache-2.0
// Operators that convert from one data type or scale to another.
#include "thimble/import/tflite/operator_table.h"
#include "thimble/import/tflite/unsupported.h"

namespace thimble::tflite_import {

namespace {

Attributes target_type(const OperatorReader& reader) {
    return {{"to", std::string(name(reader.output_type().data_type))}};
}

void translate_quantize(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    const bool is_int8 = reader.output_type().data_type == DataType::int8;
    reader.add_node("quantize", {reader.input(0, "input")}, is_int8 ? Attributes{} : target_type(reader));
}

void translate_dequantize(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    if (reader.input_type(0).data_type == DataType::float32) {
        if (!reader.is_stored_input(0)) {
            throw Unsupported{"dequantisation of float32", "remove the operator"};
        }
        // Stored float16 weights, which are widened already.
        reader.add_node("reshape", {reader.input(0, "input")}, {{"shape", reader.output_type().shape.extents()}});
        return;
    }
    reader.add_node("dequantize", {reader.input(0, "input")}, {});
}

void translate_cast(OperatorReader& reader) {
    reader.expect_inputs(1, 1);
    reader.add_node("cast", {reader.input(0, "input")}, target_type(reader));
}

using enum tflite::BuiltinOperator;

constexpr OperatorRow rows[] = {
    {QUANTIZE, {"Quantize", ""}, translate_quantize},
    {DEQUANTIZE, {"Dequantize", ""}, translate_dequantize},
    {CAST, {"Cast", ""}, translate_cast},
};

} // namespace

std::span<const OperatorRow> conversion_rows() {
    return rows;
}

} // namespace thimble::tflite_import
