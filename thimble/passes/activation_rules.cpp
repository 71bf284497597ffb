// SPDX-License-Identifier: Apache-2.0
// Functions of one value as frameworks export them where the file format lacks the operator.
#include "thimble/passes/rewrite_rule.h"

namespace thimble {

namespace {

/// x / 2 * factor, however the three are multiplied.
std::string half_times(const std::string& factor) {
    const std::string f = factor;
    return "mul(0.5, mul(x, " + f + ")) | mul(x, mul(0.5, " + f + ")) | mul(x, div(" + f + ", 2)) | mul(mul(0.5, x), " +
           f + ") | mul(div(x, 2), " + f + ")";
}

/// One rule for each alternative, since a pattern begins with an operation.
void add_rules(std::vector<RewriteRule>& rules, const std::string& alternatives, const std::string& replacement) {
    std::size_t start = 0;
    while (start < alternatives.size()) {
        const std::size_t end = std::min(alternatives.find(" | ", start), alternatives.size());
        rules.push_back({alternatives.substr(start, end - start), replacement});
        start = end + 3;
    }
}

const char* const sixth = "alpha = 0.16666666667, beta = 0.5";

} // namespace

std::vector<RewriteRule> activation_rules() {
    const std::string relu6 = "clip{minimum = 0, maximum = 6}(add(x, 3))";
    const std::string hard_sigmoid = std::string("hard_sigmoid{") + sixth + "}(x)";
    std::vector<RewriteRule> rules = {
        {"reciprocal(add(1, exp(neg(x))))", "logistic(x)"},
        {"mul(x, logistic(x))", "swish(x)"},
        {"mul(x, logistic(mul(x, #alpha)))", "swish{alpha = #alpha}(x)"},
        {"div(x, add(1, exp(neg(x))))", "swish(x)"},
        {"log(add(1, exp(x)))", "softplus(x)"},
        {"mul(x, tanh(softplus(x)))", "mish(x)"},
        {"div(x, add(1, abs(x)))", "softsign(x)"},
        {"div(" + relu6 + ", 6)", hard_sigmoid},
        {"mul(" + relu6 + ", 0.16666666667)", hard_sigmoid},
        {"clip{minimum = 0, maximum = 1}(add(mul(x, 0.16666666667), 0.5))", hard_sigmoid},
        {"clip{minimum = 0, maximum = 1}(add(div(x, 6), 0.5))", hard_sigmoid},
        {"mul(x, " + hard_sigmoid + ")", "hard_swish(x)"},
        {"div(mul(x, " + relu6 + "), 6)", "hard_swish(x)"},
        {"mul(mul(x, " + relu6 + "), 0.16666666667)", "hard_swish(x)"},
        {"mul(mul(x, 0.16666666667), " + relu6 + ")", "hard_swish(x)"},
    };
    for (const char* scaled : {"mul(x, 0.70710678)", "div(x, 1.41421356)"}) {
        add_rules(rules, half_times(std::string("add(1, erf(") + scaled + "))"), "gelu(x)");
    }
    for (const char* cube : {"pow(x, 3)", "mul(x, square(x))"}) {
        const std::string inner = std::string("mul(0.79788456, add(x, mul(0.044715, ") + cube + ")))";
        add_rules(rules, half_times("add(1, tanh(" + inner + "))"), "gelu_tanh(x)");
    }
    const std::string factored = "mul(mul(0.79788456, x), add(1, mul(0.044715, square(x))))";
    add_rules(rules, half_times("add(1, tanh(" + factored + "))"), "gelu_tanh(x)");
    return rules;
}

} // namespace thimble
