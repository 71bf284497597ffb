// SPDX-License-Identifier: Apache-2.0
// A pattern of operators and the operator that computes the same.
#pragma once

#include "thimble/passes/pattern.h"

#include <string>
#include <vector>

namespace thimble {

struct RewriteRule {
    std::string pattern;     ///< an operation, as in pattern.h
    std::string replacement; ///< an operation of what the pattern's names stand for; attributes are numbers or names
    /// What the pattern's form cannot say of a match; may bind more names for the replacement. Null when
    /// the form says all.
    bool (*holds)(const Graph& graph, Match& match) = nullptr;
};

/// Other ways to write one operation: square, sqrt, clip and so on.
std::vector<RewriteRule> arithmetic_rules();

/// Functions of one value: gelu, swish, hard_swish, mish.
std::vector<RewriteRule> activation_rules();

/// Functions of a value and its sums along axes: softmax, layer and other normalisations.
std::vector<RewriteRule> normalization_rules();

} // namespace thimble
