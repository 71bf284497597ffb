// SPDX-License-Identifier: Apache-2.0
#include "thimble/export/tflite/export_table.h"

namespace thimble::tflite_export {

const ExportRow* find_export_row(std::string_view op) {
    for (const auto& family :
         {convolution_rows(), elementwise_rows(), move_rows(), plain_rows(), pooling_rows(), product_rows(),
          reduction_rows(), shape_rows()}) {
        for (const ExportRow& row : family) {
            if (row.op == op) {
                return &row;
            }
        }
    }
    return nullptr;
}

} // namespace thimble::tflite_export
