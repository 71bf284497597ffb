// SPDX-License-Identifier: Apache-2.0
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/eliminate_transposes.h"

namespace thimble {
namespace {

/// Statements about %a, NCHW [1, 3, 4, 5] and made of the NHWC input %x, that end with %b in NCHW; it is
/// brought to NHWC again and used.
std::string between_transposes(const std::string& statements, const std::string& shape = "1, 4, 5, 3") {
    return "input %x: float32[1, 4, 5, 3]\n"
           "%a: float32[1, 3, 4, 5] = transpose \"in\" (%x) {axes = [0, 3, 1, 2]}\n" +
           statements + "\n%c: float32[" + shape +
           "] = transpose \"out\" (%b) {axes = [0, 2, 3, 1]}\n"
           "%y: float32[" +
           shape + "] = exp \"last\" (%c)\noutput %y";
}

void expect_inside(
    const std::string& statements, const std::string& operators, const std::string& shape = "1, 4, 5, 3"
) {
    expect_operators(eliminate_transposes, between_transposes(statements, shape), operators, 1e-6);
}

TEST(EliminateTransposes, CancelsInversePairs) {
    expect_rewrite(
        eliminate_transposes,
        R"(input %x: float32[1, 4, 5, 3]
           %a: float32[1, 3, 4, 5] = transpose "in" (%x) {axes = [0, 3, 1, 2]}
           %b: float32[1, 4, 5, 3] = transpose "out" (%a) {axes = [0, 2, 3, 1]}
           %y: float32[1, 4, 5, 3] = exp "e" (%b)
           output %y)",
        R"(input %x: float32[1, 4, 5, 3]
           %y: float32[1, 4, 5, 3] = exp "e" (%x)
           output %y)"
    );
}

TEST(EliminateTransposes, EndsWhereMovingATransposeGainsNothing) {
    const std::string statements = R"(input %x: float32[2, 3, 4]
        %u: float32[2, 1, 12] = reshape "u" (%x) {shape = [2, 1, 12]}
        %y: float32[12, 1, 2] = transpose "t" (%u) {axes = [2, 1, 0]}
        output %y)";
    expect_operators(eliminate_transposes, statements, "reshape transpose", 1e-6);
}

TEST(EliminateTransposes, MergesThoseInARow) {
    expect_rewrite(
        eliminate_transposes,
        R"(input %x: float32[2, 3, 4]
           %a: float32[3, 4, 2] = transpose "a" (%x) {axes = [1, 2, 0]}
           %y: float32[4, 3, 2] = transpose "b" (%a) {axes = [1, 0, 2]}
           output %y)",
        R"(input %x: float32[2, 3, 4]
           %y: float32[4, 3, 2] = transpose "b" (%x) {axes = [2, 1, 0]}
           output %y)"
    );
}

TEST(EliminateTransposes, MakesThoseOfExtentsOfOneReshapes) {
    expect_rewrite(
        eliminate_transposes,
        R"(input %x: float32[1, 1, 4, 5]
           %y: float32[1, 4, 5, 1] = transpose "a" (%x) {axes = [0, 2, 3, 1]}
           output %y)",
        R"(input %x: float32[1, 1, 4, 5]
           %y: float32[1, 4, 5, 1] = reshape "a" (%x) {shape = [1, 4, 5, 1]}
           output %y)"
    );
}

TEST(EliminateTransposes, FoldsIntoConstants) {
    expect_rewrite(
        eliminate_transposes,
        R"(input %x: float32[3, 2]
           constant %c: float32[2, 3] = [1, 2, 3, 4, 5, 6]
           %t: float32[3, 2] = transpose "a" (%c) {axes = [1, 0]}
           %y: float32[3, 2] = add "s" (%x, %t)
           output %y)",
        R"(input %x: float32[3, 2]
           constant %t: float32[3, 2] = [1, 4, 2, 5, 3, 6]
           %y: float32[3, 2] = add "s" (%x, %t)
           output %y)"
    );
}

TEST(EliminateTransposes, PushesThroughElementwiseOperators) {
    expect_inside("%b: float32[1, 3, 4, 5] = clip \"r\" (%a) {minimum = 0.0}", "clip exp");
    expect_inside("%b: float32[1, 3, 4, 5] = mul \"r\" (%a, %a)", "mul exp");
    expect_inside(
        "constant %k: float32[1, 3, 1, 1] = [1, 2, 3]\n%b: float32[1, 3, 4, 5] = mul \"r\" (%a, %k)", "mul exp"
    );
    expect_inside("constant %k: float32[3, 1, 1] = [1, 2, 3]\n%b: float32[1, 3, 4, 5] = mul \"r\" (%k, %a)", "mul exp");
    expect_inside("constant %k: float32[] = [2]\n%b: float32[1, 3, 4, 5] = add \"r\" (%a, %k)", "add exp");
    expect_inside("constant %k: float32[5] = [1, 2, 3, 4, 5]\n%b: float32[1, 3, 4, 5] = add \"r\" (%a, %k)", "add exp");
}

TEST(EliminateTransposes, PermutesConstantsOfPairs) {
    expect_rewrite(
        eliminate_transposes, between_transposes(R"(constant %k: float32[3, 1, 1] = [1, 2, 3]
                                                    %b: float32[1, 3, 4, 5] = mul "m" (%a, %k))"),
        R"(input %x: float32[1, 4, 5, 3]
           constant %k_1: float32[1, 1, 1, 3] = [1, 2, 3]
           %b: float32[1, 4, 5, 3] = mul "m" (%x, %k_1)
           %y: float32[1, 4, 5, 3] = exp "last" (%b)
           output %y)"
    );
}

TEST(EliminateTransposes, PushesThroughQuantization) {
    expect_inside(
        "%q: int8[1, 3, 4, 5] q(0.1, 3) = quantize \"q\" (%a)\n%b: float32[1, 3, 4, 5] = dequantize \"d\" (%q)",
        "quantize dequantize exp"
    );
}

TEST(EliminateTransposes, RenumbersAxes) {
    expect_inside("%b: float32[1, 6, 4, 5] = concat \"c\" (%a, %a) {axis = 1}", "concat exp", "1, 4, 5, 6");
    expect_inside(
        "%b: float32[1, 3, 5, 8] = pad \"p\" (%a) {padding = [0, 0, 0, 0, 0, 1, 1, 2]}", "pad exp", "1, 5, 8, 3"
    );
    expect_inside("%b: float32[1, 3, 1, 1] = mean \"m\" (%a) {axes = [2, 3], keep_dims = 1}", "mean exp", "1, 1, 1, 3");
}

TEST(EliminateTransposes, RenumbersReducedAxes) {
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[1, 4, 5, 3]
           %a: float32[1, 3, 4, 5] = transpose "in" (%x) {axes = [0, 3, 1, 2]}
           %y: float32[1, 3] = mean "m" (%a) {axes = [2, 3]}
           output %y)",
        "mean", 1e-6
    );
}

TEST(EliminateTransposes, PushesThroughSoftmaxWhereTheLastAxisStays) {
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[2, 3, 4]
           %a: float32[3, 2, 4] = transpose "a" (%x) {axes = [1, 0, 2]}
           %s: float32[3, 2, 4] = softmax "s" (%a)
           %b: float32[2, 3, 4] = transpose "b" (%s) {axes = [1, 0, 2]}
           %y: float32[2, 3, 4] = exp "e" (%b)
           output %y)",
        "softmax exp"
    );
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[2, 3, 4]
           %a: float32[2, 4, 3] = transpose "a" (%x) {axes = [0, 2, 1]}
           %s: float32[2, 4, 3] = softmax "s" (%a)
           %b: float32[2, 3, 4] = transpose "b" (%s) {axes = [0, 2, 1]}
           %y: float32[2, 3, 4] = softmax "e" (%b)
           output %y)",
        "transpose softmax transpose softmax"
    );
}

TEST(EliminateTransposes, PushesThroughReshapesThatKeepGroupsOfAxesTogether) {
    expect_inside(
        R"(%s: float32[3, 4, 5] = reshape "squeeze" (%a) {shape = [3, 4, 5]}
           %r: float32[3, 4, 5] = clip "r" (%s) {minimum = 0.0}
           %b: float32[1, 3, 4, 5] = reshape "unsqueeze" (%r) {shape = [1, 3, 4, 5]})",
        "reshape clip reshape exp"
    );
}

TEST(EliminateTransposes, ShufflesChannelsInsideThePixels) {
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[1, 3, 5, 4]
           %a: float32[1, 4, 3, 5] = transpose "in" (%x) {axes = [0, 3, 1, 2]}
           %g: float32[1, 2, 2, 3, 5] = reshape "groups" (%a) {shape = [1, 2, 2, 3, 5]}
           %t: float32[1, 2, 2, 3, 5] = transpose "shuffle" (%g) {axes = [0, 2, 1, 3, 4]}
           %c: float32[1, 4, 3, 5] = reshape "channels" (%t) {shape = [1, 4, 3, 5]}
           %o: float32[1, 3, 5, 4] = transpose "out" (%c) {axes = [0, 2, 3, 1]}
           %y: float32[1, 3, 5, 4] = exp "e" (%o)
           output %y)",
        "reshape transpose reshape exp"
    );
}

TEST(EliminateTransposes, GoesThroughResidualBranches) {
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[1, 4, 4, 2]
           constant %w: float32[2, 1, 1, 2] = [1, 2, 3, 4]
           %c1: float32[1, 4, 4, 2] = conv2d "c1" (%x, %w)
           %n1: float32[1, 2, 4, 4] = transpose "t1" (%c1) {axes = [0, 3, 1, 2]}
           %r1: float32[1, 2, 4, 4] = clip "r1" (%n1) {minimum = 0.0}
           %h2: float32[1, 4, 4, 2] = transpose "t2" (%r1) {axes = [0, 2, 3, 1]}
           %c2: float32[1, 4, 4, 2] = conv2d "c2" (%h2, %w)
           %n2: float32[1, 2, 4, 4] = transpose "t3" (%c2) {axes = [0, 3, 1, 2]}
           %s: float32[1, 2, 4, 4] = add "sum" (%n2, %r1)
           %r2: float32[1, 2, 4, 4] = clip "r2" (%s) {minimum = 0.0}
           %h3: float32[1, 4, 4, 2] = transpose "t4" (%r2) {axes = [0, 2, 3, 1]}
           %y: float32[1, 4, 4, 2] = conv2d "c3" (%h3, %w)
           output %y)",
        "conv2d clip conv2d add clip conv2d"
    );
}

TEST(EliminateTransposes, GoesThroughSqueezeAndExcite) {
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[1, 4, 4, 2]
           constant %w: float32[2, 1, 1, 2] = [1, 2, 3, 4]
           %a: float32[1, 2, 4, 4] = transpose "t1" (%x) {axes = [0, 3, 1, 2]}
           %m: float32[1, 2, 1, 1] = mean "m" (%a) {axes = [2, 3], keep_dims = 1}
           %mh: float32[1, 1, 1, 2] = transpose "t2" (%m) {axes = [0, 2, 3, 1]}
           %c: float32[1, 1, 1, 2] = conv2d "c" (%mh, %w)
           %cn: float32[1, 2, 1, 1] = transpose "t3" (%c) {axes = [0, 3, 1, 2]}
           %g: float32[1, 2, 1, 1] = logistic "g" (%cn)
           %s: float32[1, 2, 4, 4] = mul "s" (%a, %g)
           %sh: float32[1, 4, 4, 2] = transpose "t4" (%s) {axes = [0, 2, 3, 1]}
           %y: float32[1, 4, 4, 2] = conv2d "d" (%sh, %w)
           output %y)",
        "mean conv2d logistic mul conv2d", 1e-5
    );
}

TEST(EliminateTransposes, AbsorbsThoseBeforeFlatteningIntoWeights) {
    expect_rewrite(
        eliminate_transposes,
        R"(input %x: float32[1, 1, 2, 3]
           constant %w: float32[2, 6] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
           %a: float32[1, 3, 1, 2] = transpose "t" (%x) {axes = [0, 3, 1, 2]}
           %r: float32[1, 3, 1, 2] = clip "r" (%a) {minimum = 0.0}
           %f: float32[1, 6] = reshape "flatten" (%r) {shape = [1, 6]}
           %y: float32[1, 2] = fully_connected "dense" (%f, %w)
           output %y)",
        R"(input %x: float32[1, 1, 2, 3]
           %r: float32[1, 1, 2, 3] = clip "r" (%x) {minimum = 0.0}
           %f: float32[1, 6] = reshape "flatten" (%r) {shape = [1, 6]}
           constant %w: float32[2, 6] = [1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12]
           %y: float32[1, 2] = fully_connected "dense" (%f, %w)
           output %y)",
        1e-5
    );
}

TEST(EliminateTransposes, AbsorbsIntoQuantizedWeights) {
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[1, 1, 2, 3]
           constant %w8: int8[2, 6] q(0.5, 0) = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
           %w: float32[2, 6] = dequantize "dw" (%w8)
           %a: float32[1, 3, 1, 2] = transpose "t" (%x) {axes = [0, 3, 1, 2]}
           %f: float32[1, 6] = reshape "flatten" (%a) {shape = [1, 6]}
           %y: float32[1, 2] = fully_connected "dense" (%f, %w)
           output %y)",
        "dequantize reshape fully_connected", 1e-5
    );
}

TEST(EliminateTransposes, MovesThoseThatStayToTheGraphsInputsAndOutputs) {
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[1, 2, 4, 4]
           constant %w: float32[2, 1, 1, 2] = [1, 2, 3, 4]
           constant %k: float32[1, 2, 1, 1] = [1, 2]
           %m: float32[1, 2, 4, 4] = mul "m" (%x, %k)
           %h: float32[1, 4, 4, 2] = transpose "t1" (%m) {axes = [0, 2, 3, 1]}
           %c: float32[1, 4, 4, 2] = conv2d "c" (%h, %w)
           %n: float32[1, 2, 4, 4] = transpose "t2" (%c) {axes = [0, 3, 1, 2]}
           %y: float32[1, 2, 4, 4] = clip "r" (%n) {minimum = 0.0}
           output %y)",
        "transpose mul conv2d clip transpose"
    );
}

TEST(EliminateTransposes, LeavesThoseThatNothingCancels) {
    expect_unchanged(
        eliminate_transposes,
        R"(input %x: float32[2, 3]
           %a: float32[3, 2] = transpose "t" (%x) {axes = [1, 0]}
           %y: float32[3, 2] = softmax "s" (%a)
           output %y)"
    );
    expect_unchanged(
        eliminate_transposes,
        R"(input %x: float32[2, 3]
           input %z: float32[3, 2]
           %a: float32[3, 2] = transpose "t" (%x) {axes = [1, 0]}
           %y: float32[3, 2] = add "s" (%a, %z)
           output %y)"
    );
}

TEST(EliminateTransposes, TransposesTheSmallerSide) {
    // The concatenation is larger than what comes transposed and what does not.
    expect_operators(
        eliminate_transposes,
        R"(input %x: float32[4, 3]
           input %z: float32[2, 4]
           %a: float32[3, 4] = transpose "t" (%x) {axes = [1, 0]}
           %c: float32[5, 4] = concat "c" (%a, %z) {axis = 0}
           %b: float32[4, 5] = transpose "u" (%c) {axes = [1, 0]}
           %y: float32[4, 5] = softmax "s" (%b)
           output %y)",
        "transpose concat softmax"
    );
}

TEST(EliminateTransposes, LeavesWhatAFixedReaderNeedsAnyway) {
    expect_unchanged(
        eliminate_transposes,
        R"(input %x: float32[2, 3]
           %a: float32[3, 2] = transpose "t" (%x) {axes = [1, 0]}
           %r: float32[3, 2] = softmax "r" (%a)
           %y: float32[3, 2] = softmax "s" (%r)
           output %y
           output %a)"
    );
}

} // namespace
} // namespace thimble
