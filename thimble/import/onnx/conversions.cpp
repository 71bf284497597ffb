// SPDX-License-Identifier: Apache-2.0
// Operators that convert to another data type, and those that leave everything as it is when a model is run.
#include "thimble/core/error.h"
#include "thimble/import/onnx/operator_table.h"
#include "thimble/import/onnx/tensor_values.h"

#include <algorithm>

namespace thimble::onnx_import {

namespace {

void define_cast(NodeReader& reader, DataType type) {
    reader.define(0, reader.add("cast", {reader.input(0)}, {{"to", std::string(name(type))}}));
}

void translate_cast(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    define_cast(reader, element_type(static_cast<std::int32_t>(reader.attributes().integer("to"))));
}

void translate_cast_like(NodeReader& reader) {
    reader.expect_inputs(2, 2);
    define_cast(reader, reader.type(reader.input(1)).data_type);
}

void translate_identity(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define(0, reader.input(0));
}

bool is_training(NodeReader& reader) {
    if (!reader.has_input(2)) {
        return false;
    }
    const Tensor& mode = reader.constant_input(2, "training_mode");
    return !mode.bytes.empty() && mode.bytes.front() != std::byte{0};
}

void define_mask(NodeReader& reader) {
    const bool is_boolean = reader.opset() >= 10;
    Tensor mask({is_boolean ? DataType::boolean : DataType::float32, reader.shape(reader.input(0)), {}});
    if (is_boolean) {
        std::fill(mask.bytes.begin(), mask.bytes.end(), std::byte{1});
    } else {
        std::fill(mask.elements<float>().begin(), mask.elements<float>().end(), 1.0F);
    }
    reader.define(1, reader.add_constant("mask", std::move(mask)));
}

/// Nothing is dropped outside training; the mask says so.
void translate_dropout(NodeReader& reader) {
    reader.expect_inputs(1, 3);
    const bool drops = !reader.has_input(1) || reader.reals(1, "ratio") != std::vector<double>{0.0};
    if (is_training(reader) && drops) {
        throw Unsupported{"dropout in training mode", "export the model for inference"};
    }
    reader.define(0, reader.input(0));
    if (reader.has_output(1)) {
        define_mask(reader);
    }
}

constexpr OperatorRow rows[] = {
    {"Cast", translate_cast},
    {"CastLike", translate_cast_like},
    {"Identity", translate_identity, Uint8Form::as_stored},
    {"Dropout", translate_dropout},
};

} // namespace

std::span<const OperatorRow> conversion_rows() {
    return rows;
}

} // namespace thimble::onnx_import
