// SPDX-License-Identifier: Apache-2.0
// Every index of a file, checked once; what follows indexes without looking again.
#pragma once

#include <tflite_schema/tflite_generated.h>

namespace thimble::tflite_import {

/// Checks schema version, presence of the tables, and every tensor, buffer, operator code index.
/// Errors: ModelError E0303 naming the operator, or E0304 for several subgraphs.
void check_structure(const tflite::Model& model);

/// The operator's code; files of older converters keep it in a field of one byte.
tflite::BuiltinOperator operator_code(const tflite::Model& model, const tflite::Operator& op);

/// The operator's name in the format: `CONV_2D`, for custom ones `CUSTOM MyOp`, else `operator 207`.
std::string operator_name(const tflite::Model& model, const tflite::Operator& op);

} // namespace thimble::tflite_import
