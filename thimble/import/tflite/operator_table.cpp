// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/tflite/operator_table.h"

#include "thimble/import/tflite/import_tflite.h"

#include <algorithm>

namespace thimble::tflite_import {

std::vector<OperatorRow> all_operator_rows() {
    std::vector<OperatorRow> rows;
    for (const auto& family :
         {block_rows(), conversion_rows(), convolution_rows(), elementwise_rows(), look_up_rows(), made_value_rows(),
          pair_rows(), pooling_rows(), reduction_rows(), resize_rows(), shape_rows(), slice_rows(), unary_rows(),
          recurrent_rows(), volume_convolution_rows()}) {
        rows.insert(rows.end(), family.begin(), family.end());
    }
    return rows;
}

const OperatorRow* find_operator_row(tflite::BuiltinOperator code) {
    static const std::vector<OperatorRow> rows = all_operator_rows();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [code](const OperatorRow& row) { return row.code == code; });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace thimble::tflite_import

namespace thimble {

std::vector<std::string> tflite_operator_names() {
    std::vector<std::string> names;
    for (const tflite_import::OperatorRow& row : tflite_import::all_operator_rows()) {
        names.emplace_back(tflite::EnumNameBuiltinOperator(row.code));
    }
    return names;
}

} // namespace thimble
