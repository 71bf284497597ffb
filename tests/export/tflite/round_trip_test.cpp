// SPDX-License-Identifier: Apache-2.0
// import(export(graph)) is the graph: every operator, in float32 and int8.
#include "thimble/core/error.h"
#include "thimble/export/tflite/export_tflite.h"
#include "thimble/import/tflite/import_tflite.h"
#include "thimble/ir/parser.h"
#include "thimble/ir/printer.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace thimble {

namespace {

struct RoundTripCase {
    std::string name;
    /// Graph text with T, Q for activations, W for weights' quantisation, B and C for a bias; the graph's brackets
    /// and its input %x and output %y lines are added.
    std::string input_shape;
    std::string body;
};

void PrintTo(const RoundTripCase& test_case, std::ostream* stream) {
    *stream << test_case.name;
}

/// `1, 2, .. count`
std::string ascending(int count) {
    std::string text = "1";
    for (int number = 2; number <= count; ++number) {
        text += ", " + std::to_string(number);
    }
    return text;
}

const std::vector<RoundTripCase>& cases() {
    static const std::vector<RoundTripCase> all = {
        {"conv2d", "[1, 5, 6, 1]",
         "constant %y.weights: <T>[2, 3, 1, 1]<W> = [1, -2, 3, 4, 5, 6]\n"
         "constant %y.bias: <B>[2]<C> = [7, 8]\n"
         "%y: <T>[1, 3, 6, 2]<Q> = conv2d \"y\" (%x, %y.weights, %y.bias) "
         "{activation = [0.0, 6.0], dilation = [1, 1], padding = [1, 0, 1, 0], stride = [2, 1]}"},
        {"conv2d_without_bias", "[1, 5, 5, 1]",
         "constant %y.weights: <T>[1, 2, 2, 1]<W> = [1, 2, 3, 4]\n"
         "%y: <T>[1, 3, 3, 1]<Q> = conv2d \"y\" (%x, %y.weights) "
         "{dilation = [2, 2], padding = [0, 0, 0, 0], stride = [1, 1]}"},
        {"depthwise_conv2d", "[1, 4, 4, 2]",
         "constant %y.weights: <T>[1, 2, 1, 4]<W> = [1, 2, 3, 4, 5, 6, 7, 8]\n"
         "constant %y.bias: <B>[4]<C> = [1, 2, 3, 4]\n"
         "%y: <T>[1, 4, 4, 4]<Q> = depthwise_conv2d \"y\" (%x, %y.weights, %y.bias) "
         "{activation = [0.0, inf], dilation = [1, 1], padding = [0, 0, 1, 0], stride = [1, 1]}"},
        {"fully_connected", "[2, 3]",
         "constant %y.weights: <T>[2, 3]<W> = [1, 2, 3, 4, 5, 6]\n"
         "constant %y.bias: <B>[2]<C> = [7, 8]\n"
         "%y: <T>[2, 2]<Q> = fully_connected \"y\" (%x, %y.weights, %y.bias) {activation = [-1.0, 1.0], keep_dims = "
         "0}"},
        {"fully_connected_keeping_dims", "[2, 2, 3]",
         "constant %y.weights: <T>[1, 3]<W> = [1, 2, 3]\n"
         "%y: <T>[2, 2, 1]<Q> = fully_connected \"y\" (%x, %y.weights) {keep_dims = 1}"},
        {"conv2d_in_groups", "[1, 3, 3, 4]",
         "constant %y.weights: <T>[2, 1, 1, 2]<W> = [1, 2, 3, 4]\n"
         "%y: <T>[1, 3, 3, 2]<Q> = conv2d \"y\" (%x, %y.weights) "
         "{dilation = [1, 1], groups = 2, padding = [0, 0, 0, 0], stride = [1, 1]}"},
        {"transpose_conv", "[1, 3, 3, 2]",
         "constant %y.weights: <T>[2, 3, 3, 2]<W> = [" + ascending(36) +
             "]\n"
             "constant %y.bias: <B>[2]<C> = [7, 8]\n"
             "%y: <T>[1, 6, 6, 2]<Q> = transpose_conv \"y\" (%x, %y.weights, %y.bias) "
             "{activation = [0.0, 6.0], output_size = [6, 6], padding = [0, 0], stride = [2, 2]}"},
        {"transpose_conv_padded", "[1, 2, 3, 1]",
         "constant %y.weights: <T>[1, 4, 5, 1]<W> = [" + ascending(20) +
             "]\n"
             "%y: <T>[1, 4, 6, 1]<Q> = transpose_conv \"y\" (%x, %y.weights) "
             "{output_size = [4, 6], padding = [1, 1], stride = [2, 2]}"},
        {"mat_mul", "[2, 3, 4]", "%y: <T>[2, 3, 3]<Q> = mat_mul \"y\" (%x, %x) {transpose_a = 0, transpose_b = 1}"},
        {"mat_mul_constant", "[2, 3, 4]",
         "constant %y.b: <T>[2, 4]<W> = [1, 2, 3, 4, 5, 6, 7, 8]\n"
         "%y: <T>[2, 3, 2]<Q> = mat_mul \"y\" (%x, %y.b) {transpose_a = 0, transpose_b = 1}"},
        {"add", "[1, 2, 3]", "%y: <T>[1, 2, 3]<Q> = add \"y\" (%x, %x) {activation = [0.0, inf]}"},
        {"add_constant", "[2, 3]", "constant %y.b: <T>[3]<W> = [1, 2, 3]\n%y: <T>[2, 3]<Q> = add \"y\" (%x, %y.b)"},
        {"sub", "[2, 3]", "%y: <T>[2, 3]<Q> = sub \"y\" (%x, %x) {activation = [0.0, 6.0]}"},
        {"mul_constant", "[2, 3]", "constant %y.b: <T>[3]<W> = [1, 2, 3]\n%y: <T>[2, 3]<Q> = mul \"y\" (%x, %y.b)"},
        {"hard_swish", "[2, 3]", "%y: <T>[2, 3]<Q> = hard_swish \"y\" (%x)"},
        {"leaky_relu", "[2, 3]", "%y: <T>[2, 3]<Q> = leaky_relu \"y\" (%x) {alpha = 0.25}"},
        {"average_pool2d", "[1, 5, 5, 2]",
         "%y: <T>[1, 3, 3, 2]<Q> = average_pool2d \"y\" (%x) "
         "{activation = [0.0, 6.0], padding = [1, 1, 1, 1], stride = [2, 2], window = [3, 3]}"},
        {"max_pool2d", "[1, 5, 5, 2]",
         "%y: <T>[1, 2, 4, 2]<Q> = max_pool2d \"y\" (%x) {padding = [0, 0, 0, 0], stride = [2, 1], window = [3, 2]}"},
        {"reshape", "[1, 2, 6]", "%y: <T>[3, 4]<Q> = reshape \"y\" (%x) {shape = [3, 4]}"},
        {"reshape_to_scalar", "[1, 1]", "%y: <T>[]<Q> = reshape \"y\" (%x) {shape = []}"},
        {"relu", "[1, 4]", "%y: <T>[1, 4]<Q> = clip \"y\" (%x) {maximum = inf, minimum = 0.0}"},
        {"relu6", "[1, 4]", "%y: <T>[1, 4]<Q> = clip \"y\" (%x) {maximum = 6.0, minimum = 0.0}"},
        {"relu_n1_to_1", "[1, 4]", "%y: <T>[1, 4]<Q> = clip \"y\" (%x) {maximum = 1.0, minimum = -1.0}"},
        {"relu_0_to_1", "[1, 4]", "%y: <T>[1, 4]<Q> = clip \"y\" (%x) {maximum = 1.0, minimum = 0.0}"},
        {"transpose", "[1, 2, 3]", "%y: <T>[3, 1, 2]<Q> = transpose \"y\" (%x) {axes = [2, 0, 1]}"},
        {"pad", "[2, 3]", "%y: <T>[3, 5]<Q> = pad \"y\" (%x) {padding = [0, 1, 2, 0]}"},
        {"pad_with_a_value", "[2]", "%y: <T>[3]<Q> = pad \"y\" (%x) {padding = [0, 1], value = 1.5}"},
        {"pad_with_mirrors", "[3]", "%y: <T>[5]<Q> = pad \"y\" (%x) {mode = \"reflect\", padding = [1, 1]}"},
        {"slice", "[2, 3]", "%y: <T>[1, 2]<Q> = slice \"y\" (%x) {extents = [1, 2], starts = [1, 0], steps = [1, 1]}"},
        {"slice_with_steps", "[2, 5]",
         "%y: <T>[2, 3]<Q> = slice \"y\" (%x) {extents = [2, 3], starts = [1, 0], steps = [-1, 2]}"},
        {"expand", "[2, 1]", "%y: <T>[3, 2, 4]<Q> = expand \"y\" (%x) {shape = [3, 2, 4]}"},
        {"tile", "[2, 1]", "%y: <T>[4, 3]<Q> = tile \"y\" (%x) {repeats = [2, 3]}"},
        {"gather", "[2, 3]",
         "constant %y.indices: int32[2] = [2, 0]\n"
         "%y: <T>[2, 2]<Q> = gather \"y\" (%x, %y.indices) {axis = 1, batch_dims = 0}"},
        {"cum_sum", "[2, 3]", "%y: <T>[2, 3]<Q> = cum_sum \"y\" (%x) {axis = 1, exclusive = 0, reverse = 1}"},
        {"resize_linear", "[1, 2, 2, 1]",
         "%y: <T>[1, 4, 3, 1]<Q> = resize \"y\" (%x) "
         "{coordinates = \"half_pixel\", mode = \"linear\", shape = [1, 4, 3, 1]}"},
        {"resize_nearest", "[1, 2, 2, 1]",
         "%y: <T>[1, 4, 3, 1]<Q> = resize \"y\" (%x) "
         "{coordinates = \"asymmetric\", mode = \"nearest\", rounding = \"floor\", shape = [1, 4, 3, 1]}"},
        {"mean", "[1, 4, 4, 2]", "%y: <T>[1, 2]<Q> = mean \"y\" (%x) {axes = [1, 2], keep_dims = 0}"},
        {"mean_keeping_dims", "[1, 4, 2]", "%y: <T>[1, 1, 2]<Q> = mean \"y\" (%x) {axes = [1], keep_dims = 1}"},
        {"reduce_sum", "[1, 4, 2]", "%y: <T>[4]<Q> = reduce_sum \"y\" (%x) {axes = [0, 2], keep_dims = 0}"},
        {"reduce_max", "[1, 4, 2]", "%y: <T>[1, 1, 2]<Q> = reduce_max \"y\" (%x) {axes = [1], keep_dims = 1}"},
        {"reduce_min", "[4, 2]", "%y: <T>[4]<Q> = reduce_min \"y\" (%x) {axes = [1], keep_dims = 0}"},
        {"concat", "[1, 2]", "%y: <T>[1, 6]<Q> = concat \"y\" (%x, %x, %x) {axis = 1}"},
    };
    return all;
}

std::string replaced(std::string text, const std::map<std::string, std::string>& words) {
    for (const auto& [word, replacement] : words) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) {
            text.replace(at, word.size(), replacement);
        }
    }
    return text;
}

const std::map<std::string, std::string> float_words = {
    {"<T>", "float32"}, {"<Q>", ""}, {"<W>", ""}, {"<B>", "float32"}, {"<C>", ""}};
const std::map<std::string, std::string> int8_words = {
    {"<T>", "int8"}, {"<Q>", " q(0.5, -3)"}, {"<W>", " q(0.25, 0)"}, {"<B>", "int32"}, {"<C>", " q(0.125, 0)"}};

Graph graph_of(const RoundTripCase& test_case, const std::map<std::string, std::string>& words) {
    const std::string text = "graph \"round_trip\" {\n  input %x: <T>" + test_case.input_shape + "<Q>\n" +
                             test_case.body + "\noutput %y\n}\n";
    return parse_graph(replaced(text, words));
}

Graph import_of_export(const Graph& graph) {
    Diagnostics diagnostics;
    Graph result = import_tflite(export_tflite(graph), graph.name + ".tflite", diagnostics);
    EXPECT_TRUE(diagnostics.warnings.empty());
    return result;
}

class RoundTrip : public testing::TestWithParam<RoundTripCase> {};

} // namespace

TEST_P(RoundTrip, KeepsTheFloatGraph) {
    const Graph graph = graph_of(GetParam(), float_words);
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST_P(RoundTrip, KeepsTheInt8Graph) {
    const Graph graph = graph_of(GetParam(), int8_words);
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

INSTANTIATE_TEST_SUITE_P(Operators, RoundTrip, testing::ValuesIn(cases()), [](const auto& test) {
    return test.param.name;
});

TEST(RoundTripOfTypes, KeepsQuantizeAndDequantize) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: float32[1, 4]
        %q: int8[1, 4] q(0.5, -3) = quantize "q" (%x)
        %r: int8[1, 4] q(0.25, 4) = quantize "r" (%q)
        %y: float32[1, 4] = dequantize "y" (%r)
        output %y
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST(RoundTripOfTypes, KeepsSoftmax) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: int8[1, 4] q(0.5, -3)
        input %z: float32[1, 4]
        %y: int8[1, 4] q(0.00390625, -128) = softmax "y" (%x) {beta = 2.0}
        %w: float32[1, 4] = softmax "w" (%z) {beta = 1.0}
        output %y
        output %w
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST(RoundTripOfTypes, KeepsLogisticAndTanh) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: int8[1, 4] q(0.5, -3)
        input %z: float32[1, 4]
        %a: int8[1, 4] q(0.00390625, -128) = logistic "a" (%x)
        %b: int8[1, 4] q(0.0078125, 0) = tanh "b" (%x)
        %c: float32[1, 4] = logistic "c" (%z)
        %d: float32[1, 4] = tanh "d" (%c)
        output %a
        output %b
        output %d
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST(RoundTripOfTypes, KeepsNormalisations) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: int8[1, 4] q(0.5, -3)
        input %z: float32[1, 4]
        %a: int8[1, 4] q(0.0625, 127) = log_softmax "a" (%x)
        %b: int8[1, 4] q(0.0078125, 0) = lp_normalize "b" (%x) {axis = 1, epsilon = 1e-06, p = 2}
        %c: float32[1, 4] = log_softmax "c" (%z)
        %d: float32[1, 4] = lp_normalize "d" (%c) {axis = 1, epsilon = 1e-06, p = 2}
        %e: float32[1, 4] = lrn "e" (%d) {after = 1, alpha = 0.5, before = 2, beta = 0.75, bias = 1.0}
        %f: float32[4] = reduce_prod "f" (%e) {axes = [0], keep_dims = 0}
        output %a
        output %b
        output %f
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST(RoundTripOfTypes, KeepsScalesOfChannels) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: int8[1, 2, 2, 2] q(0.5, 0)
        constant %c.weights: int8[2, 1, 1, 2] q([0.25, 0.5], [0, 0], axis 0) = [1, 2, 3, 4]
        constant %c.bias: int32[2] q([0.125, 0.25], [0, 0], axis 0) = [5, -6]
        %c: int8[1, 2, 2, 2] q(0.5, 0) = conv2d "c" (%x, %c.weights, %c.bias) {dilation = [1, 1], padding = [0, 0, 0, 0], stride = [1, 1]}
        constant %d.weights: int8[1, 1, 1, 2] q([0.25, 0.5], [0, 0], axis 3) = [1, 2]
        %d: int8[1, 2, 2, 2] q(0.5, 0) = depthwise_conv2d "d" (%c, %d.weights) {dilation = [1, 1], padding = [0, 0, 0, 0], stride = [1, 1]}
        output %d
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST(RoundTripOfTypes, KeepsSharedConstantsAndBranches) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: float32[1, 2]
        constant %a.weights: float32[2, 2] = [1, 2, 3, 4]
        %a: float32[1, 2] = fully_connected "a" (%x, %a.weights) {keep_dims = 0}
        %b: float32[1, 2] = fully_connected "b" (%a, %a.weights) {keep_dims = 0}
        %y: float32[1, 2] = add "y" (%a, %b)
        output %y
        output %b
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST(RoundTripOfTypes, KeepsOperatorsOnPairs) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: float32[2, 3]
        constant %pow.b: float32[3] = [1.5, -2, 0.5]
        %div: float32[2, 3] = div "div" (%x, %x) {activation = [0.0, 6.0]}
        %pow: float32[2, 3] = pow "pow" (%div, %pow.b)
        %min: float32[2, 3] = minimum "min" (%pow, %x)
        %max: float32[2, 3] = maximum "max" (%min, %x)
        %sqd: float32[2, 3] = squared_difference "sqd" (%max, %x)
        %mod: float32[2, 3] = floor_mod "mod" (%sqd, %x)
        %fdv: float32[2, 3] = floor_div "fdv" (%mod, %x)
        %ang: float32[2, 3] = atan2 "ang" (%fdv, %x)
        %prelu: float32[2, 3] = prelu "prelu" (%ang, %x)
        %elu: float32[2, 3] = elu "elu" (%prelu)
        %gelu: float32[2, 3] = gelu_tanh "gelu" (%elu)
        %root: float32[2, 3] = rsqrt "root" (%gelu)
        %less: bool[2, 3] = less "less" (%root, %x)
        %not: bool[2, 3] = logical_not "not" (%less)
        %both: bool[2, 3] = logical_and "both" (%less, %not)
        %where: float32[2, 3] = where "where" (%both, %x, %root)
        %whole: int32[2, 3] = cast "whole" (%where) {to = "int32"}
        %half: int32[2, 3] = div "half" (%whole, %whole)
        %bits: int32[2, 3] = bitwise_xor "bits" (%half, %whole)
        %down: int32[2, 3] = shift_right "down" (%bits, %whole)
        %wide: int64[2, 3] = cast "wide" (%down) {to = "int64"}
        output %wide
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

TEST(RoundTripOfTypes, KeepsIntegersWithAScale) {
    const Graph graph = parse_graph(R"(graph "round_trip" {
        input %x: uint8[1, 4] q(0.5, 128)
        %a: int8[1, 4] q(0.5, 0) = quantize "a" (%x)
        %b: int16[1, 4] q(0.001, 0) = quantize "b" (%a) {to = "int16"}
        %c: int32[1, 4] q(0.0001, 0) = quantize "c" (%b) {to = "int32"}
        %d: float32[1, 4] = dequantize "d" (%c)
        %e: uint8[1, 4] q(0.25, 7) = quantize "e" (%d) {to = "uint8"}
        output %e
    })");
    EXPECT_EQ(print(import_of_export(graph)), print(graph));
}

} // namespace thimble
