// SPDX-License-Identifier: Apache-2.0
// The family of operators that apply one real function to every element: one row each.
#pragma once

#include "thimble/ir/graph.h"

#include <array>
#include <string_view>
#include <utility>

namespace thimble {

/// Values of a function's attributes, in the order of its row; 0 for those it does not have.
using Parameters = std::array<double, 2>;

struct UnaryFunction {
    std::string_view name;
    std::string_view summary;
    double (*apply)(double x, double first, double second);
    std::array<std::pair<std::string_view, double>, 2> parameters = {}; ///< attributes and their defaults
};

/// The row of an operator of the family.
const UnaryFunction& unary_function(std::string_view op);

/// The node's attributes, defaults filled in.
Parameters unary_parameters(const NodeView& node);

/// Whether the operator is also defined on integers without a scale.
bool has_integer_form(std::string_view op);

} // namespace thimble
