// SPDX-License-Identifier: Apache-2.0
#include "thimble/import/onnx/operator_table.h"

#include <map>

namespace thimble::onnx_import {

std::vector<OperatorRow> all_operator_rows() {
    std::vector<OperatorRow> rows;
    for (const auto& family : {
             activation_rows(), conversion_rows(),    convolution_rows(), dynamic_quantize_rows(),
             einsum_rows(),     elementwise_rows(),   pair_rows(),        look_up_rows(),
             made_value_rows(), normalization_rows(), pooling_rows(),     product_rows(),
             quantize_rows(),   recurrent_rows(),     reduction_rows(),   resize_rows(),
             shape_rows(),      signal_rows(),        slice_rows(),       softmax_rows(),
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

namespace thimble {

std::vector<std::string> onnx_operator_names() {
    std::vector<std::string> names;
    for (const onnx_import::OperatorRow& row : onnx_import::all_operator_rows()) {
        names.push_back(std::string(row.domain) + (row.domain.empty() ? "" : ".") + std::string(row.op_type));
    }
    return names;
}

} // namespace thimble
