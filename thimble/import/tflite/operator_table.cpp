// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/operator_table.h"

namespace thimble::tflite_import {

const OperatorRow* find_operator_row(tflite::BuiltinOperator code) {
    for (const auto& family : {
             convolution_rows(),
             elementwise_rows(),
             pooling_rows(),
             shape_rows(),
             shape_arithmetic_rows(),
             pair_rows(),
             unary_rows(),
             conversion_rows(),
             volume_convolution_rows(),
         }) {
        for (const OperatorRow& row : family) {
            if (row.code == code) {
                return &row;
            }
        }
    }
    return nullptr;
}

} // namespace thimble::tflite_import
