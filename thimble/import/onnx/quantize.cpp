// SPDX-License-Identifier: Apache-2.0
// QuantizeLinear, DequantizeLinear, and arithmetic on two quantised tensors.
#include "thimble/core/error.h"
#include "thimble/import/onnx/block_quantize.h"
#include "thimble/import/onnx/operator_table.h"
#include "thimble/import/onnx/quantization.h"
#include "thimble/import/onnx/tensor_values.h"

namespace thimble::onnx_import {

namespace {

std::int64_t scale_axis(NodeReader& reader) {
    const std::size_t rank = reader.builder().type(reader.builder().find(reader.input_name(0)).id).shape.rank();
    const bool has_several = reader.type(reader.input(1)).shape.element_count() != 1;
    return has_several ? NodeReader::axis_from_zero(reader.attributes().integer("axis", 1), rank) : 0;
}

bool has_blocks(const NodeReader& reader) {
    return reader.attributes().integer("block_size", 0) != 0;
}

void translate_quantize(NodeReader& reader) {
    reader.expect_inputs(2, 3);
    if (has_blocks(reader)) {
        translate_block_quantize(reader);
        return;
    }
    QuantizedType type = read_quantization(reader, 1, 2, scale_axis(reader));
    const std::int64_t named_type = reader.attributes().integer("output_dtype", 0);
    if (!reader.has_input(2) && named_type != 0) {
        type.data_type = element_type(static_cast<std::int32_t>(named_type));
    }
    // Arithmetic is on tensors with one scale; others stay as the file has them.
    const bool is_kept = type.quantization.is_per_axis();
    const QuantizedType stored = is_kept ? type : as_stored(type);
    Attributes attributes = {{"rounding", std::string("even")}};
    if (stored.data_type != DataType::int8) {
        attributes.set("to", std::string(name(stored.data_type)));
    }
    const ValueId quantized = reader.add("quantize", {reader.input(0)}, std::move(attributes), stored);
    if (is_kept) {
        reader.define(0, quantized);
    } else {
        define_quantized(reader, 0, quantized, type);
    }
}

void translate_dequantize(NodeReader& reader) {
    reader.expect_inputs(2, 3);
    if (has_blocks(reader)) {
        translate_block_dequantize(reader);
        return;
    }
    QuantizedType type = read_quantization(reader, 1, 2, scale_axis(reader));
    const TensorEntry entry = reader.builder().find(reader.input_name(0));
    if (!reader.has_input(2) && !entry.is_shifted) {
        type.data_type = reader.type(entry.id).data_type;
    }
    const bool is_plain_uint8 = !entry.is_shifted && type.data_type == DataType::uint8 &&
                                reader.constant(entry.id) == nullptr &&
                                reader.builder().set_quantization(entry.id, type.quantization);
    reader.define(0, reader.add("dequantize", {is_plain_uint8 ? entry.id : quantized_input(reader, 0, type)}));
}

/// QLinearAdd and QLinearMul, which onnxruntime's quantiser writes: a, its scale and zero point, b likewise, and the
/// output's.
void translate_quantized_pair(NodeReader& reader, const std::string& op) {
    reader.expect_inputs(7, 8);
    const ValueId a = quantized_input(reader, 0, read_quantization(reader, 1, 2, 0));
    const ValueId b = quantized_input(reader, 3, read_quantization(reader, 4, 5, 0));
    const QuantizedType type = read_quantization(reader, 6, 7, 0);
    define_quantized(reader, 0, reader.add(op, {a, b}, {}, as_stored(type)), type);
}

void translate_quantized_add(NodeReader& reader) {
    translate_quantized_pair(reader, "add");
}

void translate_quantized_mul(NodeReader& reader) {
    translate_quantized_pair(reader, "mul");
}

constexpr OperatorRow rows[] = {
    {"QuantizeLinear", translate_quantize},
    {"DequantizeLinear", translate_dequantize},
    {"QLinearAdd", translate_quantized_add, Uint8Form::plain, "com.microsoft"},
    {"QLinearMul", translate_quantized_mul, Uint8Form::plain, "com.microsoft"},
};

} // namespace

std::span<const OperatorRow> quantize_rows() {
    return rows;
}

} // namespace thimble::onnx_import
