// SPDX-License-Identifier: Apache-2.0
// Operators on two inputs with a fused activation: ADD, SUB, MUL and DIV.
#pragma once

#include "thimble/import/tflite/activation.h"
#include "thimble/import/tflite/operator_reader.h"

namespace thimble::tflite_import {

/// Adds the node, and a clip after it where the activation is on integers, whose operators have none.
inline void
add_activated_pair(OperatorReader& reader, const std::string& op, tflite::ActivationFunctionType activation) {
    const ValueId a = reader.input(0, "a");
    const ValueId b = reader.input(1, "b");
    const TensorType& output = reader.output_type();
    const bool is_plain = is_integer_type(output.data_type) && !output.quantization;
    if (is_plain && activation != tflite::ActivationFunctionType::NONE) {
        const std::vector<double> range = activation_range(activation);
        const ValueId result = reader.add_inner_node(op, "unclamped", {a, b}, {}, output);
        reader.add_node("clip", {result}, {{"minimum", range[0]}, {"maximum", range[1]}});
        return;
    }
    Attributes attributes;
    set_activation(attributes, activation);
    reader.add_node(op, {a, b}, std::move(attributes));
}

template <typename Options> void translate_activated_pair(OperatorReader& reader, const std::string& op) {
    reader.expect_inputs(2, 2);
    reader.expect_elements(0);
    reader.expect_elements(1);
    const auto* options = reader.optional_options<Options>();
    add_activated_pair(
        reader, op, options == nullptr ? tflite::ActivationFunctionType::NONE : options->fused_activation_function()
    );
}

} // namespace thimble::tflite_import
