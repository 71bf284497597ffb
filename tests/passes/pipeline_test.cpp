// SPDX-License-Identifier: Apache-2.0
// The default passes together.
#include "tests/passes/pass_expectations.h"
#include "thimble/passes/pipeline.h"
#include "thimble/passes/run_passes.h"

namespace thimble {
namespace {

Graph run_default(Graph graph) {
    return run_passes(std::move(graph), default_pipeline());
}

TEST(Pipeline, CleansUpAfterAnImporter) {
    expect_rewrite(
        run_default,
        R"(input %x: int8[1, 9] q(0.5, 7)
           constant %raw: int8[4] q(0.01, 0) = [50, -60, 70, 80]
           %w: int8[1, 2, 2, 1] q(0.01, 0) = reshape "weights" (%raw) {shape = [1, 2, 2, 1]}
           %flat: int8[9] q(0.5, 7) = reshape "flatten" (%x) {shape = [9]}
           %image: int8[1, 3, 3, 1] q(0.5, 7) = reshape "image" (%flat) {shape = [1, 3, 3, 1]}
           %p: int8[1, 5, 5, 1] q(0.5, 7) = pad "pad" (%image) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %c: int8[1, 4, 4, 1] q(0.25, -100) = conv2d "conv" (%p, %w)
           %same: int8[1, 4, 4, 1] q(0.25, -100) = quantize "same" (%c)
           %r: int8[1, 4, 4, 1] q(0.25, -100) = clip "relu" (%same) {minimum = 0.0}
           %rp: int8[1, 6, 6, 1] q(0.25, -100) = pad "pool pad" (%r) {padding = [0, 0, 1, 1, 1, 1, 0, 0]}
           %y: int8[1, 2, 2, 1] q(0.25, -100) = max_pool2d "pool" (%rp) {window = [3, 3], stride = [2, 2]}
           %dead: int8[1, 4, 4, 1] q(0.25, -100) = clip "dead" (%c) {maximum = 1.0}
           output %y)",
        R"(input %x: int8[1, 9] q(0.5, 7)
           constant %w: int8[1, 2, 2, 1] q(0.01, 0) = [50, -60, 70, 80]
           %image: int8[1, 3, 3, 1] q(0.5, 7) = reshape "image" (%x) {shape = [1, 3, 3, 1]}
           %r: int8[1, 4, 4, 1] q(0.25, -100) = conv2d "conv" (%image, %w)
               {padding = [1, 1, 1, 1], activation = [0.0, inf]}
           %y: int8[1, 2, 2, 1] q(0.25, -100) = max_pool2d "pool" (%r)
               {window = [3, 3], stride = [2, 2], padding = [1, 1, 1, 1]}
           output %y)"
    );
}

/// A network as exporters write it: channels first, which the importer's transposes turn around each operator on
/// images, with batch normalisation and a decomposed hard_swish.
const std::string channels_first_network = R"(input %x: float32[1, 3, 6, 6]
    constant %w1: float32[4, 1, 1, 3] = [1, -2, 3, 4, 5, -6, 7, 8, 9, 1, 2, 3]
    constant %k1: float32[1, 4, 1, 1] = [0.5, 0.25, 2, 1]
    constant %o1: float32[1, 4, 1, 1] = [1, 2, 3, 4]
    constant %three: float32[] = [3]
    constant %sixth: float32[] = [0.16666667]
    constant %w2: float32[4, 1, 1, 4] = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8]
    constant %w3: float32[2, 36] = 0x0000803f0000803f0000803f0000803f0000803f0000803f0000803f0000803f0000803f000000400000004000000040000000400000004000000040000000400000004000000040000080bf000080bf000080bf000080bf000080bf000080bf000080bf000080bf000080bf0000803e0000803e0000803e0000803e0000803e0000803e0000803e0000803e0000803e0000803f0000803f0000803f0000803f0000803f0000803f0000803f0000803f0000803f000000400000004000000040000000400000004000000040000000400000004000000040000080bf000080bf000080bf000080bf000080bf000080bf000080bf000080bf000080bf0000803e0000803e0000803e0000803e0000803e0000803e0000803e0000803e0000803e
    %xl: float32[1, 6, 6, 3] = transpose "t1" (%x) {axes = [0, 2, 3, 1]}
    %c1: float32[1, 6, 6, 4] = conv2d "c1" (%xl, %w1)
    %c1f: float32[1, 4, 6, 6] = transpose "t2" (%c1) {axes = [0, 3, 1, 2]}
    %m1: float32[1, 4, 6, 6] = mul "m1" (%c1f, %k1)
    %n1: float32[1, 4, 6, 6] = add "n1" (%m1, %o1)
    %s1: float32[1, 4, 6, 6] = add "s1" (%n1, %three)
    %h1: float32[1, 4, 6, 6] = clip "h1" (%s1) {minimum = 0.0, maximum = 6.0}
    %g1: float32[1, 4, 6, 6] = mul "g1" (%n1, %h1)
    %a1: float32[1, 4, 6, 6] = mul "a1" (%g1, %sixth)
    %a1l: float32[1, 6, 6, 4] = transpose "t3" (%a1) {axes = [0, 2, 3, 1]}
    %c2: float32[1, 6, 6, 4] = conv2d "c2" (%a1l, %w2)
    %c2f: float32[1, 4, 6, 6] = transpose "t4" (%c2) {axes = [0, 3, 1, 2]}
    %r2: float32[1, 4, 6, 6] = add "r2" (%c2f, %a1)
    %b2: float32[1, 4, 6, 6] = clip "b2" (%r2) {minimum = 0.0}
    %b2l: float32[1, 6, 6, 4] = transpose "t5" (%b2) {axes = [0, 2, 3, 1]}
    %p2: float32[1, 3, 3, 4] = max_pool2d "p2" (%b2l) {window = [2, 2], stride = [2, 2]}
    %p2f: float32[1, 4, 3, 3] = transpose "t6" (%p2) {axes = [0, 3, 1, 2]}
    %f: float32[1, 36] = reshape "flatten" (%p2f) {shape = [1, 36]}
    %y: float32[1, 2] = fully_connected "dense" (%f, %w3)
    output %y)";

TEST(Pipeline, LeavesOneTransposeOfANetworkWithChannelsFirst) {
    expect_operators(
        run_default, channels_first_network,
        "transpose conv2d hard_swish conv2d add max_pool2d reshape fully_connected", 1e-4
    );
}

/// The same arithmetic in int8, written with the quantisation as nodes.
TEST(Pipeline, FoldsAQuantizedNetworkWithChannelsFirst) {
    const std::string network = R"(input %x: float32[1, 2, 4, 4]
        constant %w8: int8[3, 1, 1, 2] q(0.01, 0) = [50, -60, 70, 80, 90, -100]
        constant %b: float32[3] = [0.1, -0.2, 0.3]
        %xq: int8[1, 2, 4, 4] q(0.05, 3) = quantize "q1" (%x)
        %xd: float32[1, 2, 4, 4] = dequantize "d1" (%xq)
        %xl: float32[1, 4, 4, 2] = transpose "t1" (%xd) {axes = [0, 2, 3, 1]}
        %w: float32[3, 1, 1, 2] = dequantize "dw" (%w8)
        %c: float32[1, 4, 4, 3] = conv2d "c" (%xl, %w, %b)
        %cf: float32[1, 3, 4, 4] = transpose "t2" (%c) {axes = [0, 3, 1, 2]}
        %r: float32[1, 3, 4, 4] = clip "r" (%cf) {minimum = 0.0}
        %rq: int8[1, 3, 4, 4] q(0.05, -128) = quantize "q2" (%r)
        %rd: float32[1, 3, 4, 4] = dequantize "d2" (%rq)
        %m: float32[1, 3, 1, 1] = mean "m" (%rd) {axes = [2, 3], keep_dims = 1}
        %mq: int8[1, 3, 1, 1] q(0.05, -128) = quantize "q3" (%m)
        %y: float32[1, 3, 1, 1] = dequantize "d3" (%mq)
        output %y)";
    const Graph result = run_default(parse_graph(as_graph_text(network)));
    EXPECT_EQ(operators(result), "quantize transpose conv2d mean reshape dequantize") << print(result);
}

TEST(Pipeline, LeavesNoUnusedValues) {
    const Graph graph = run_default(parse_graph(as_graph_text(R"(input %x: float32[4]
        %a: float32[4] = add "n" (%x, %x)
        %y: float32[4] = clip "relu" (%a) {minimum = 0.0}
        output %y)")));
    EXPECT_EQ(graph.values.size(), 2U);
}

TEST(Pipeline, EveryPassHasANameAndASummary) {
    for (const Pass& pass : default_pipeline()) {
        EXPECT_FALSE(pass.name.empty());
        EXPECT_FALSE(pass.summary.empty());
        EXPECT_NE(pass.run, nullptr);
    }
}

} // namespace
} // namespace thimble
