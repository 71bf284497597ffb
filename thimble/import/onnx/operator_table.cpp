// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/operator_table.h"

#include <map>

namespace thimble::onnx_import {

std::vector<OperatorRow> all_operator_rows() {
    std::vector<OperatorRow> rows;
    for (const auto& family : {
             convolution_rows(),
             dynamic_quantize_rows(),
             einsum_rows(),
             elementwise_rows(),
             product_rows(),
             quantize_rows(),
             recurrent_rows(),
             look_up_rows(),
             made_value_rows(),
             resize_rows(),
             shape_rows(),
             slice_rows(),
         }) {
        rows.insert(rows.end(), family.begin(), family.end());
    }
    return rows;
}

const OperatorRow* find_operator_row(std::string_view domain, std::string_view op_type) {
    static const auto by_name = [] {
        std::map<std::pair<std::string_view, std::string_view>, OperatorRow> rows;
        for (const OperatorRow& row : all_operator_rows()) {
            rows.emplace(std::pair(row.domain, row.op_type), row);
        }
        return rows;
    }();
    const auto found = by_name.find({domain == "ai.onnx" ? "" : domain, op_type});
    return found == by_name.end() ? nullptr : &found->second;
}

} // namespace thimble::onnx_import
