// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/recognize_operators.h"

#include <sstream>

namespace thimble {
namespace {

constexpr double tolerance = 1e-4;

/// Numbers that the statements below use.
const std::string numbers = R"(constant %zero: float32[] = [0]
    constant %half: float32[] = [0.5]
    constant %one: float32[] = [1]
    constant %two: float32[1] = [2]
    constant %three: float32[] = [3]
    constant %six: float32[] = [6]
    constant %sixth: float32[] = [0.16666667]
    constant %root: float32[] = [1.4142135]
    constant %inverse_root: float32[] = [0.70710677]
    constant %cubic: float32[] = [0.044715]
    constant %outer: float32[] = [0.79788458]
    constant %tiny: float32[] = [0.00001]
)";

/// Statements from %x to %y, all float32[2, 3]; `name = call` on each line.
std::string with_types(const std::string& calls) {
    std::string text = "input %x: float32[2, 3]\n" + numbers;
    std::istringstream lines(calls);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = line.find(" = ");
        if (equals != std::string::npos) {
            text += line.substr(0, equals) + ": float32[2, 3]" + line.substr(equals) + "\n";
        }
    }
    return text + "output %y";
}

void expect_recognized(const std::string& calls, const std::string& operators) {
    expect_operators(recognize_operators, with_types(calls), operators, tolerance);
}

TEST(RecognizeOperators, FindsGelu) {
    expect_recognized(
        R"(%a = mul "a" (%x, %inverse_root)
%b = erf "b" (%a)
%c = add "c" (%b, %one)
%d = mul "d" (%x, %c)
%y = mul "y" (%d, %half))",
        "gelu"
    );
    expect_recognized(
        R"(%a = mul "a" (%inverse_root, %x)
%b = erf "b" (%a)
%c = add "c" (%one, %b)
%d = mul "d" (%half, %x)
%y = mul "y" (%c, %d))",
        "gelu"
    );
    expect_recognized(
        R"(%s = mul "s" (%x, %x)
%p = mul "p" (%s, %x)
%q = mul "q" (%p, %cubic)
%r = add "r" (%x, %q)
%t = mul "t" (%r, %outer)
%u = tanh "u" (%t)
%v = add "v" (%u, %one)
%w = mul "w" (%v, %half)
%y = mul "y" (%x, %w))",
        "gelu_tanh"
    );
}

TEST(RecognizeOperators, FindsSwishAndItsLike) {
    expect_recognized("%a = logistic \"a\" (%x)\n%y = mul \"y\" (%a, %x)", "swish");
    expect_recognized("%s = mul \"s\" (%x, %three)\n%a = logistic \"a\" (%s)\n%y = mul \"y\" (%x, %a)", "swish");
    expect_recognized(
        "%n = neg \"n\" (%x)\n%e = exp \"e\" (%n)\n%s = add \"s\" (%e, %one)\n%y = reciprocal \"y\" (%s)", "logistic"
    );
    expect_recognized(
        "%e = exp \"e\" (%x)\n%s = add \"s\" (%e, %one)\n%l = log \"l\" (%s)\n%t = tanh \"t\" (%l)\n"
        "%y = mul \"y\" (%x, %t)",
        "mish"
    );
}

TEST(RecognizeOperators, FindsHardSwish) {
    expect_recognized(
        R"(%a = add "a" (%x, %three)
%b = clip "b" (%a) {minimum = 0.0, maximum = 6.0}
%c = mul "c" (%b, %x)
%y = mul "y" (%c, %sixth))",
        "hard_swish"
    );
    expect_recognized(
        R"(%a = add "a" (%x, %three)
%b = clip "b" (%a) {minimum = 0.0}
%c = clip "c" (%b) {maximum = 6.0}
%d = mul "d" (%sixth, %c)
%y = mul "y" (%x, %d))",
        "hard_swish"
    );
    expect_recognized("%a = hard_sigmoid \"a\" (%x) {alpha = 0.16666667}\n%y = mul \"y\" (%a, %x)", "hard_swish");
    // With the other customary factor it is another function.
    expect_recognized("%a = hard_sigmoid \"a\" (%x) {alpha = 0.2}\n%y = mul \"y\" (%a, %x)", "hard_sigmoid mul");
}

TEST(RecognizeOperators, FindsFunctionsWrittenWithDivisions) {
    expect_recognized(
        R"(%a = div "a" (%x, %root)
%b = erf "b" (%a)
%c = add "c" (%b, %one)
%d = mul "d" (%x, %c)
%y = mul "y" (%d, %half))",
        "gelu"
    );
    expect_recognized("%a = abs \"a\" (%x)\n%b = add \"b\" (%a, %one)\n%y = div \"y\" (%x, %b)", "softsign");
    expect_recognized("%a = maximum \"a\" (%x, %zero)\n%y = minimum \"y\" (%a, %six)", "clip");
    expect_recognized("%y = pow \"y\" (%x, %two)", "square");
}

/// As expect_recognized for calls with types of their own.
void expect_recognized_sums(const std::string& calls, const std::string& operators) {
    expect_operators(
        recognize_operators, "input %x: float32[2, 3]\n" + numbers + calls + "\noutput %y", operators, 1e-3
    );
}

const std::string mean_of_squares = R"(
    %v: float32[2, 1] = mean "v" (%s) {axes = [1], keep_dims = 1}
    %e: float32[2, 1] = add "e" (%v, %tiny)
    %r: float32[2, 1] = sqrt "r" (%e)
)";

TEST(RecognizeOperators, FindsLayerNormalization) {
    expect_recognized_sums(
        R"(constant %scale: float32[3] = [1, 2, 3]
           constant %bias: float32[3] = [4, 5, 6]
           %m: float32[2, 1] = mean "m" (%x) {axes = [1], keep_dims = 1}
           %d: float32[2, 3] = sub "d" (%x, %m)
           %s: float32[2, 3] = pow "s" (%d, %two))" +
            mean_of_squares + R"(%n: float32[2, 3] = div "n" (%d, %r)
           %k: float32[2, 3] = mul "k" (%n, %scale)
           %y: float32[2, 3] = add "y" (%k, %bias))",
        "normalize"
    );
}

TEST(RecognizeOperators, FindsRootMeanSquareNormalization) {
    expect_recognized_sums(
        "%s: float32[2, 3] = mul \"s\" (%x, %x)" + mean_of_squares +
            "%i: float32[2, 1] = reciprocal \"i\" (%r)\n%y: float32[2, 3] = mul \"y\" (%x, %i)",
        "normalize"
    );
}

TEST(RecognizeOperators, FindsSoftmaxAlongTheLastAxisOnly) {
    const auto written = [](const std::string& axis, const std::string& shape) {
        const std::string attributes = " {axes = [" + axis + "], keep_dims = 1}\n";
        return "%m: float32[" + shape + "] = reduce_max \"m\" (%x)" + attributes +
               "%d: float32[2, 3] = sub \"d\" (%x, %m)\n%e: float32[2, 3] = exp \"e\" (%d)\n%s: float32[" + shape +
               "] = reduce_sum \"s\" (%e)" + attributes + "%y: float32[2, 3] = div \"y\" (%e, %s)";
    };
    expect_recognized_sums(written("1", "2, 1"), "softmax");
    expect_recognized_sums(written("0", "1, 3"), "reduce_max sub exp reduce_sum div");
}

TEST(RecognizeOperators, FindsNormalizationToUnitLength) {
    expect_recognized_sums(
        R"(%n: float32[2, 1] = reduce_l2 "n" (%x) {axes = [1], keep_dims = 1}
           %c: float32[2, 1] = clip "c" (%n) {minimum = 0.000001}
           %e: float32[2, 3] = expand "e" (%c) {shape = [2, 3]}
           %y: float32[2, 3] = div "y" (%x, %e))",
        "lp_normalize"
    );
}

TEST(RecognizeOperators, WritesSquaresAsSuch) {
    expect_recognized("%y = mul \"y\" (%x, %x)", "square");
}

TEST(RecognizeOperators, LeavesWhatIsReadOnTheWay) {
    expect_operators(
        recognize_operators, with_types("%a = logistic \"a\" (%x)\n%y = mul \"y\" (%a, %x)") + "\noutput %a",
        "logistic mul"
    );
}

TEST(RecognizeOperators, LeavesOtherNumbersAndActivations) {
    expect_recognized(
        "%a = mul \"a\" (%x, %two)\n%b = erf \"b\" (%a)\n%c = add \"c\" (%b, %one)\n%d = mul \"d\" (%x, %c)\n"
        "%y = mul \"y\" (%d, %half)",
        "mul erf add mul mul"
    );
    expect_recognized("%a = logistic \"a\" (%x)\n%y = mul \"y\" (%a, %x) {activation = [0.0, inf]}", "logistic mul");
}

TEST(RecognizeOperators, LeavesIntegers) {
    expect_unchanged(
        recognize_operators,
        R"(input %x: int8[4] q(0.05, -128)
           %y: int8[4] q(0.05, -128) = mul "y" (%x, %x)
           output %y)"
    );
}

} // namespace
} // namespace thimble
