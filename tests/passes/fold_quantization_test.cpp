// SPDX-License-Identifier: Apache-2.0
// int8 arithmetic rounds, so that outputs are held to within two steps of the output's scale.
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/fold_quantization.h"

namespace thimble {
namespace {

constexpr double largest_difference = 2.0;

/// The pass's result, verified, twice the same, with outputs no more than two steps apart.
Graph folded(const std::string& statements) {
    const Graph original = parse_graph(as_graph_text(statements));
    EXPECT_NO_THROW(verify(original));
    const Graph result = fold_quantization(original);
    EXPECT_NO_THROW(verify(result)) << print(result);
    EXPECT_EQ(print(fold_quantization(result)), print(result)) << "a second run changes more";
    std::mt19937 generator(4);
    for (int repetition = 0; repetition < 8; ++repetition) {
        std::vector<Tensor> inputs;
        for (const ValueId id : original.inputs) {
            inputs.push_back(random_tensor(original.value(id).type, generator));
        }
        const Tensor expected = interpret(original, inputs).at(0);
        const Tensor found = interpret(result, inputs).at(0);
        if (expected.type.data_type == DataType::float32) {
            EXPECT_EQ(expected, found);
            continue;
        }
        for (std::size_t i = 0; i < expected.bytes.size(); ++i) {
            EXPECT_NEAR(expected.elements<std::int8_t>()[i], found.elements<std::int8_t>()[i], largest_difference) << i;
        }
    }
    return result;
}

void expect_folded(const std::string& statements, const std::string& expected) {
    const Graph result = folded(statements);
    EXPECT_EQ(operators(result), expected) << print(result);
}

/// An operator from %a, float32 and made of int8 %x, to %b, which becomes int8 %y.
std::string between(const std::string& shape, const std::string& statements, const std::string& output) {
    return "input %x: int8[" + shape + "] q(0.05, 3)\n%a: float32[" + shape + "] = dequantize \"d\" (%x)\n" +
           statements + "\n%y: int8[" + output + " = quantize \"q\" (%b)\noutput %y";
}

TEST(FoldQuantization, FoldsElementwiseOperators) {
    expect_folded(between("2, 3", "%b: float32[2, 3] = exp \"e\" (%a)", "2, 3] q(3, -128)"), "exp");
    expect_folded(between("2, 3", "%b: float32[2, 3] = hard_swish \"e\" (%a)", "2, 3] q(0.05, -100)"), "hard_swish");
    expect_folded(between("2, 3", "%b: float32[2, 3] = add \"e\" (%a, %a)", "2, 3] q(0.1, 0)"), "add");
    expect_folded(
        between("2, 3", "%b: float32[2, 3] = clip \"e\" (%a) {minimum = 0.0}", "2, 3] q(0.05, -128)"), "clip"
    );
}

TEST(FoldQuantization, GivesSingleNumbersAScale) {
    expect_folded(
        between("2, 3", "constant %k: float32[] = [-0.3]\n%b: float32[2, 3] = mul \"e\" (%a, %k)", "2, 3] q(0.03, 5)"),
        "mul"
    );
}

TEST(FoldQuantization, FoldsConvolutionsWithWeightsAndBias) {
    const Graph result = folded(R"(input %x: int8[1, 2, 2, 2] q(0.5, 3)
        constant %w8: int8[2, 1, 1, 2] q(0.25, 0) = [10, 20, 30, 40]
        constant %bias: float32[2] = [1, -2]
        %a: float32[1, 2, 2, 2] = dequantize "d" (%x)
        %w: float32[2, 1, 1, 2] = dequantize "dw" (%w8)
        %b: float32[1, 2, 2, 2] = conv2d "c" (%a, %w, %bias) {activation = [0.0, inf]}
        %y: int8[1, 2, 2, 2] q(8, -128) = quantize "q" (%b)
        output %y)");
    EXPECT_EQ(print(result), print(parse_graph(as_graph_text(R"(input %x: int8[1, 2, 2, 2] q(0.5, 3)
        constant %w8: int8[2, 1, 1, 2] q(0.25, 0) = [10, 20, 30, 40]
        constant %bias_quantized: int32[2] q(0.125, 0) = [8, -16]
        %y: int8[1, 2, 2, 2] q(8, -128) = conv2d "c" (%x, %w8, %bias_quantized) {activation = [0.0, inf], round_once = 1}
        output %y)"))));
}

TEST(FoldQuantization, FollowsDictatedQuantizationsByAnother) {
    expect_folded(between("2, 3", "%b: float32[2, 3] = softmax \"s\" (%a)", "2, 3] q(0.00390625, -128)"), "softmax");
    expect_folded(between("2, 3", "%b: float32[2, 3] = softmax \"s\" (%a)", "2, 3] q(0.01, -100)"), "softmax quantize");
    expect_folded(
        between("2, 3", "%b: float32[2, 3] = logistic \"s\" (%a)", "2, 3] q(0.01, -100)"), "logistic quantize"
    );
    expect_folded(
        between(
            "1, 2, 2, 1", "%b: float32[1, 1, 1, 1] = average_pool2d \"p\" (%a) {window = [2, 2]}",
            "1, 1, 1, 1] q(0.04, -100)"
        ),
        "average_pool2d quantize"
    );
}

TEST(FoldQuantization, MovesElementsAsIntegers) {
    expect_folded(
        between("2, 3", "%b: float32[3, 2] = reshape \"r\" (%a) {shape = [3, 2]}", "3, 2] q(0.05, 3)"), "reshape"
    );
    expect_folded(
        between("2, 3", "%b: float32[3, 2] = transpose \"r\" (%a) {axes = [1, 0]}", "3, 2] q(0.07, 3)"),
        "transpose quantize"
    );
    expect_folded(
        R"(input %x: float32[2, 3]
           %b: float32[6] = reshape "r" (%x) {shape = [6]}
           %y: int8[6] q(0.05, 2) = quantize "q" (%b)
           output %y)",
        "quantize reshape"
    );
    expect_folded(
        R"(input %x: int8[2, 3] q(0.05, 2)
           %a: float32[2, 3] = dequantize "d" (%x)
           %y: float32[6] = reshape "r" (%a) {shape = [6]}
           output %y)",
        "reshape dequantize"
    );
}

TEST(FoldQuantization, RescalesThePartsOfAConcatenation) {
    expect_folded(
        R"(input %x: int8[2] q(0.05, 2)
           input %z: int8[2] q(0.04, 1)
           %a: float32[2] = dequantize "da" (%x)
           %b: float32[2] = dequantize "db" (%z)
           %c: float32[4] = concat "c" (%a, %b) {axis = 0}
           %y: int8[4] q(0.05, 2) = quantize "q" (%c)
           output %y)",
        "quantize concat"
    );
}

TEST(FoldQuantization, RescalesWithoutTheDetour) {
    expect_folded(
        R"(input %x: int8[4] q(0.05, 2)
           %a: float32[4] = dequantize "d" (%x)
           %y: int8[4] q(0.04, 1) = quantize "q" (%a)
           output %y)",
        "quantize"
    );
}

TEST(FoldQuantization, LeavesRoundingAlone) {
    expect_folded(
        R"(input %x: float32[4]
           %q: int8[4] q(0.05, 2) = quantize "q" (%x)
           %a: float32[4] = dequantize "d" (%q)
           %y: float32[4] = exp "e" (%a)
           output %y)",
        "quantize dequantize exp"
    );
}

TEST(FoldQuantization, LeavesResultsThatOthersReadInFloat) {
    expect_folded(
        R"(input %x: int8[4] q(0.05, 2)
           %a: float32[4] = dequantize "d" (%x)
           %b: float32[4] = exp "e" (%a)
           %y: int8[4] q(0.05, 2) = quantize "q" (%b)
           output %y
           output %b)",
        "dequantize exp quantize"
    );
}

TEST(FoldQuantization, LeavesFloatOperands) {
    expect_folded(
        between("2", "constant %k: float32[2] = [1, 2]\n%b: float32[2] = add \"e\" (%a, %k)", "2] q(0.05, 0)"),
        "dequantize add quantize"
    );
    expect_folded(
        R"(input %x: int8[1, 2] q(0.05, 2)
           constant %w: float32[1, 2] = [1, 2]
           %a: float32[1, 2] = dequantize "d" (%x)
           %b: float32[1, 1] = fully_connected "f" (%a, %w)
           %y: int8[1, 1] q(0.05, 2) = quantize "q" (%b)
           output %y)",
        "dequantize fully_connected quantize"
    );
}

} // namespace
} // namespace thimble
