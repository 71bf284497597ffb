// SPDX-License-Identifier: Apache-2.0
// Operators that work element by element.
#include "thimble/import/onnx/operator_table.h"

#include <array>

namespace thimble::onnx_import {

namespace {

/// An operator of one input whose attributes, if any, are real numbers of the same names and defaults in the Graph.
struct UnaryName {
    std::string_view onnx;
    const char* op;
    std::array<const char*, 2> attributes = {};
};

constexpr UnaryName unary_names[] = {
    {"Abs", "abs"},
    {"Neg", "neg"},
    {"Sign", "sign"},
    {"Exp", "exp"},
    {"Log", "log"},
    {"Sqrt", "sqrt"},
    {"Reciprocal", "reciprocal"},
    {"Floor", "floor"},
    {"Ceil", "ceil"},
    {"Round", "round"},
    {"Erf", "erf"},
    {"Sin", "sin"},
    {"Cos", "cos"},
    {"Tan", "tan"},
    {"Asin", "asin"},
    {"Acos", "acos"},
    {"Atan", "atan"},
    {"Sinh", "sinh"},
    {"Cosh", "cosh"},
    {"Asinh", "asinh"},
    {"Acosh", "acosh"},
    {"Atanh", "atanh"},
    {"Softsign", "softsign"},
    {"Softplus", "softplus"},
    {"Mish", "mish"},
    {"Sigmoid", "logistic"},
    {"Tanh", "tanh"},
    {"HardSwish", "hard_swish"},
    {"Swish", "swish", {"alpha"}},
    {"Elu", "elu", {"alpha"}},
    {"Celu", "celu", {"alpha"}},
    {"Selu", "selu", {"alpha", "gamma"}},
    {"HardSigmoid", "hard_sigmoid", {"alpha", "beta"}},
    {"ThresholdedRelu", "thresholded_relu", {"alpha"}},
};

template <std::size_t index> void translate_unary(NodeReader& reader) {
    constexpr const UnaryName& unary = unary_names[index];
    reader.expect_inputs(1, 1);
    Attributes attributes;
    for (const char* attribute : unary.attributes) {
        if (attribute != nullptr && reader.attributes().has(attribute)) {
            attributes.set(attribute, reader.attributes().real(attribute));
        }
    }
    reader.define(0, reader.add(unary.op, {reader.input(0)}, std::move(attributes)));
}

void translate_relu(NodeReader& reader) {
    reader.expect_inputs(1, 1);
    reader.define(0, reader.add("clip", {reader.input(0)}, {{"minimum", 0.0}}));
}

template <std::size_t... Index> constexpr auto unary_rows(std::index_sequence<Index...> /*of names*/) {
    return std::array{OperatorRow{unary_names[Index].onnx, translate_unary<Index>}...};
}

constexpr auto unary = unary_rows(std::make_index_sequence<std::size(unary_names)>());

constexpr OperatorRow others[] = {
    {"Relu", translate_relu},
};

const std::vector<OperatorRow>& rows() {
    static const std::vector<OperatorRow> all = [] {
        std::vector<OperatorRow> joined(unary.begin(), unary.end());
        joined.insert(joined.end(), std::begin(others), std::end(others));
        return joined;
    }();
    return all;
}

} // namespace

std::span<const OperatorRow> elementwise_rows() {
    return rows();
}

} // namespace thimble::onnx_import
