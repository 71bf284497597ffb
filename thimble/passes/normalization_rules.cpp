// SPDX-License-Identifier: Apache-2.0
// Functions of a value and its sums along axes.
#include "thimble/passes/rewrite_rule.h"

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

bool is_along_last_axis(const Graph& graph, const Match& match) {
    const auto rank = static_cast<std::int64_t>(graph.value(match.values.at("x")).type.shape.rank());
    const auto* const axes = std::get_if<Integers>(&match.attributes.at("A"));
    return axes != nullptr && *axes == Integers{rank - 1};
}

} // namespace

std::vector<RewriteRule> normalization_rules() {
    const std::string along = "{axes = $A, keep_dims = 1}";
    const std::string centered = "d@sub(x, mean" + along + "(x))";
    const std::string variance = "add(mean" + along + "(square(d)), #epsilon)";
    const std::string squares = "add(mean" + along + "(square(x)), #epsilon)";
    const std::string normalized = "normalize{axes = $A, epsilon = #epsilon}(x)";
    const std::string scaled = "normalize{axes = $A, epsilon = #epsilon, centered = 0}(x)";
    const std::string any = "normalize{axes = $A, epsilon = $epsilon, centered = $centered}";
    const std::string powers = "e@exp(sub(x, reduce_max" + along + "(x)))";
    return {
        {"div(" + powers + ", reduce_sum" + along + "(e))", "softmax(x)", is_along_last_axis},
        {"div(e@exp(x), reduce_sum" + along + "(e))", "softmax(x)", is_along_last_axis},
        {"div(" + centered + ", sqrt(" + variance + "))", normalized},
        {"mul(" + centered + ", rsqrt(" + variance + "))", normalized},
        {"div(x, sqrt(" + squares + "))", scaled},
        {"mul(x, rsqrt(" + squares + "))", scaled},
        {"mul(" + any + "(x), &scale)", any + "(x, scale)"},
        {"add(" + any + "(x, &scale), &bias)", any + "(x, scale, bias)"},
    };
}

} // namespace thimble
