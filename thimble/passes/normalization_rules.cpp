// SPDX-License-Identifier: Apache-2.0
// Functions of a value and its sums along axes.
#include "thimble/passes/rewrite_rule.h"

#include <cmath>

namespace thimble {

namespace {

using Integers = std::vector<std::int64_t>;

bool is_along_last_axis(const Graph& graph, Match& match) {
    const auto rank = static_cast<std::int64_t>(graph.value(match.values.at("x")).type.shape.rank());
    const auto* const axes = std::get_if<Integers>(&match.attributes.at("A"));
    return axes != nullptr && *axes == Integers{rank - 1};
}

/// Gives the only axis the name `axis`.
bool is_along_one_axis(const Graph&, Match& match) {
    const auto* const axes = std::get_if<Integers>(&match.attributes.at("A"));
    if (axes == nullptr || axes->size() != 1) {
        return false;
    }
    match.attributes["axis"] = axes->front();
    return true;
}

/// As is_along_one_axis; the number in the match limits the squared norm.
bool limits_square(const Graph& graph, Match& match) {
    match.attributes["epsilon"] = std::sqrt(std::get<double>(match.attributes.at("limit")));
    return is_along_one_axis(graph, match);
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
    const std::string unit = "lp_normalize{axis = $axis, epsilon = $epsilon}(x)";
    const std::string limited = "clip{minimum = $epsilon}(reduce_l2" + along + "(x))";
    const std::string sum = "[reduce_sum" + along + "(square(x)) | reduce_sum_square" + along + "(x)]";
    return {
        {"div(x, " + limited + ")", unit, is_along_one_axis},
        {"mul(x, rsqrt(clip{minimum = $limit}(" + sum + ")))", unit, limits_square},
        {"div(x, sqrt(clip{minimum = $limit}(" + sum + ")))", unit, limits_square},
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
