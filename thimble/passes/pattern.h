// SPDX-License-Identifier: Apache-2.0
// Patterns of operators, written as text, and where they occur in a graph.
//
//   mul(x, logistic(mul(x, #a)))           operators with their inputs; two inputs of add and mul in any order
//   clip{minimum = 0, maximum = 6}(x)      attributes; those not named have their defaults
//   mean{axes = $A, keep_dims = 1}(x)      $A stands for any value, the same everywhere
//   [pow(x, 2) | square(x)]                one of several
//   div(e@exp(x), reduce_sum(e))           e is what the pattern behind @ matched
//
// - `x` is any value, the same everywhere; `&k` a constant; `#a` a constant that holds one number only;
//   `0.5` such a constant of about that number.
// - Values within a match that others read too, or that are graph outputs, prevent it.
#pragma once

#include "thimble/passes/rewrite.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thimble {

struct Pattern {
    enum class Kind { value, constant, any_number, number, operation, alternatives };

    /// A number, or the name of what an attribute or a number is bound to.
    using Term = std::variant<double, std::string>;

    Kind kind = Kind::value;
    std::string name;    ///< of the variable or operator
    std::string binding; ///< the name before @, or empty
    double number = 0.0;
    std::map<std::string, Term> attributes;
    std::vector<Pattern> children; ///< inputs or alternatives

    /// Throws InternalError where the text is not of the form above.
    static Pattern parse(std::string_view text);
};

/// What the names in a pattern stand for.
struct Match {
    std::map<std::string, ValueId> values;
    std::map<std::string, double> numbers;
    std::map<std::string, AttributeValue> attributes;
    std::set<std::size_t> nodes;
};

/// The first way in which the pattern, an operation, matches the node with what leads to it.
std::optional<Match> find_match(const Graph& graph, const ValueUses& uses, const Pattern& pattern, std::size_t node);

} // namespace thimble
