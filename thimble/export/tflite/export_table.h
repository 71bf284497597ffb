// SPDX-License-Identifier: Apache-2.0
// Which operators are exported, and by what. A new operator is one row in the file of its family.
#pragma once

#include "thimble/export/tflite/node_writer.h"

#include <span>
#include <string_view>

namespace thimble::tflite_export {

struct ExportRow {
    std::string_view op;
    void (*write)(NodeWriter& writer); ///< Errors: ModelError E0310
};

std::span<const ExportRow> convolution_rows();
std::span<const ExportRow> elementwise_rows();
std::span<const ExportRow> move_rows();
std::span<const ExportRow> plain_rows();
std::span<const ExportRow> pooling_rows();
std::span<const ExportRow> product_rows();
std::span<const ExportRow> reduction_rows();
std::span<const ExportRow> shape_rows();

/// The row of an operator, or null when it is not exported.
const ExportRow* find_export_row(std::string_view op);

} // namespace thimble::tflite_export
