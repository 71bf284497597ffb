// SPDX-License-Identifier: Apache-2.0
// Other ways to write one operation, brought to the form that the other rules expect.
#include "thimble/passes/rewrite_rule.h"

namespace thimble {

std::vector<RewriteRule> arithmetic_rules() {
    std::vector<RewriteRule> rules = {
        {"pow(x, 2)", "square(x)"},
        {"mul(x, x)", "square(x)"},
        {"pow(x, 0.5)", "sqrt(x)"},
        {"pow(x, -0.5)", "rsqrt(x)"},
        {"pow(x, -1)", "reciprocal(x)"},
        {"div(1, x)", "reciprocal(x)"},
        {"reciprocal(sqrt(x))", "rsqrt(x)"},
        {"sqrt(reciprocal(x))", "rsqrt(x)"},
        {"mul(x, reciprocal(v))", "div(x, v)"},
        {"maximum(x, #low)", "clip{minimum = #low}(x)"},
        {"minimum(x, #high)", "clip{maximum = #high}(x)"},
        {"clip{maximum = $high}(clip{minimum = $low}(x))", "clip{minimum = $low, maximum = $high}(x)"},
        {"clip{minimum = $low}(clip{maximum = $high}(x))", "clip{minimum = $low, maximum = $high}(x)"},
    };
    // Operators on pairs repeat the smaller operand by themselves.
    for (const std::string op : {"add", "sub", "mul", "div", "maximum", "minimum", "pow"}) {
        rules.push_back({op + "(x, expand{shape = $S}(y))", op + "(x, y)"});
        rules.push_back({op + "(expand{shape = $S}(x), y)", op + "(x, y)"});
    }
    return rules;
}

} // namespace thimble
