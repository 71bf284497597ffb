// SPDX-License-Identifier: Apache-2.0
// Which TensorFlow Lite operators are translated, and by what. A new operator is one row in the file
// of its family.
#pragma once

#include "thimble/import/tflite/operator_reader.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace thimble::tflite_import {

struct OperatorRow {
    tflite::BuiltinOperator code;
    /// TensorFlow's operations whose path in a tensor's name reveals the layer, the most telling first: paths of
    /// other layers occur where converters shared constants, but never as a BiasAdd.
    std::array<std::string_view, 2> operations;
    /// Adds the nodes of one operator. Errors: Unsupported, ModelError E0303.
    void (*translate)(OperatorReader& reader);
};

std::span<const OperatorRow> conversion_rows();
std::span<const OperatorRow> convolution_rows();
std::span<const OperatorRow> elementwise_rows();
std::span<const OperatorRow> pair_rows();
std::span<const OperatorRow> block_rows();
std::span<const OperatorRow> look_up_rows();
std::span<const OperatorRow> pooling_rows();
std::span<const OperatorRow> reduction_rows();
std::span<const OperatorRow> resize_rows();
std::span<const OperatorRow> shape_rows();
std::span<const OperatorRow> unary_rows();
std::span<const OperatorRow> made_value_rows();
std::span<const OperatorRow> slice_rows();
std::span<const OperatorRow> recurrent_rows();
std::span<const OperatorRow> volume_convolution_rows();

/// Every row of every family.
std::vector<OperatorRow> all_operator_rows();

/// The row of an operator, or null when it is not supported.
const OperatorRow* find_operator_row(tflite::BuiltinOperator code);

} // namespace thimble::tflite_import
