// SPDX-License-Identifier: Apache-2.0
// Which operators there are, what their kernels compute with, and which operators of model files are read: collected
// from the registries of the stages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thimble {

struct CatalogEntry {
    std::string_view name; ///< of an OpDef
    std::string_view summary;
    std::vector<std::string> data_types; ///< `float32`, `int8`, `integers`, `any`, `float32 to int8`
    std::vector<std::string> cores;      ///< that have faster kernels: `armv7em`
};

/// The operators of the Graph, in order of name.
std::vector<CatalogEntry> operator_catalog();

/// The data types that a kernel's name ends with: `add_s8`, `quantize_f32_s8`, `pad_bytes`.
std::string kernel_data_types(std::string_view kernel);

/// docs/operators.md. `cases` is the text of docs/operator-cases.csv: rows `operator,onnx_cases,tflite_models`, or
/// empty. Errors: OptionError E0108 for rows of another form.
std::string operators_document(std::string_view cases);

} // namespace thimble
