// SPDX-License-Identifier: Apache-2.0
// Which ONNX operators are translated, and by what. A new operator is one row in the file of its family.
//
// A translation reads inputs and attributes from its NodeReader, adds nodes of the Graph (`add` infers their types and
// computes at once what is constant), and defines the outputs:
//
//     void translate_elu(NodeReader& reader) {
//         reader.expect_inputs(1, 1);
//         reader.define(0, reader.add("elu", {reader.input(0)}, {{"alpha", reader.attributes().real("alpha", 1.0)}}));
//     }
//
// Spatial operators go through to_channels_last and to_channels_first of layout.h; quantised operands through
// quantized_input and define_quantized of quantization.h. What moves elements without looking at them is
// Uint8Form::as_stored.
#pragma once

#include "thimble/import/onnx/node_reader.h"

#include <span>
#include <string_view>
#include <vector>

namespace thimble::onnx_import {

struct OperatorRow {
    std::string_view op_type;
    /// Errors: Unsupported, NeedsConstant, ModelError E0321 and E0323.
    void (*translate)(NodeReader& reader);
    Uint8Form uint8_form = Uint8Form::plain;
    std::string_view domain = "";
};

std::span<const OperatorRow> activation_rows();
std::span<const OperatorRow> conversion_rows();
std::span<const OperatorRow> convolution_rows();
std::span<const OperatorRow> dynamic_quantize_rows();
std::span<const OperatorRow> einsum_rows();
std::span<const OperatorRow> elementwise_rows();
std::span<const OperatorRow> look_up_rows();
std::span<const OperatorRow> made_value_rows();
std::span<const OperatorRow> normalization_rows();
std::span<const OperatorRow> pair_rows();
std::span<const OperatorRow> pooling_rows();
std::span<const OperatorRow> product_rows();
std::span<const OperatorRow> quantize_rows();
std::span<const OperatorRow> recurrent_rows();
std::span<const OperatorRow> reduction_rows();
std::span<const OperatorRow> resize_rows();
std::span<const OperatorRow> shape_rows();
std::span<const OperatorRow> signal_rows();
std::span<const OperatorRow> slice_rows();
std::span<const OperatorRow> softmax_rows();

/// Every row of every family.
std::vector<OperatorRow> all_operator_rows();

/// The row of an operator, or null when it is not supported.
const OperatorRow* find_operator_row(std::string_view domain, std::string_view op_type);

} // namespace thimble::onnx_import
